"""Being called back: asking for it, and the answers of both sides with one tap."""

import re
from datetime import datetime, timedelta, timezone
from datetime import time as clock_time
from typing import Any

from actions.callback_texts import about_case, said_moment, time_choices, when
from actions.replies import Reply, undo_choice
from actions.skill import Skill
from actions.texts import say
from actions.turn import Missing, Turn
from actions.who import names, organisation_meant, person_meant, words_for
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.buttons import Choice
from knowledge.services.callback_targets import Whom
from knowledge.services.callbacks import Answered, Plan

#: "Voor 12 uur", "tot half vijf": a limit, not a moment to wait for.
_LIMIT = re.compile(r"^(voor|tot|uiterlijk|binnen)\b", re.IGNORECASE)

_MORNING = clock_time(9)


class RequestCallback(Skill):
    """ "Laat de wijkconsulent me om 12.15 bellen." """

    intent = "request_callback"

    def answer(self, turn: Turn) -> Reply:
        """Propose whom to ask and when, ask after a confirmation; or pass on what one of the two sides tapped."""
        if turn.details.get("callback"):
            return _answered(turn)
        whom, wanted_at = _whom(turn), _wanted_at(turn)
        callbacks = turn.knowledge.callbacks
        if not turn.confirmed:
            plan = callbacks.plan(turn.by, whom, wanted_at)
            return turn.propose(_proposal(turn, plan, wanted_at)) if plan.possible else _impossible(plan)
        plan = callbacks.ask(turn.by, whom, wanted_at)
        return _asked(turn, plan, wanted_at) if plan.possible else _impossible(plan)


def _whom(turn: Turn) -> Whom:
    """Return who is meant. Raises Missing when nobody was named and no case was spoken of."""
    _read_bare_name(turn)
    case = _case(turn)
    person = person_meant(turn)
    if person:
        return Whom(person_id=person, case=case)
    disciplines, areas = names(turn, "discipline"), names(turn, "area")
    if turn.details.get("partner") or turn.details.get("organisation_id"):
        organisation = organisation_meant(turn)
        team = turn.knowledge.registry.team_named(organisation, words_for(turn, "partner"))
        return Whom(organisation_id=organisation, team_id=team, disciplines=disciplines, areas=areas, case=case)
    if disciplines:
        return Whom(disciplines=disciplines, areas=areas, case=case)
    if turn.details.get("case"):
        return Whom(case=turn.case())
    if case:
        return Whom(case=case)
    duty = Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True)
    raise Missing("text", "callback_whom", [duty])


def _read_bare_name(turn: Turn) -> None:
    """Take the answer to "Wie moet je bellen?" for a name, where the language reader saw none in it."""
    said = turn.details.get("text")
    if not said or any(turn.details.get(key) for key in ("person", "partner", "discipline", "case")):
        return
    found = turn.knowledge.registry.match(str(said), "person", "partner", "discipline")
    if not found:
        turn.details["partner"] = said
    elif found[0].sure:
        ids = [match.term.id for match in found if match.term.entity == found[0].term.entity]
        turn.details[found[0].term.entity] = {"ids": ids, "text": said}
    else:
        turn.details[found[0].term.entity] = said


def _case(turn: Turn) -> str | None:
    """Return what it is about: the case that was named or replied to; a name that is not known here is left out."""
    named = turn.details.get("case") or turn.details.get("replied_case")
    return None if named in (None, "unknown") else str(named)


def _wanted_at(turn: Turn) -> datetime | None:
    """Return the moment that was said, UTC; None for as soon as possible."""
    moment = turn.moment()
    now = turn.knowledge.store.clock.now()
    today = now.astimezone(AMSTERDAM).date()
    if moment is None or (_LIMIT.match(moment.said) and moment.first <= today):
        return None
    if moment.clock is None and moment.first <= today <= moment.last:
        return None
    clock = moment.clock if moment.clock and not _LIMIT.match(moment.said) else _MORNING
    return datetime.combine(moment.first, clock, AMSTERDAM).astimezone(timezone.utc)


def _proposal(turn: Turn, plan: Plan, wanted_at: datetime | None) -> str:
    now = turn.knowledge.store.clock.now()
    moment = plan.there_from or wanted_at
    if plan.target is None:
        propose = say("callback_propose_unnamed", case=plan.case, when=when(moment, now))
    else:
        who = plan.target
        facts = {"name": who.name, "role": who.role, "organisation": who.organisation}
        propose = say("callback_propose", **facts, when=when(moment, now), about=about_case(plan.case))
    return _not_there_yet(plan, wanted_at, now) + propose


def _asked(turn: Turn, plan: Plan, wanted_at: datetime | None) -> Reply:
    now = turn.knowledge.store.clock.now()
    who = plan.target.name if plan.target else say("callback_coordinator", case=plan.case)
    text = say("callback_asked_done", who=who, when=when(plan.there_from or wanted_at, now))
    return Reply(_not_there_yet(plan, wanted_at, now) + text, undo_choice(plan.change_id))


def _not_there_yet(plan: Plan, wanted_at: datetime | None, now: datetime) -> str:
    """Say plainly that nobody is there at the time asked for, and since when somebody is; and who stands in."""
    said = ""
    who = plan.target.name if plan.target else say("callback_coordinator_short")
    if plan.stands_in_for:
        said = say("callback_stands_in", absent=plan.stands_in_for, who=who)
    if plan.there_from is None:
        return said
    asked = said_moment(wanted_at, now).capitalize() if wanted_at else say("callback_now")
    return said + say("callback_later", asked=asked, who=who, moment=said_moment(plan.there_from, now))


def _impossible(plan: Plan) -> Reply:
    ways = [Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True)]
    if plan.instead is None:
        return Reply(say("callback_nobody"), ways, closes_form=True)
    reach = ", ".join(part for part in (plan.instead.phone, plan.instead.email) if part) or say("no_phone")
    text = say("callback_yourself", name=plan.instead.name, reach=reach)
    return Reply(text, ways, contacts=[plan.instead], closes_form=True)


def _answered(turn: Turn) -> Reply:
    request, answer = int(turn.details["callback"]), str(turn.details.get("answer"))
    callbacks = turn.knowledge.callbacks
    if answer == "time":
        done = callbacks.set_time(turn.by, request, _chosen(turn.details, turn.knowledge.store.clock.now()))
        return Reply(say("callback_time_passed_on", who=_who(done)))
    if answer == "somebody_else":
        return _passed(callbacks.ask_somebody_else(turn.by, request))
    if answer == "drop":
        done = callbacks.drop(turn.by, request)
        return Reply(say("callback_dropped"), undo_choice(done.change_id))
    if answer == "pick_time":
        return Reply(say("callback_pick_time"), time_choices(request, turn.knowledge.store.clock.now()))
    done = callbacks.answer(turn.by, request, answer)
    asker = done.view.asker
    text = say(f"callback_you_{answer}", asker=asker.name, phone=asker.phone or say("no_phone"))
    return Reply(text, undo_choice(done.change_id), contacts=[asker] if answer == "calling" else [])


def _chosen(details: dict[str, Any], now: datetime) -> datetime | None:
    """Return the moment on the button, UTC: a day with a clock, some minutes from the tap, or None for now."""
    if details.get("at"):
        return datetime.fromisoformat(details["at"])
    minutes = int(details.get("in_minutes") or 0)
    return now + timedelta(minutes=minutes) if minutes else None


def _passed(done: Answered) -> Reply:
    if done.passed_to:
        return Reply(say("callback_passed", who=done.passed_to.name), undo_choice(done.change_id))
    duty = Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True)
    if done.view.target is None:
        return Reply(say("callback_nobody_else_unnamed"), [duty, *undo_choice(done.change_id)])
    text = say("callback_nobody_else", who=done.view.target.name)
    return Reply(text, [duty, *undo_choice(done.change_id)], contacts=[done.view.target])


def _who(done: Answered) -> str:
    return done.view.target.name if done.view.target else say("callback_coordinator_short")


SKILLS = (RequestCallback,)
