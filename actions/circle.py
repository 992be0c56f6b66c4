"""Changing who is around a case: joining, leaving, the regie, closing. Nothing of it goes silently."""

from actions.named import names_somebody, one_person
from actions.replies import Reply, cancel_choice, undo_choice
from actions.skill import Skill
from actions.texts import LIST_LIMIT, say, spoken_day
from actions.turn import Missing, Turn
from knowledge.services.buttons import Choice
from knowledge.services.cases import Contact
from knowledge.services.circle import Closing, Leaving


class JoinCase(Skill):
    """ "Zet mij ook bij dit gezin", "Samira doet nu ook mee." """

    intent = "join_case"

    def answer(self, turn: Turn) -> Reply:
        """Ask for the own place in the circle, or give a colleague one."""
        if "request" in turn.details:
            return _answered(turn)
        code = _keep_case(turn)
        there = turn.knowledge.circle.takes_part(turn.by, code)
        if names_somebody(turn) or there:
            return self._add(turn, code)
        if not turn.confirmed:
            return _proposed(turn, say("join_self_proposal", code=code))
        changed = turn.knowledge.circle.ask_to_join(turn.by, code)
        text = say("join_asked") if changed.asked else say("joined", code=code)
        return _done(text, changed.change_id)

    def _add(self, turn: Turn, code: str) -> Reply:
        person = one_person(turn, "join_whom", code=code)
        moment = turn.moment()
        since = moment.first if moment else None
        if not turn.confirmed:
            turn.details["person_id"] = person.id
            key = "add_proposal_since" if since else "add_proposal"
            return _proposed(turn, say(key, **_who(person), code=code, since=spoken_day(since) if since else ""))
        changed = turn.knowledge.circle.add(turn.by, code, person.id, since)
        return _done(say("added", name=person.name, code=code), changed.change_id)


class LeaveCase(Skill):
    """ "Haal mij eraf bij dit gezin", "Samira doet niet meer mee." """

    intent = "leave_case"

    def answer(self, turn: Turn) -> Reply:
        """Say what it would mean, then let somebody leave or ask who decides about it."""
        if "request" in turn.details:
            return _answered(turn)
        code = _keep_case(turn)
        who = _leaver(turn, code)
        leaving = turn.knowledge.circle.leaving(turn.by, code, who)
        if leaving.coordinates:
            return _regie_first(leaving)
        if not turn.confirmed or (leaving.held and "held" not in turn.details):
            turn.details.update(person_id=who, held=leaving.held)
            return _proposed(turn, _leaving_text(leaving))
        changed = turn.knowledge.circle.leave(turn.by, code, who)
        if changed.asked:
            return _done(say("leave_asked", name=changed.asked.name), changed.change_id)
        text = say("left_self", code=code) if leaving.is_asker else say("left", name=leaving.who.name, code=code)
        return _done(text, changed.change_id)


class TransferCoordination(Skill):
    """ "Draag de regie over aan Samira", "ik neem de regie." """

    intent = "transfer_coordination"

    def answer(self, turn: Turn) -> Reply:
        """Offer the regie to who is named; without a name take it, or ask to whom when it is the asker's own."""
        if "request" in turn.details:
            return _answered(turn)
        code = _keep_case(turn)
        coordinator = turn.knowledge.cases.coordinator_of(turn.by, code)
        own = coordinator is not None and coordinator.id == turn.by
        if names_somebody(turn) or own:
            return self._give(turn, code) if own or coordinator is None else _regie_elsewhere(code, coordinator)
        if not turn.confirmed:
            key = "take_proposal" if coordinator else "take_proposal_free"
            return _proposed(turn, say(key, code=code, name=coordinator.name if coordinator else ""))
        changed = turn.knowledge.coordination.take(turn.by, code)
        text = say("take_asked", name=changed.asked.name) if changed.asked else say("took_regie", code=code)
        return _done(text, changed.change_id)

    def _give(self, turn: Turn, code: str) -> Reply:
        if not names_somebody(turn):
            raise Missing("text", "regie_whom", _circle_choices(turn, code), code=code)
        person = one_person(turn, "regie_whom", code=code)
        if not turn.confirmed:
            turn.details["person_id"] = person.id
            return _proposed(turn, say("give_proposal", **_who(person), code=code))
        changed = turn.knowledge.coordination.give(turn.by, code, person.id)
        return _done(say("give_asked", name=person.name, code=code), changed.change_id)


class CloseCase(Skill):
    """ "Dit gezin kan dicht." """

    intent = "close_case"

    def answer(self, turn: Turn) -> Reply:
        """Say what still goes on, then close the case and tell everybody."""
        code = _keep_case(turn)
        closing = turn.knowledge.circle.closing(turn.by, code)
        if not turn.confirmed:
            return _proposed(turn, _closing_text(closing))
        changed = turn.knowledge.circle.close(turn.by, code)
        return _done(say("closed", code=code), changed.change_id)


def _keep_case(turn: Turn) -> str:
    """Return the case that is meant, and keep it: the one spoken of last may change before the confirmation."""
    code = turn.case()
    turn.details["case"] = code
    return code


def _answered(turn: Turn) -> Reply:
    granted = bool(turn.details.get("grant"))
    answered = turn.knowledge.coordination.answer(turn.by, int(turn.details["request"]), granted=granted)
    key = f"{answered.kind.value}_{'yes' if granted else 'no'}"
    circle = [_circle_choice(answered.code)] if granted else []
    text = say(key, name=answered.subject.name, code=answered.code)
    return Reply(text, [*circle, *undo_choice(answered.change_id)])


def _leaver(turn: Turn, code: str) -> str:
    if not names_somebody(turn):
        return turn.by
    circle = turn.knowledge.cases.circle_of(turn.by, code)
    seen = [part.contact.id for part in circle.parts if part.contact]
    return one_person(turn, "leave_whom", seen, code=code).id


def _regie_first(leaving: Leaving) -> Reply:
    if not leaving.is_asker:
        return Reply(say("leave_has_regie", name=leaving.who.name, code=leaving.code), closes_form=True)
    transfer = Choice(say("button_transfer"), "transfer_coordination", {"case": leaving.code})
    close = Choice(say("button_close_case"), "close_case", {"case": leaving.code})
    return Reply(say("leave_regie_first", code=leaving.code), [transfer, close, cancel_choice()], closes_form=True)


def _regie_elsewhere(code: str, coordinator: Contact) -> Reply:
    call = Choice(say("button_call_me"), "request_callback", {"person_id": coordinator.id, "case": code})
    take = Choice(say("button_take_regie"), "transfer_coordination", {"case": code})
    text = say("regie_elsewhere", code=code, name=coordinator.name)
    return Reply(text, [call, take], contacts=[coordinator], closes_form=True)


def _leaving_text(leaving: Leaving) -> str:
    if leaving.decider:
        return say("leave_ask_proposal", name=leaving.who.name, decider=leaving.decider.name, code=leaving.code)
    key = "leave_self_proposal" if leaving.is_asker else "leave_proposal"
    text = say(key, name=leaving.who.name, code=leaving.code)
    if not leaving.held:
        return text
    held = say("leave_self_held" if leaving.is_asker else "leave_held", name=leaving.who.name, count=leaving.held)
    return f"{text}\n{held}"


def _closing_text(closing: Closing) -> str:
    lines = [say("close_proposal", code=closing.code, parties=closing.parties)]
    if closing.open_referrals:
        lines.append(say("close_open_referrals", count=closing.open_referrals))
    if closing.sensitive:
        lines.append(say("close_sensitive"))
    return "\n".join([*lines, say("close_who_hears")])


def _circle_choices(turn: Turn, code: str) -> list[Choice]:
    parts = turn.knowledge.cases.circle_of(turn.by, code).parts
    others = [part.contact for part in parts if part.contact and not part.is_viewer]
    return [turn.choice(person.name, person_id=person.id) for person in others[:LIST_LIMIT]]


def _circle_choice(code: str) -> Choice:
    return Choice(say("button_circle"), "ask_involved", {"case": code}, repeatable=True)


def _who(person: Contact) -> dict[str, str]:
    return {"name": person.name, "role": person.role, "at": person.organisation}


def _proposed(turn: Turn, text: str) -> Reply:
    reply = turn.propose(text)
    reply.closes_form = True
    return reply


def _done(text: str, change_id: int | None) -> Reply:
    return Reply(text, undo_choice(change_id), closes_form=True)


SKILLS = (JoinCase, LeaveCase, TransferCoordination, CloseCase)
