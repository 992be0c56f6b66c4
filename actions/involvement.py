"""Who is around a case: the circle, the regie, the own cases and their numbers, a new case."""

import re

from actions.named import one_person, typed
from actions.replies import Reply, cancel_choice, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, listed, say
from actions.turn import Missing, Turn
from knowledge.rules import codes
from knowledge.services.buttons import Choice
from knowledge.services.cases import CaseLine, Circle, CirclePart

#: A longer answer is a sentence, not the name of a household.
_LONGEST_NAME = 40

_NAMING = re.compile(r"\bis\b|=|\bheet\b|\bnoem\b|\bvoortaan\b", re.IGNORECASE)


class AskInvolved(Skill):
    """ "Wie is betrokken bij dit gezin?" """

    intent = "ask_involved"

    def answer(self, turn: Turn) -> Reply:
        """List who is around the case, with cards for those one may reach."""
        circle = turn.knowledge.cases.circle_of(turn.by, turn.case())
        others = [part.contact for part in circle.parts if part.contact and not part.is_viewer]
        start = "circle" if circle.coordinator else "circle_without_coordinator"
        whole = bool(turn.details.get("whole"))
        count = say("circle_one") if len(circle.parts) == 1 else say("circle_count", count=len(circle.parts))
        text = say(start, code=circle.code, count=count, list=listed(_lines(circle), whole=whole))
        more = [] if whole else _the_rest(self.intent, len(circle.parts), case=circle.code)
        return Reply(text, [*more, *_ways_on(circle)], contacts=others if whole else others[:LIST_LIMIT])


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
        """List the own open cases, newest first; or give one of them a number of one's own."""
        reply = _own_number(turn)
        if reply:
            return reply
        mine = turn.knowledge.cases.mine(turn.by)
        if not mine:
            return Reply(say("no_cases"), [Choice(say("button_open_case"), "open_case")])
        return _cases(mine, whole=bool(turn.details.get("whole")))


class OpenCase(Skill):
    """ "Ik wil een nieuw gezin toevoegen." """

    intent = "open_case"

    def answer(self, turn: Turn) -> Reply:
        """Ask the name, which is kept encrypted beside the conversation, then the regie; a tap on it opens the case."""
        if "members_of" in turn.details:
            return _members(turn, str(turn.details["members_of"]))
        reply = _own_number(turn) or self._name(turn) or self._regie(turn)
        if reply:
            reply.closes_form = True
            return reply
        coordinator = turn.details.get("person_id") if turn.details["regie"] == "other" else turn.details["regie"]
        opened = turn.knowledge.opening.open(turn.by, None if coordinator == "nobody" else str(coordinator))
        text = say("case_opened", code=opened.code)
        if opened.asked:
            text = say("case_opened_asked", code=opened.code, name=opened.asked.name)
        members = Choice(say("button_members"), "open_case", {"members_of": opened.code})
        ways = [members, _number_choice(opened.code), *undo_choice(opened.change_id)]
        return Reply(text, ways, closes_form=True)

    def _name(self, turn: Turn) -> Reply | None:
        """Take the name; raises Missing until there is one that can be a name."""
        if turn.details.get("named"):
            return None
        if typed(turn) is None:
            known = turn.details.get("case")
            if known and known != "unknown" and not turn.details.get("anyway"):
                new = turn.choice(say("button_open_anyway"), anyway=True)
                return Reply(say("case_known", code=known), [_circle_choice(str(known)), new, cancel_choice()])
            raise Missing("text", "household_name", [cancel_choice()])
        name = turn.private_text.strip()
        if len(name) > _LONGEST_NAME or "?" in name:
            raise Missing("text", "household_name_again", [cancel_choice()])
        turn.details["named"] = True
        alike = turn.knowledge.opening.note_name(turn.by, name)
        if not alike:
            return None
        new = turn.choice(say("button_open_anyway"))
        return Reply(say("case_alike", code=alike[0]), [_circle_choice(alike[0]), new, cancel_choice()])

    def _regie(self, turn: Turn) -> Reply | None:
        """Ask who has the regie; another is named, and asked in turn after the confirmation."""
        regie = turn.details.get("regie")
        if regie is None:
            ways = ((say("button_me"), turn.by), (say("button_nobody_yet"), "nobody"), (say("button_other"), "other"))
            choices = [turn.choice(title, regie=code) for title, code in ways]
            return Reply(say("opening_regie"), [*choices, cancel_choice()])
        if regie != "other" or turn.confirmed:
            return None
        person = one_person(turn, "opening_regie_whom")
        turn.details["person_id"] = person.id
        return turn.propose(say("opening_proposal", name=person.name, role=person.role, at=person.organisation))


def _members(turn: Turn, code: str) -> Reply:
    """Add the members of a household by role; raises Missing for what they are."""
    said = typed(turn)
    if said is None:
        raise Missing("text", "members", [cancel_choice()], code=code)
    changed = turn.knowledge.opening.add_members(turn.by, code, said)
    return Reply(say("members_added", code=code), undo_choice(changed.change_id), closes_form=True)


def _own_number(turn: Turn) -> Reply | None:
    """Give a case a number of one's own, when a sentence or a button asks for that."""
    code, number = turn.details.get("number_for"), None
    if code is not None:
        number = turn.private_text if typed(turn) is not None else None
    else:
        code, number = number_said(turn.private_text) or (None, None)
    if code is None:
        return None
    if number is None:
        raise Missing("text", "own_number", [cancel_choice()], code=code)
    changed = turn.knowledge.opening.give_reference(turn.by, str(code), number)
    return Reply(say("own_number_given", code=code), undo_choice(changed.change_id), closes_form=True)


def number_said(text: str) -> tuple[str, str] | None:
    """Return code and number of a sentence like "4471 is QX-4T9" or "noem QX-4T9 voortaan 4471"."""
    found = codes.find_codes(text)
    if len(found) != 1 or not _NAMING.search(text):
        return None
    start, end, code = found[0]
    numbers = re.findall(r"[\w./-]*\d[\w./-]*", f"{text[:start]} {text[end:]}")
    return (code, numbers[0].strip(".")) if len(numbers) == 1 else None


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
    if circle.coordinator and not any(part.is_viewer and part.is_coordinator for part in circle.parts):
        call = {**known, "person_id": circle.coordinator.id}
        ways.append(Choice(say("button_call_me"), "request_callback", call))
    return [*ways, Choice(say("button_join"), "join_case", known)]


def _the_rest(intent: str, count: int, **known: str) -> list[Choice]:
    """Return the button that shows the whole of a list, where it was cut short."""
    shown = Choice(say("button_show_all", count=count), intent, {**known, "whole": True}, repeatable=True)
    return [shown] if count > LIST_LIMIT else []


def _circle_choice(code: str, *, title: str | None = None) -> Choice:
    return Choice(title or say("button_circle"), "ask_involved", {"case": code}, repeatable=True)


def _cases(mine: list[CaseLine], *, whole: bool) -> Reply:
    lines = listed([_case_line(line) for line in mine], whole=whole)
    text = say("my_cases" if len(mine) > 1 else "my_case", count=len(mine), list=lines)
    more = [] if whole else _the_rest(ListMyCases.intent, len(mine))
    shown = [_circle_choice(line.code, title=line.code) for line in mine[: LIST_LIMIT - len(more)]]
    unnumbered = next((line.code for line in mine if not line.reference), None)
    number = [_number_choice(unnumbered)] if unnumbered and len(shown) + len(more) < LIST_LIMIT else []
    return Reply(text, [*shown, *more, *number])


def _number_choice(code: str) -> Choice:
    return Choice(say("button_own_number"), "list_my_cases", {"number_for": code})


def _case_line(line: CaseLine) -> str:
    own = say("case_reference", reference=line.reference) if line.reference else ""
    if line.you_coordinate:
        return say("case_line_yours", code=line.code, parties=line.parties) + own
    holder = line.coordinator or say("nobody")
    return say("case_line", code=line.code, parties=line.parties, coordinator=holder) + own


SKILLS = (AskInvolved, AskCoordinator, ListMyCases, OpenCase)
