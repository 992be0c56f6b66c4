"""Call-back requests: asking, answering with one tap, passing on to the next one on duty."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from knowledge.entities import Callback, CallbackState, Case
from knowledge.rules.policy import Profile
from knowledge.services.access import absentees_of
from knowledge.services.callback_targets import (
    Meant,
    Option,
    Whom,
    asked_before,
    best_option,
    colleagues,
    is_around,
    reacts_by,
    who_is_meant,
)
from knowledge.services.cases import Contact, contact_of
from knowledge.services.notify import tell
from knowledge.services.registry import Registry
from knowledge.store import Refusal, Store, Work

#: A moment this little ago still counts as now: somebody was typing.
_JUST_NOW = timedelta(minutes=5)

_OPEN = (CallbackState.ASKED, CallbackState.TIME_ASKED)


@dataclass(frozen=True)
class Plan:
    """Who would call and when, before anything is asked.

    `target` is None where nobody can be asked through the assistant, or where the asker may not know who it is; then
    `possible` tells the two apart. `there_from` is UTC and None for "now".
    """

    possible: bool
    target: Contact | None
    there_from: datetime | None
    stands_in_for: str | None
    #: How to reach them oneself, when nobody can be asked.
    instead: Contact | None
    case: str | None
    #: Set once it has been asked.
    change_id: int | None = None


@dataclass(frozen=True)
class CallbackView:
    """A request as it stands. Each side reads its own: the asker may not know the name, the target not the case."""

    id: int
    state: CallbackState
    asker: Contact
    #: None where the asker may not know who it is.
    target: Contact | None
    target_id: str
    wanted_at: datetime | None
    case: str | None
    case_for_target: str | None


@dataclass(frozen=True)
class Answered:
    """What became of a request after an answer. `passed_to` is who was asked instead."""

    view: CallbackView
    passed_to: Contact | None = None
    change_id: int | None = None


class Callbacks:
    """Asks people to call somebody back."""

    def __init__(self, store: Store, registry: Registry) -> None:
        self._store = store
        self._registry = registry
        self._by_target: dict[str, Callable[[Work, Callback], Option | None]] = {
            "calling": self._calling,
            "ask_time": self._ask_time,
            "not_me": self._not_me,
        }

    def plan(self, by: str, whom: Whom, wanted_at: datetime | None = None) -> Plan:
        """Return who would be asked and when that person is there, without asking. `wanted_at` UTC, None for now.

        Raises Refusal: "callback_past", "callback_self", "callback_no_coordinator", "outsider".
        """
        with self._store.work(by) as work:
            meant, option = self._choose(work, whom, wanted_at)
            return _plan(work, meant, option, wanted_at)

    def ask(self, by: str, whom: Whom, wanted_at: datetime | None = None) -> Plan:
        """Ask to be called; the one asked is told after the minute of undo. Refuses as `plan` does."""
        with self._store.work(by, undoable=True) as work:
            meant, option = self._choose(work, whom, wanted_at)
            if option is None:
                return _plan(work, meant, option, wanted_at)
            asked = Callback(
                asker_id=by,
                target_id=option.person_id,
                asked_at=work.now,
                wanted_at=wanted_at if option.there_from == wanted_at else _later(work, option),
                case_id=meant.case.id if meant.case else None,
                next_due_at=option.due_at,
                unnamed=meant.unnamed,
            )
            _put(work, asked)
            return _plan(work, meant, option, wanted_at)

    def answer(self, by: str, callback_id: int, answer: str) -> Answered:
        """Take the answer of the one asked: "calling", "ask_time" or "not_me"; the asker hears.

        Raises Refusal("gone") for somebody else's request, Refusal("callback_over") for one that is settled.
        """
        undoable = answer == "not_me"
        with self._store.work(by, undoable=undoable) as work:
            callback = _mine(work, callback_id, as_target=True)
            passed = self._by_target[answer](work, callback)
            callback.answered_at = work.now
            work.record("update", f"callback {callback_id}", fields="state", case=_code(work, callback))
            return _answered(work, callback, passed)

    def set_time(self, by: str, callback_id: int, wanted_at: datetime | None) -> Answered:
        """Let the asker say when it suits (UTC, None for now); the one asked is asked again. Refuses as `answer`."""
        with self._store.work(by) as work:
            callback = _mine(work, callback_id, as_target=False)
            _not_past(work, wanted_at)
            callback.wanted_at, callback.state = wanted_at, CallbackState.ASKED
            callback.next_due_at = reacts_by(work, callback.target_id, wanted_at or work.now)
            work.record("update", f"callback {callback_id}", fields="wanted_at", case=_code(work, callback))
            moment = (wanted_at or work.now).isoformat()
            tell(
                work, callback.target_id, "callback_asked", f"callback {callback.id} at {moment}", urgent=True,
                callback=callback.id,
            )  # fmt: skip
            return _answered(work, callback, None)

    def ask_somebody_else(self, by: str, callback_id: int) -> Answered:
        """Let the asker have the request put to the next one on duty, if there is one. Refuses as `answer`."""
        with self._store.work(by, undoable=True) as work:
            callback = _mine(work, callback_id, as_target=False)
            passed = self._pass_on(work, callback)
            work.record("update", f"callback {callback_id}", fields="target", case=_code(work, callback))
            return _answered(work, callback, passed)

    def drop(self, by: str, callback_id: int) -> Answered:
        """Let the asker end the request: it is no longer needed. Refuses as `answer` does."""
        with self._store.work(by, undoable=True) as work:
            callback = _mine(work, callback_id, as_target=False)
            callback.state, callback.next_due_at = CallbackState.DONE, None
            work.record("update", f"callback {callback_id}", fields="state", case=_code(work, callback))
            return _answered(work, callback, None)

    def view(self, callback_id: int) -> CallbackView:
        """Return a request as it stands, for the messages about it. Raises Refusal("gone")."""
        with self._store.work() as work:
            return _view(work, work.need(Callback, callback_id))

    def _choose(self, work: Work, whom: Whom, wanted_at: datetime | None) -> tuple[Meant, Option | None]:
        _not_past(work, wanted_at)
        if whom.person_id == work.by:
            raise Refusal("callback_self", object="callback")
        profile = Profile(self._store.setting("visibility_profile", Profile.CIRCLE.value))
        meant = who_is_meant(work, whom, self._registry.lexicon(), profile)
        at = max(wanted_at or work.now, work.now)
        return meant, best_option(work, meant.people, at, but=[work.by or ""])

    def _calling(self, work: Work, callback: Callback) -> None:
        callback.state, callback.next_due_at = CallbackState.CALLING, None
        _tell_asker(work, callback, "callback_calling")

    def _ask_time(self, work: Work, callback: Callback) -> None:
        callback.state, callback.next_due_at = CallbackState.TIME_ASKED, None
        _tell_asker(work, callback, "callback_time_asked")

    def _not_me(self, work: Work, callback: Callback) -> Option | None:
        passed = self._pass_on(work, callback)
        if passed is None:
            _tell_asker(work, callback, "callback_declined")
        return passed

    def _pass_on(self, work: Work, callback: Callback) -> Option | None:
        """Put the request to a colleague who is there at the time; the present one is done with it."""
        at = max(callback.wanted_at or work.now, work.now)
        people = colleagues(work, callback, self._registry.lexicon())
        option = best_option(work, people, at, but={*asked_before(work, callback), callback.asker_id})
        callback.state, callback.next_due_at = CallbackState.DECLINED, None
        if option is None or option.there_from != at:
            return None
        following = Callback(
            asker_id=callback.asker_id,
            target_id=option.person_id,
            asked_at=callback.asked_at,
            wanted_at=callback.wanted_at,
            case_id=callback.case_id,
            next_due_at=option.due_at,
        )
        _put(work, following)
        if work.by != callback.asker_id:
            _tell_asker(work, following, "callback_passed_on", declined=callback.target_id)
        return option


def _put(work: Work, callback: Callback) -> None:
    work.add(callback)
    code = _code(work, callback)
    work.record("create", f"callback {callback.id}", case=code)
    key = f"callback {callback.id} asked"
    tell(work, callback.target_id, "callback_asked", key, urgent=True, callback=callback.id)


def _tell_asker(work: Work, callback: Callback, kind: str, **refs: Any) -> None:
    key = f"{kind} {callback.id} {work.now.isoformat()}"
    tell(work, callback.asker_id, kind, key, urgent=True, callback=callback.id, **refs)


def _mine(work: Work, callback_id: int, *, as_target: bool) -> Callback:
    callback = work.need(Callback, callback_id)
    owner = callback.target_id if as_target else callback.asker_id
    if owner not in {work.by, *absentees_of(work)}:
        raise Refusal("gone", object="callback")
    if callback.state not in _OPEN and not (as_target is False and callback.state is CallbackState.DECLINED):
        raise Refusal("callback_over", object="callback")
    return callback


def _not_past(work: Work, wanted_at: datetime | None) -> None:
    if wanted_at is not None and wanted_at < work.now - _JUST_NOW:
        raise Refusal("callback_past", object="callback")


def _later(work: Work, option: Option) -> datetime | None:
    return option.there_from if option.there_from > work.now else None


def _code(work: Work, callback: Callback) -> str | None:
    return work.need(Case, callback.case_id).code if callback.case_id else None


def _plan(work: Work, meant: Meant, option: Option | None, wanted_at: datetime | None) -> Plan:
    case = meant.case.code if meant.case else None
    if option is None:
        return Plan(False, None, None, None, meant.instead, case)
    named = not meant.unnamed
    there = option.there_from in (wanted_at, work.now)
    return Plan(
        possible=True,
        target=contact_of(work, option.person_id) if named else None,
        there_from=None if there else option.there_from,
        stands_in_for=option.stands_in_for if named else None,
        instead=meant.instead,
        case=case,
        change_id=work.change_id,
    )


def _view(work: Work, callback: Callback) -> CallbackView:
    case = work.need(Case, callback.case_id) if callback.case_id else None
    known = case.code if case and is_around(work, case, callback.target_id) else None
    return CallbackView(
        id=callback.id or 0,
        state=callback.state,
        asker=contact_of(work, callback.asker_id),
        target=None if callback.unnamed else contact_of(work, callback.target_id),
        target_id=callback.target_id,
        wanted_at=callback.wanted_at,
        case=case.code if case else None,
        case_for_target=known,
    )


def _answered(work: Work, callback: Callback, passed: Option | None) -> Answered:
    to = contact_of(work, passed.person_id) if passed else None
    return Answered(_view(work, callback), to, work.change_id)
