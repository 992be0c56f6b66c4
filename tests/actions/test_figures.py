"""Figures in three lines, with words where there is no number."""

import pytest

from actions.figures import AskFigures
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.actions.turns import says, titles
from tests.cast import ANNA
from tests.loop import local, refer


def test_three_lines_and_a_way_on(knowledge: Knowledge, store: Store) -> None:
    for day in ("2026-11-04", "2026-11-05", "2026-11-05", "2026-11-05", "2026-11-06"):
        refer(store, started_at=local(day))
    reply = says(knowledge, AskFigures, ANNA)
    assert reply.text.splitlines() == [
        "Huisartsen Vlierhof, sinds donderdag 27 augustus: 5 verwijzingen, waarvan 5 nog lopen.",
        "Terugkoppeling op tijd: nog niet te zeggen.",
        "Van versturen tot oppakken: dezelfde dag; tot de start: 1 dag (de middelste).",
    ]
    assert titles(reply) == ["Wat staat er open?"]


def test_from_the_moment_that_was_said(knowledge: Knowledge, store: Store) -> None:
    for _ in range(5):
        refer(store)
    said = {"text": "dit jaar", "first": "2026-01-01", "last": "2026-12-31"}
    assert "sinds donderdag 1 januari" in says(knowledge, AskFigures, ANNA, "cijfers van dit jaar", time=said).text


def test_a_handful_is_not_shown(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    with pytest.raises(Refusal, match="too_few"):
        says(knowledge, AskFigures, ANNA)
