"""Letting somebody think along, and passing on a worry."""

from typing import Any

from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import listed, say
from actions.turn import Missing, Turn
from knowledge.services.buttons import Choice


class AskNetwork(Skill):
    """ "Kan iemand van de ggz even meedenken?" """

    intent = "ask_network"

    def answer(self, turn: Turn) -> Reply:
        """Put the wish for somebody to think along to those of an organisation or a discipline."""
        if "question" in turn.details:
            asker = turn.knowledge.network.answer(turn.by, turn.details["question"])
            return Reply(say("question_taken", name=asker.name), contacts=[asker])
        organisation, discipline = known_id(turn, "partner"), known_id(turn, "discipline")
        if not organisation and not discipline:
            raise Missing("discipline", "whom_to_ask", _usual(turn))
        whom = _words(turn, "partner") or _words(turn, "discipline")
        if not turn.confirmed:
            return turn.propose(say("question_proposal", whom=whom))
        asked = turn.knowledge.network.ask(turn.by, organisation_id=organisation, discipline=discipline)
        lines = [f"{person.name}, {person.role} ({person.organisation})" for person in asked.people]
        return Reply(say("question_asked", list=listed(lines)), undo_choice(asked.change_id))


class ReportSignal(Skill):
    """ "Ik maak me zorgen over dit gezin." """

    intent = "report_signal"

    def answer(self, turn: Turn) -> Reply:
        """Pass a worry on to whoever has the regie, or to a team; say what to do when it is abuse."""
        if "signal" in turn.details:
            reporter = turn.knowledge.network.take_signal(turn.by, turn.details["signal"])
            return Reply(say("signal_taken", name=reporter.name), contacts=[reporter])
        named = turn.details.get("case")
        if not turn.confirmed:
            about = say("signal_about_case", code=turn.case()) if named else say("signal_about_nobody")
            return turn.propose(say("signal_proposal", about=about))
        passed = turn.knowledge.network.signal(turn.by, "", code=named, area=known_id(turn, "area"))
        weigh = Choice(say("button_weigh"), "weigh_sharing", {"case": named} if named else {})
        return Reply(say("signal_passed", to=passed.to), [*undo_choice(passed.change_id), weigh])


def known_id(turn: Turn, kind: str) -> str | None:
    """Return the id that a named thing of this kind has in the registry; None for one it does not know."""
    said: Any = turn.details.get(kind)
    ids = said.get("ids") if isinstance(said, dict) else None
    return str(ids[0]) if ids else None


def _words(turn: Turn, kind: str) -> str:
    said: Any = turn.details.get(kind)
    return str(said["text"] if isinstance(said, dict) else said or "")


def _usual(turn: Turn) -> list[Choice]:
    """Return the disciplines that are asked along most in these towns."""
    usual = ("jongerenwerker", "wijkverpleegkundige", "huisarts", "schuldhulpverlener")
    return [turn.choice(name, discipline={"ids": [name], "text": name}) for name in usual]


SKILLS = (AskNetwork, ReportSignal)
