"""The registry in conversation: what somebody reads and which buttons go on from there."""

from datetime import date, timedelta
from typing import Any

import pytest

from actions.pushed import render
from actions.registry import AskCapacity, AskContact, AskPartnerInfo, FindPartner
from actions.registry_update import UpdateRegistry
from actions.replies import Reply
from actions.skill import Skill
from actions.turn import Missing, Turn
from knowledge.clock import SetClock
from knowledge.entities import Absence, Organisation, Outgoing, PartnerKind, Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, LENA, OTTO, PIET, TESS


def hear(knowledge: Knowledge, skill: type[Skill], by: str = ANNA, text: str = "", **details: Any) -> Reply:
    """Return the answer to what somebody said."""
    with knowledge.store.reading() as session:
        person = session.get(Professional, by)
    return skill(knowledge).answer(Turn(person, skill.intent, text, knowledge, details))


def tap(knowledge: Knowledge, skill: type[Skill], reply: Reply, title: str, by: str = ANNA) -> Reply:
    """Return the answer to a tap on one of the buttons."""
    choice = next(choice for choice in reply.choices if choice.title == title)
    assert choice.intent == skill.intent
    return hear(knowledge, skill, by, **choice.details)


def titles(reply: Reply) -> list[str]:
    return [choice.title for choice in reply.choices]


def pushed(knowledge: Knowledge, to: str) -> Reply:
    """Return the message that went to somebody last, as it reads."""
    with knowledge.store.reading() as session:
        rows = [row for row in session.query(Outgoing).all() if row.recipient_id == to]
    return render(knowledge, rows[-1])


SCHULDEN = {"ids": ["schulden"], "text": "schulden"}


def test_who_can_help_with_debts_says_why_and_offers_the_ways_on(knowledge: Knowledge) -> None:
    reply = hear(knowledge, FindPartner, topic=SCHULDEN, area={"ids": ["Vlierwijk"], "text": "vlierwijk"})
    assert "Jeugd-Punt: voor schulden, in Vlierwijk, gratis en dichtbij" in reply.text
    assert titles(reply) == ["Laat me bellen", "Wat doen ze?", "Plek?", "Doorverwijzen"]
    assert [card.name for card in reply.contacts] == ["Jeugd-Punt"]


def test_more_than_four_are_shown_in_turns(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        for number in range(5):
            work.add(Organisation(f"o{number}", f"Bureau {number}", PartnerKind.DEBT, topics=["schulden"]))
    first = hear(knowledge, FindPartner, topic=SCHULDEN)
    assert "en nog 2" in first.text
    rest = tap(knowledge, FindPartner, first, "Meer")
    assert "Bureau 4" in rest.text
    assert "Jeugd-Punt" not in rest.text


def test_the_wijkagent_of_a_neighbourhood_comes_with_number_and_card(knowledge: Knowledge) -> None:
    reply = hear(knowledge, FindPartner, discipline="wijkagent", area="Vlierwijk")
    assert "Otto Kramer, wijkagent in Vlierwijk (Politie Vlierdam): 085-0404041" in reply.text
    assert [card.name for card in reply.contacts] == ["Otto Kramer"]


def test_who_is_on_duty_now(knowledge: Knowledge) -> None:
    reply = hear(knowledge, FindPartner, text="wie heeft er nu dienst?")
    assert reply.text == "Nu hebben dienst:\n• Bram Yilmaz, jongerenwerker (Jeugd-Punt), tot 17.00 uur"
    assert titles(reply) == ["Laat Bram mij bellen"]


def test_at_night_nobody_is_on_duty_and_there_is_a_way_on(knowledge: Knowledge, clock: SetClock) -> None:
    clock.at += timedelta(hours=12)
    reply = hear(knowledge, FindPartner, text="wie heeft er nu dienst?")
    assert "niemand dienst" in reply.text
    assert reply.choices


def test_nobody_for_a_topic_is_no_dead_end(knowledge: Knowledge) -> None:
    reply = hear(knowledge, FindPartner, topic="tuinkabouters")
    assert "ken ik hier niemand" in reply.text
    assert "Vraag het collega's" in titles(reply)


def test_what_a_partner_does(knowledge: Knowledge) -> None:
    reply = hear(knowledge, AskPartnerInfo, partner="jeugdpnt")
    assert reply.text.startswith("Jeugd-Punt\nJongerenwerk op straat")
    assert "Verwijzen: Bel of stuur een verwijzing" in reply.text
    assert titles(reply) == ["Laat me bellen", "Plek?", "Doorverwijzen"]


def test_an_old_entry_is_marked(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.need(Organisation, "jeugdpunt").assured_on = date(2025, 10, 1)
    assert "voor het laatst nagekeken op 01-10-2025" in hear(knowledge, AskPartnerInfo, partner="JP").text


def test_a_name_like_another_is_asked_back(knowledge: Knowledge) -> None:
    with pytest.raises(Missing) as missing:
        hear(knowledge, AskPartnerInfo, partner="Jeugdplein")
    assert missing.value.question == "did_you_mean"
    assert "Jeugd-Punt" in [choice.title for choice in missing.value.choices]


def test_a_name_that_is_like_nothing_gets_other_ways(knowledge: Knowledge) -> None:
    with pytest.raises(Missing) as missing:
        hear(knowledge, AskPartnerInfo, partner="Xyz")
    assert missing.value.question == "name_unknown"
    assert missing.value.choices


def test_of_two_with_one_first_name_one_chooses(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.add(Professional("bram2", "Bram Jansma", "huisarts", "vlierhof", phone="085-0909091"))
    with pytest.raises(Missing) as missing:
        hear(knowledge, AskContact, person="Bram")
    assert sorted(choice.title for choice in missing.value.choices) == [
        "Bram Jansma, huisarts",
        "Bram Yilmaz, jongerenwe…",
    ]


def test_the_number_of_a_colleague_and_whether_now_is_a_good_time(knowledge: Knowledge, store: Store) -> None:
    reply = hear(knowledge, AskContact, person={"ids": [BRAM], "text": "Bram"})
    assert reply.text == "Bram Yilmaz, jongerenwerker bij Jeugd-Punt: 085-0202021. Heeft nu dienst, tot 17.00 uur."
    with store.work() as work:
        work.add(Absence(BRAM, date(2026, 11, 23), date(2026, 11, 27), deputy_id=TESS))
    away = hear(knowledge, AskContact, person={"ids": [BRAM], "text": "Bram"})
    assert "Is weg tot en met vrijdag 27 november; Tess de Wit neemt waar." in away.text
    assert [card.name for card in away.contacts] == ["Bram Yilmaz", "Tess de Wit"]


def test_the_number_of_a_function_gives_the_person(knowledge: Knowledge) -> None:
    assert "085-0404041" in hear(knowledge, AskContact, discipline="wijkagent").text


def test_the_number_of_a_partner(knowledge: Knowledge) -> None:
    reply = hear(knowledge, AskContact, partner={"ids": ["jeugdpunt"], "text": "JP"})
    assert "Telefoon: 085-0202020" in reply.text
    assert "E-mail: post@jeugdpunt.example" in reply.text


def test_room_is_reported_by_tap_and_read_with_its_date(knowledge: Knowledge, clock: SetClock) -> None:
    own = hear(knowledge, AskCapacity, BRAM, partner="Jeugd-Punt")
    assert titles(own) == ["Plek", "Wachtlijst", "Vol", "Eerst intake"]
    how_long = tap(knowledge, AskCapacity, own, "Wachtlijst", BRAM)
    saved = tap(knowledge, AskCapacity, how_long, "6 weken", BRAM)
    assert saved.text == "Genoteerd. Jeugd-Punt: er is een wachtlijst van ongeveer 6 weken, vanaf vandaag."
    asked = hear(knowledge, AskCapacity, partner="Jeugd-Punt")
    assert asked.text == ("Jeugd-Punt: er is een wachtlijst van ongeveer 6 weken, gemeld op woensdag 25 november.")
    clock.at += timedelta(days=15)
    assert "meer dan twee weken geleden" in hear(knowledge, AskCapacity, partner="Jeugd-Punt").text


def test_room_that_nobody_reported_is_no_dead_end(knowledge: Knowledge) -> None:
    reply = hear(knowledge, AskCapacity, partner="Opvang De Haven")
    assert "nog niet gemeld" in reply.text
    assert "Laat me bellen" in titles(reply)


def test_the_own_number_changes_after_a_confirmation(knowledge: Knowledge) -> None:
    proposal = hear(knowledge, UpdateRegistry, text="ik heb een nieuw nummer, 06 00000123", info="nummer")
    assert proposal.text == "Je telefoonnummer wordt 0600000123. Klopt dat?"
    assert "085-0101011" in hear(knowledge, AskContact, OTTO, person="Anna Visser").text
    assert titles(tap(knowledge, UpdateRegistry, proposal, "Bevestigen")) == ["Ongedaan maken"]
    assert "0600000123" in hear(knowledge, AskContact, OTTO, person="Anna Visser").text


def test_a_new_number_that_was_not_said_is_asked(knowledge: Knowledge) -> None:
    with pytest.raises(Missing) as missing:
        hear(knowledge, UpdateRegistry, text="mijn 06 is veranderd", info="06")
    assert (missing.value.wanted, missing.value.params) == ("text", {"field": "telefoonnummer"})


def test_somebody_elses_departure_is_put_to_the_team_lead_and_done_with_one_tap(knowledge: Knowledge) -> None:
    when = {"text": "per 1 dec", "first": "2026-12-01", "last": "2026-12-01", "clock": None}
    proposal = hear(knowledge, UpdateRegistry, text="Tess is weg per 1 dec", person="Tess", time=when)
    assert proposal.text == "Tess de Wit werkt hier niet meer vanaf dinsdag 1 december. Klopt dat?"
    assert "Lena Smit" in tap(knowledge, UpdateRegistry, proposal, "Bevestigen").text
    message = pushed(knowledge, LENA)
    assert message.text == "Anna Visser meldt over Tess de Wit: werkt hier niet meer vanaf dinsdag 1 december."
    tap(knowledge, UpdateRegistry, message, "Klopt, pas aan", LENA)
    tess = knowledge.people.get(TESS)
    assert tess is not None
    assert tess.left_on == date(2026, 12, 1)
    assert pushed(knowledge, ANNA).text == "Je melding over Tess de Wit klopte. Dank je wel."


def test_what_is_wrong_in_words_goes_to_the_administrator_where_there_is_no_team_lead(knowledge: Knowledge) -> None:
    text = "het nummer van de diaconie doet het niet meer"
    proposal = hear(knowledge, UpdateRegistry, text=text, partner="Diaconie Vlierdam", info="nummer")
    tap(knowledge, UpdateRegistry, proposal, "Bevestigen")
    message = pushed(knowledge, PIET)
    assert text in message.text
    kept = tap(knowledge, UpdateRegistry, message, "Klopt niet", PIET)
    assert "blijft zoals het was" in kept.text


def test_a_team_lead_changes_the_own_organisation_without_asking(knowledge: Knowledge) -> None:
    text = "ons nummer wordt 085-0202099"
    proposal = hear(knowledge, UpdateRegistry, LENA, text=text, info="nummer")
    assert proposal.text == "Jeugd-Punt: telefoonnummer wordt 085-0202099. Klopt dat?"
    tap(knowledge, UpdateRegistry, proposal, "Bevestigen", LENA)
    assert "085-0202099" in hear(knowledge, AskContact, partner="Jeugd-Punt").text


def test_klopt_niet_under_a_number_reaches_the_owner_who_says_the_new_one(knowledge: Knowledge) -> None:
    card = hear(knowledge, AskContact, person={"ids": [TESS], "text": "Tess"})
    tap(knowledge, UpdateRegistry, tap(knowledge, UpdateRegistry, card, "Klopt niet"), "Bevestigen")
    message = pushed(knowledge, LENA)
    assert message.text == "Anna Visser meldt over Tess de Wit: telefoonnummer klopt niet."
    thanks = tap(knowledge, UpdateRegistry, message, "Klopt, pas aan", LENA)
    with pytest.raises(Missing) as missing:
        tap(knowledge, UpdateRegistry, thanks, "Nieuw: telefoonnummer", LENA)
    assert missing.value.question == "new_value"


def test_a_correction_is_settled_by_its_owner_alone_and_once(knowledge: Knowledge) -> None:
    text = "het nummer van de diaconie doet het niet meer"
    proposal = hear(knowledge, UpdateRegistry, text=text, partner="Diaconie Vlierdam", info="nummer")
    tap(knowledge, UpdateRegistry, proposal, "Bevestigen")
    message = pushed(knowledge, PIET)
    with pytest.raises(Refusal, match="gone"):
        tap(knowledge, UpdateRegistry, message, "Klopt niet", OTTO)
    tap(knowledge, UpdateRegistry, message, "Klopt niet", PIET)
    with pytest.raises(Refusal, match="correction_over"):
        tap(knowledge, UpdateRegistry, message, "Klopt niet", PIET)


def test_what_there_is_in_a_neighbourhood(knowledge: Knowledge) -> None:
    reply = hear(
        knowledge, FindPartner, text="wat is er in vlierwijk", area={"ids": ["Vlierwijk"], "text": "vlierwijk"}
    )
    assert "Jeugd-Punt: in Vlierwijk" in reply.text


def test_leaving_without_a_day_is_asked_back(knowledge: Knowledge) -> None:
    with pytest.raises(Missing) as missing:
        hear(knowledge, UpdateRegistry, text="Tess werkt hier niet meer", person="Tess")
    assert missing.value.wanted == "time"


def test_a_day_less_is_not_taken_for_leaving(knowledge: Knowledge) -> None:
    with pytest.raises(Missing) as missing:
        hear(knowledge, UpdateRegistry, text="ik werk voortaan niet meer op woensdag")
    assert missing.value.question == "update_what"


def test_a_new_colleague_is_put_to_who_keeps_the_entry_in_the_reporters_words(knowledge: Knowledge) -> None:
    proposal = hear(knowledge, UpdateRegistry, BRAM, text="nieuwe collega bij ons: Noor Bakali", person="Noor Bakali")
    assert "Jeugd-Punt" in proposal.text
    tap(knowledge, UpdateRegistry, proposal, "Bevestigen", BRAM)
    assert pushed(knowledge, LENA).text == "Bram Yilmaz meldt over Jeugd-Punt: ‘nieuwe collega bij ons: Noor Bakali’"
