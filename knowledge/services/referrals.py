"""Referrals between professionals: taking one up, declining, withdrawing, and how the own ones stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge.entities import Referral, ReferralState
from knowledge.rules.transitions import OPEN
from knowledge.services.referral_moves import case_code, locked, move, take
from knowledge.services.referral_promises import promise
from knowledge.services.referral_views import ReferralView, held_by, sent_by, view_of, views_of, waiting_for
from knowledge.store import Store, Work

#: States a sender still wants to hear of when asking after a case.
_NOT_DRAFT = tuple(state for state in ReferralState if state not in (ReferralState.DRAFT, ReferralState.MISTAKEN))


@dataclass(frozen=True)
class Moved:
    """A referral that was brought further, and the change to undo it by."""

    referral: ReferralView
    change_id: int | None


class Referrals:
    """What one can do with referrals that were sent, and ask of them."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def accept(self, by: str, referral_id: int, feedback_due: date | None = None) -> Moved:
        """Take up a referral: who does so holds it and is involved in the case. Undoable.

        `feedback_due` is the local day promised for feedback; without it the sender's own wish counts.
        Raises Refusal: "gone", "referral_taken", "referral_is_<state>", "referral_not_your_move", "referral_blocked",
        "referral_date_past", "referral_date_far".
        """

        def taken_up(work: Work, referral: Referral) -> None:
            take(work, referral)
            if feedback_due:
                promise(work, referral, feedback_due)

        return self._moved(by, referral_id, taken_up)

    def promise(self, by: str, referral_id: int, day: date) -> Moved:
        """Name the day on which feedback is to be expected. Undoable.

        The other party hears of it. Raises Refusal as `accept`.
        """
        return self._moved(by, referral_id, lambda work, referral: promise(work, referral, day))

    def decline(self, by: str, referral_id: int, reason: str) -> Moved:
        """Decline a referral, for oneself or for the whole team; `reason` is one of transitions.REASONS. Undoable."""
        return self._moved(by, referral_id, lambda w, r: self._to(w, r, ReferralState.DECLINED, reason))

    def withdraw(self, by: str, referral_id: int) -> Moved:
        """Take an own referral back. Undoable."""
        return self._moved(by, referral_id, lambda w, r: self._to(w, r, ReferralState.WITHDRAWN))

    def sent(self, by: str, *, ended: bool = False) -> list[ReferralView]:
        """Return what the asker sent and is still open, or with `ended` what is over too; oldest date first. Logged."""
        return self._list(by, lambda work: sent_by(work, _NOT_DRAFT if ended else OPEN))

    def to_answer(self, by: str) -> list[ReferralView]:
        """Return what waits to be taken up by the asker or the asker's team, oldest date first. Logged."""
        return self._list(by, waiting_for)

    def held(self, by: str) -> list[ReferralView]:
        """Return what the asker took up and did not end, oldest date first. Logged."""
        return self._list(by, held_by)

    def get(self, by: str, referral_id: int) -> ReferralView:
        """Return a referral of which the asker is a party. Logged. Raises Refusal("gone")."""
        with self._store.work(by) as work:
            referral = locked(work, referral_id)
            work.record("read", f"referral {referral_id}", case=case_code(work, referral))
            return view_of(work, referral)

    def shown(self, referral_id: int) -> ReferralView:
        """Return a referral for a message that is on its way to one of its parties. Raises Refusal("gone")."""
        with self._store.work() as work:
            return view_of(work, work.need(Referral, referral_id))

    def _moved(self, by: str, referral_id: int, how: Callable[[Work, Referral], None]) -> Moved:
        with self._store.work(by, undoable=True) as work:
            referral = locked(work, referral_id)
            how(work, referral)
            return Moved(view_of(work, referral), work.change_id)

    def _to(self, work: Work, referral: Referral, target: ReferralState, reason: str | None = None) -> None:
        move(work, referral, target, reason=reason)

    def _list(self, by: str, which: Callable[[Work], list[Referral]]) -> list[ReferralView]:
        with self._store.work(by) as work:
            work.record("read", "own referrals")
            return views_of(work, which(work))
