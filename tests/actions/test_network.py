"""Thinking along and worries in chat: a confirmation first, and never a word of the family."""

from typing import Any

from actions.network import AskNetwork, ReportSignal
from actions.replies import Reply
from actions.skill import Skill
from actions.turn import Missing
from knowledge.services.knowledge import Knowledge
from tests.actions.turns import asked, pushed, says, taps, titles
from tests.cast import ANNA, BRAM, CASE, OTTO, TESS

SKILLS: list[type[Skill]] = [AskNetwork, ReportSignal]
YOUTH_WORKERS = {"ids": ["jongerenwerker"], "text": "jongerenwerker"}


def tap(knowledge: Knowledge, by: str, reply: Reply | Missing, title: str) -> Reply:
    return taps(knowledge, SKILLS, by, reply, title)


def test_whom_to_ask_is_asked_with_the_usual_ones(knowledge: Knowledge) -> None:
    missing, _ = asked(knowledge, AskNetwork, ANNA, "wie denkt er mee")
    assert len(missing.choices) == 4
    assert "jongerenwerker" in tap(knowledge, ANNA, missing, "jongerenwerker").text


def test_those_asked_read_who_asks_and_the_first_gets_the_card(knowledge: Knowledge) -> None:
    proposal = says(knowledge, AskNetwork, ANNA, "kan een jongerenwerker meedenken", discipline=YOUTH_WORKERS)
    assert "niets over het gezin" in proposal.text
    asked_of = tap(knowledge, ANNA, proposal, "Bevestigen")
    assert "• Bram Yilmaz, jongerenwerker (Jeugd-Punt)" in asked_of.text
    (message,) = pushed(knowledge, BRAM)
    assert message.text.startswith("Anna Visser (huisarts, Huisartsen Vlierhof) zoekt iemand om mee te denken")
    assert CASE not in message.text
    taken = tap(knowledge, BRAM, message, "Ik denk mee")
    assert [card.name for card in taken.contacts] == ["Anna Visser"]
    assert [card.name for card in pushed(knowledge, ANNA)[0].contacts] == ["Bram Yilmaz"]


def test_a_worry_names_whom_it_goes_to_and_the_meldcode(knowledge: Knowledge) -> None:
    proposal = says(knowledge, ReportSignal, ANNA, f"ik maak me zorgen over {CASE}", case=CASE)
    assert f"over {CASE}, aan degene met de regie" in proposal.text
    assert "0800-2000" in proposal.text
    passed = tap(knowledge, ANNA, proposal, "Bevestigen")
    assert passed.text.startswith("Doorgegeven aan Bram Yilmaz.")
    assert titles(passed) == ["Ongedaan maken", "Help me wegen"]


def test_the_one_told_takes_it_up_and_the_reporter_hears_who(knowledge: Knowledge) -> None:
    says(knowledge, ReportSignal, ANNA, case=CASE, confirmed=True)
    (message,) = pushed(knowledge, BRAM)
    assert message.text == f"Iemand rond {CASE} heeft een zorg en wil die met je bespreken."
    assert [card.name for card in tap(knowledge, BRAM, message, "Ik pak het op").contacts] == ["Anna Visser"]
    assert pushed(knowledge, ANNA)[0].text == "Bram Yilmaz (jongerenwerker) pakt je zorg op en belt je, of bel zelf."


def test_without_a_case_a_team_gets_it(knowledge: Knowledge) -> None:
    said: dict[str, Any] = {"area": {"ids": ["Vlierwijk"], "text": "de Vlierwijk"}, "confirmed": True}
    assert "Jeugdteam (Jeugd-Punt)" in says(knowledge, ReportSignal, OTTO, **said).text
    assert "over een inwoner" in pushed(knowledge, TESS)[0].text
