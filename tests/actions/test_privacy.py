"""Rights and mishaps in chat."""

import pytest

from actions.privacy import PrivacyInfo, ReportBreach
from actions.replies import Reply
from actions.skill import Skill
from actions.turn import Missing
from knowledge.entities import ChannelLink
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.actions.turns import pushed, says, taps, titles
from tests.cast import ANNA, PIET

SKILLS: list[type[Skill]] = [PrivacyInfo, ReportBreach]


def tap(knowledge: Knowledge, reply: Reply | Missing, title: str) -> Reply:
    return taps(knowledge, SKILLS, ANNA, reply, title)


def test_what_is_stored_and_the_four_requests(knowledge: Knowledge) -> None:
    about = says(knowledge, PrivacyInfo, ANNA)
    assert "je koppeling (de webapp)" in about.text
    assert "Casussen waar je bij betrokken bent: 1" in about.text
    assert titles(about) == ["Inzage vragen", "Laten verbeteren", "Laten wissen", "Bezwaar maken"]


@pytest.mark.parametrize(
    ("button", "what"), [("Inzage vragen", "inzage"), ("Laten wissen", "verwijdering"), ("Bezwaar maken", "bezwaar")]
)
def test_a_request_has_its_day_on_both_sides(knowledge: Knowledge, button: str, what: str) -> None:
    done = tap(knowledge, says(knowledge, PrivacyInfo, ANNA), button)
    assert done.text == f"Je verzoek om {what} ligt bij de beheerder. Je hebt uiterlijk vrijdag 25 december antwoord."
    (message,) = pushed(knowledge, PIET)
    assert message.text == f"Anna Visser vraagt om {what}. Antwoord is nodig uiterlijk vrijdag 25 december."


def test_a_mishap_is_confirmed_then_reported_with_its_term(knowledge: Knowledge) -> None:
    proposal = says(knowledge, ReportBreach, ANNA, "verkeerde persoon gekoppeld")
    assert titles(proposal) == ["Bevestigen", "Telefoon kwijt", "Annuleren"]
    reported = tap(knowledge, proposal, "Bevestigen")
    assert reported.text.startswith("Gemeld bij Piet Mulder")
    assert "zaterdag 28 november om 10.00 uur (72 uur)" in reported.text
    assert "Bel voor de feiten" in pushed(knowledge, PIET)[0].text


@pytest.mark.parametrize("said", ["telefoon kwijt", "mijn mobiel is gestolen"])
def test_a_lost_phone_stops_getting_messages_in_two_taps(knowledge: Knowledge, store: Store, said: str) -> None:
    with store.work() as work:
        work.add(ChannelLink(ANNA, "telegram", "4711", work.now))
    proposal = says(knowledge, ReportBreach, ANNA, said)
    assert titles(proposal) == ["Nu losmaken", "Er lekte iets uit", "Annuleren"]
    assert "losgemaakt" in tap(knowledge, proposal, "Nu losmaken").text
    assert [address.channel for address in knowledge.outbox.addresses(ANNA)] == ["web"]


def test_a_lost_phone_with_something_open_on_it_is_a_mishap_too(knowledge: Knowledge) -> None:
    proposal = says(knowledge, ReportBreach, ANNA, "telefoon kwijt")
    assert tap(knowledge, proposal, "Er lekte iets uit").text.startswith("Gemeld bij Piet Mulder")
