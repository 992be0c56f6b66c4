"""Which referral is meant, and how one is said in a line."""

from collections.abc import Callable, Iterable

from actions.named import ids_of
from actions.replies import Reply, cancel_choice
from actions.texts import LIST_LIMIT, label, say, spoken_day
from actions.turn import Missing, Turn
from actions.who import short
from knowledge.entities import ReferralState
from knowledge.services.buttons import Choice
from knowledge.services.cases import Contact
from knowledge.services.referral_views import ReferralView
from knowledge.store import Refusal

#: States that one is in since a day; the others are reached on a day.
_LASTING = (ReferralState.WAITING, ReferralState.PAUSED)

_Keep = Callable[[ReferralView], bool]


def received(turn: Turn, found: list[ReferralView], question: str) -> ReferralView | None:
    """Return the one referral that the receiver means; None when there is none. Raises Missing when several are left.

    Before acceptance a household's name means nothing here, so a name that is not known can be any that still waits;
    which one it is, is shown and confirmed. Raises Refusal("unknown_household") when none waits.
    """
    if turn.details.get("case") == "unknown":
        found = [view for view in found if view.state is ReferralState.SENT]
        if not found:
            raise Refusal("unknown_household", object="referral")
        turn.details.pop("case")
    senders = set(ids_of(turn, "person"))
    left = _by_case(turn, found)
    return _one(turn, _softly(left, lambda view: view.sender.id in senders), question)


def own(turn: Turn, found: list[ReferralView], question: str) -> ReferralView | None:
    """Return the one referral that the sender means; None when there is none. Raises Missing when several are left."""
    return _one(turn, narrowed(turn, found), question)


def narrowed(turn: Turn, found: list[ReferralView]) -> list[ReferralView]:
    """Return the sender's referrals that fit the case, partner, person or function that was named."""
    if turn.details.get("case") == "unknown":
        raise Refusal("unknown_household", object="referral")
    left = _by_case(turn, found)
    partners, people, roles = (set(ids_of(turn, kind)) for kind in ("partner", "person", "discipline"))
    if turn.details.get("organisation_id"):
        partners = {str(turn.details["organisation_id"])}
    if partners:
        left = [view for view in left if view.organisation_id in partners]
    if people:
        left = [view for view in left if _with(view).id in people]
    return _softly(left, lambda view: _with(view).role in roles)


def line_of(view: ReferralView) -> str:
    """Return how a referral stands, in a line: where it is, who has the ball, when the next word comes."""
    facts = {"case": view.case, "to": to_whom(view), "state": label("state", view.state), "day": spoken_day(view.since)}
    start = say("referral_line", **facts, since=say("since" if view.state in _LASTING else "on_day"))
    if view.state is ReferralState.SENT:
        return start + say("referral_line_ball_you")
    if view.ball is None:
        return start + (say("referral_line_reason", reason=label("reason", view.reason)) if view.reason else "")
    ball = say("referral_line_ball", name=view.ball.name)
    if view.expected is None:
        return start + ball + say("referral_line_blocked")
    late = "referral_line_late" if view.late else "referral_line_next"
    return start + ball + say(late, day=spoken_day(view.expected))


def to_whom(view: ReferralView) -> str:
    """Return whom a referral went to: "Bram Yilmaz (Jeugd-Punt)", "Jeugdteam (Jeugd-Punt)"."""
    return who_at(_with(view))


def who_at(contact: Contact) -> str:
    """Return somebody with the organisation: "Bram Yilmaz (Jeugd-Punt)"; an organisation by its name alone."""
    alone = contact.name == contact.organisation
    return contact.name if alone else say("who_at", name=contact.name, at=contact.organisation)


def call_choice(view: ReferralView) -> list[Choice]:
    """Return the button to be called by the one at the other end, where that is a person."""
    if view.to_team and view.holder is None:
        return []
    return [call(_with(view).id, view.case)]


def call(person_id: str, case: str) -> Choice:
    """Return the button to be called back by somebody about a case."""
    return Choice(say("button_call_me"), "request_callback", {"person_id": person_id, "case": case, "confirmed": True})


def known(view: ReferralView) -> dict[str, object]:
    """Return the details by which a button knows its referral."""
    return {"referral": view.id, "case": view.case}


def reasons(intent: str, view: ReferralView, codes: Iterable[str], **more: object) -> list[Choice]:
    """Return a button for each reason of a negative end, complete in itself."""
    details = {**known(view), **more, "confirmed": True}
    return [Choice(label("reason_button", code), intent, {**details, "reason": code}) for code in codes]


def nothing(key: str, *ways: Choice) -> Reply:
    """Say that there is no such referral, with the ways on."""
    return Reply(say(key), list(ways), closes_form=True)


def _with(view: ReferralView) -> Contact:
    return view.holder or view.receiver


def _by_case(turn: Turn, found: list[ReferralView]) -> list[ReferralView]:
    code = turn.details.get("case") or turn.details.get("replied_case")
    if code:
        return [view for view in found if view.case == code]
    focus = turn.knowledge.cases.in_focus(turn.by) if len(found) > 1 else None
    return _softly(found, lambda view: view.case == focus)


def _softly(found: list[ReferralView], keep: _Keep) -> list[ReferralView]:
    """Keep what fits, or all when nothing does."""
    return [view for view in found if keep(view)] or found


def _one(turn: Turn, left: list[ReferralView], question: str) -> ReferralView | None:
    if len(left) <= 1:
        return next(iter(left), None)
    choices = [turn.choice(_title(turn, view), **known(view)) for view in left[:LIST_LIMIT]]
    raise Missing("case", question, [*choices, cancel_choice()])


def _title(turn: Turn, view: ReferralView) -> str:
    other = view.organisation if view.sender.id == turn.by else view.sender.name
    return short(say("referral_title", case=view.case, other=other))
