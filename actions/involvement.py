"""Who is around a case: the circle, the regie, the own cases."""

from actions.replies import Reply
from actions.skill import Skill
from actions.texts import LIST_LIMIT, listed, say
from actions.turn import Turn
from knowledge.services.buttons import Choice
from knowledge.services.cases import CaseLine, Circle, CirclePart


class AskInvolved(Skill):
    """ "Wie is betrokken bij dit gezin?" """

    intent = "ask_involved"

    def answer(self, turn: Turn) -> Reply:
        """List who is around the case, with cards for those one may reach."""
        circle = turn.knowledge.cases.circle_of(turn.by, turn.case())
        others = [part.contact for part in circle.parts if part.contact and not part.is_viewer]
        start = "circle" if circle.coordinator else "circle_without_coordinator"
        text = say(start, code=circle.code, count=len(circle.parts), list=listed(_lines(circle)))
        return Reply(text, _ways_on(circle), contacts=others[:LIST_LIMIT])


class AskCoordinator(Skill):
    """ "Wie heeft de regie?" """

    intent = "ask_coordinator"

    def answer(self, turn: Turn) -> Reply:
        """Name the coordinator, or say plainly that nobody has the regie."""
        code = turn.case()
        coordinator = turn.knowledge.cases.coordinator_of(turn.by, code)
        if coordinator is None:
            return Reply(say("no_coordinator", code=code), [_circle_choice(code)])
        if coordinator.id == turn.by:
            return Reply(say("you_coordinate", code=code), [_circle_choice(code)])
        call_back = Choice(say("button_call_me"), "request_callback", {"person_id": coordinator.id, "case": code})
        text = say("coordinator", code=code, name=coordinator.name, role=coordinator.role, at=coordinator.organisation)
        return Reply(text, [call_back, _circle_choice(code)], contacts=[coordinator])


class ListMyCases(Skill):
    """ "Mijn casussen." """

    intent = "list_my_cases"

    def answer(self, turn: Turn) -> Reply:
        """List the own open cases, newest first."""
        mine = turn.knowledge.cases.mine(turn.by)
        if not mine:
            return Reply(say("no_cases"), [Choice(say("button_open_case"), "open_case")])
        text = say("my_cases", count=len(mine), list=listed([_case_line(line) for line in mine]))
        return Reply(text, [_circle_choice(line.code, title=line.code) for line in mine[:LIST_LIMIT]])


def _lines(circle: Circle) -> list[str]:
    return [_line(part) for part in sorted(circle.parts, key=lambda part: not part.is_coordinator)]


def _line(part: CirclePart) -> str:
    since = f"{part.since:%d-%m-%Y}"
    if part.contact is None:
        return say("circle_masked", since=since)
    key = "circle_you" if part.is_viewer else "circle_part"
    line = say(key, organisation=part.contact.organisation, role=part.contact.role, name=part.contact.name, since=since)
    return line + (say("circle_has_regie") if part.is_coordinator else "")


def _ways_on(circle: Circle) -> list[Choice]:
    known = {"case": circle.code}
    ways = [Choice(say("button_refer"), "create_referral", known)]
    if circle.coordinator:
        call = {**known, "person_id": circle.coordinator.id}
        ways.append(Choice(say("button_call_me"), "request_callback", call))
    return [*ways, Choice(say("button_join"), "join_case", known)]


def _circle_choice(code: str, *, title: str | None = None) -> Choice:
    return Choice(title or say("button_circle"), "ask_involved", {"case": code}, repeatable=True)


def _case_line(line: CaseLine) -> str:
    own = say("case_reference", reference=line.reference) if line.reference else ""
    if line.you_coordinate:
        return say("case_line_yours", code=line.code, parties=line.parties) + own
    holder = line.coordinator or say("nobody")
    return say("case_line", code=line.code, parties=line.parties, coordinator=holder) + own


SKILLS = (AskInvolved, AskCoordinator, ListMyCases)
