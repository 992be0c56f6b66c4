"""The referral as a machine: one table of who may move it from where to where, and who is told.

After the task states of HL7 Gravity SDOH Clinical Care, with the reasons of IRIS: a negative end needs one.
"""

from dataclasses import dataclass
from enum import Enum, auto

from knowledge.entities.referral import ReferralState as S


class Party(Enum):
    """Who somebody is to a referral."""

    SENDER = auto()
    #: The person it was sent to, or anybody of the team it was sent to, until it is taken.
    RECEIVER = auto()
    #: Who took it.
    HOLDER = auto()
    ADMINISTRATOR = auto()


@dataclass(frozen=True)
class Transition:
    """One move. `tells` is the party that hears of it; `urgent` news is not bundled."""

    source: S | None
    target: S
    who: Party
    tells: Party | None
    urgent: bool = False
    needs_reason: bool = False


OPEN = (S.SENT, S.ACCEPTED, S.WAITING, S.STARTED, S.PAUSED)
HELD = (S.ACCEPTED, S.WAITING, S.STARTED, S.PAUSED)
ENDED = (S.DECLINED, S.COMPLETED, S.FAILED, S.WITHDRAWN, S.MISTAKEN)

#: Reasons for a negative end, as codes; the Dutch labels are in the texts.
REASONS = ("no_room", "does_not_fit", "no_contact", "client_refuses", "helped_elsewhere", "other")

TRANSITIONS: tuple[Transition, ...] = (
    Transition(None, S.DRAFT, Party.SENDER, None),
    Transition(S.DRAFT, S.SENT, Party.SENDER, Party.RECEIVER),
    Transition(S.SENT, S.ACCEPTED, Party.RECEIVER, Party.SENDER),
    Transition(S.SENT, S.DECLINED, Party.RECEIVER, Party.SENDER, urgent=True, needs_reason=True),
    *(Transition(state, S.WITHDRAWN, Party.SENDER, Party.HOLDER) for state in HELD),
    Transition(S.SENT, S.WITHDRAWN, Party.SENDER, Party.RECEIVER),
    Transition(S.ACCEPTED, S.STARTED, Party.HOLDER, Party.SENDER),
    Transition(S.ACCEPTED, S.WAITING, Party.HOLDER, Party.SENDER),
    Transition(S.WAITING, S.STARTED, Party.HOLDER, Party.SENDER),
    Transition(S.STARTED, S.PAUSED, Party.HOLDER, Party.SENDER),
    Transition(S.PAUSED, S.STARTED, Party.HOLDER, Party.SENDER),
    *(Transition(state, S.COMPLETED, Party.HOLDER, Party.SENDER) for state in HELD),
    *(Transition(state, S.FAILED, Party.HOLDER, Party.SENDER, urgent=True, needs_reason=True) for state in HELD),
    *(Transition(state, S.MISTAKEN, Party.ADMINISTRATOR, None) for state in S if state is not S.MISTAKEN),
)

_TABLE = {(move.source, move.target): move for move in TRANSITIONS}


def transition(source: S | None, target: S) -> Transition | None:
    """Return the move from one state to another, or None when there is no such move."""
    return _TABLE.get((source, target))


def ball_lies_with(state: S) -> Party | None:
    """Tell who has the ball: until somebody takes it the sender has it; None when it has ended."""
    if state in (S.DRAFT, S.SENT):
        return Party.SENDER
    return Party.HOLDER if state in HELD else None
