"""How a test says something to a skill, taps a button, and reads what others were told."""

from typing import Any

from sqlalchemy import select

from actions.pushed import render
from actions.replies import Reply
from actions.skill import Skill
from actions.turn import Missing, Turn
from knowledge.entities import Outgoing, OutgoingState
from knowledge.services.knowledge import Knowledge
from knowledge.store import tables


def person(knowledge: Knowledge, by: str) -> Any:
    """Return the professional with this id, who is there."""
    return knowledge.people.get(by)


def says(knowledge: Knowledge, skill: type[Skill], by: str, text: str = "", /, **details: Any) -> Reply:
    """Say something whose meaning is already understood, and return the answer."""
    return skill(knowledge).answer(Turn(person(knowledge, by), skill.intent, text, knowledge, details))


def asked(knowledge: Knowledge, skill: type[Skill], by: str, text: str = "", /, **details: Any) -> tuple[Missing, Turn]:
    """Say something that leads to a question, and return the question with the turn that it was asked in."""
    turn = Turn(person(knowledge, by), skill.intent, text, knowledge, details)
    try:
        skill(knowledge).answer(turn)
    except Missing as missing:
        return missing, turn
    raise AssertionError("nothing was asked")


def answers(knowledge: Knowledge, skill: type[Skill], turn: Turn, text: str, **said: Any) -> Reply:
    """Answer a question in words."""
    return says(knowledge, skill, turn.by, text, **{**turn.details, **said, "text": text})


def taps(knowledge: Knowledge, skills: list[type[Skill]], by: str, reply: Reply | Missing, title: str) -> Reply:
    """Tap the button with this title."""
    choice = next(choice for choice in reply.choices if choice.title == title)
    skill = next(skill for skill in skills if skill.intent == choice.intent)
    return says(knowledge, skill, by, f"/{choice.intent}", **choice.details)


def pushed(knowledge: Knowledge, to: str) -> list[Reply]:
    """Return what is on its way to somebody, as it will be shown."""
    with knowledge.store.reading() as session:
        mine = select(Outgoing).where(
            tables.outbox.c.recipient_id == to, tables.outbox.c.state == OutgoingState.PENDING
        )
        waiting = session.execute(mine.order_by(tables.outbox.c.id)).scalars().all()
    return [render(knowledge, outgoing) for outgoing in waiting]


def titles(reply: Reply | Missing) -> list[str]:
    """Return what stands on the buttons."""
    return [choice.title for choice in reply.choices]
