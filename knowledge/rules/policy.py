"""Who may see and do what with a case. Pure: the services ask it before they read or write anything of a case.

Two visibility profiles, a setting of the municipality: in `circle` everyone involved sees the circle at
that-level, in `coordinator` only the coordinator does. See the privacy contract in docs/privacy.md.
"""

from dataclasses import dataclass
from enum import Enum, auto


class Profile(str, Enum):
    """How much of a circle those involved see."""

    CIRCLE = "circle"
    COORDINATOR = "coordinator"


class Relation(Enum):
    """What a professional is to a case."""

    COORDINATOR = auto()
    INVOLVED = auto()
    #: Stands in for somebody who is one of the above, for the days of the absence.
    DEPUTY = auto()
    #: Sent or received a referral of this case without being involved in it.
    PARTY = auto()
    OUTSIDER = auto()


class Deed(Enum):
    """What one can do with a case."""

    SEE_CIRCLE = auto()
    SEE_COORDINATOR = auto()
    SEE_CONSENT = auto()
    RECORD_CONSENT = auto()
    REFER = auto()
    JOIN = auto()
    LEAVE = auto()
    INVOLVE_OTHERS = auto()
    REMOVE_OTHERS = auto()
    DESCRIBE_HOUSEHOLD = auto()
    GIVE_REFERENCE = auto()
    TAKE_COORDINATION = auto()
    GIVE_COORDINATION = auto()
    CLOSE = auto()
    WEIGH = auto()
    PUT_ON_AGENDA = auto()
    ASK_ALONG = auto()


#: What only the coordinator does.
_REGIE = frozenset({Deed.GIVE_COORDINATION, Deed.CLOSE, Deed.REMOVE_OTHERS})

_MAY: dict[Relation, frozenset[Deed]] = {
    Relation.COORDINATOR: frozenset(Deed),
    Relation.INVOLVED: frozenset(Deed) - _REGIE,
    Relation.DEPUTY: frozenset(Deed) - _REGIE - {Deed.TAKE_COORDINATION},
    #: Joining is asked of the coordinator, who decides.
    Relation.PARTY: frozenset({Deed.SEE_COORDINATOR, Deed.JOIN}),
    Relation.OUTSIDER: frozenset(),
}


def may(relation: Relation, deed: Deed, *, volunteer: bool = False) -> bool:
    """Tell whether somebody in this relation to a case may do this. Volunteers see their own referrals only."""
    if volunteer and deed is not Deed.SEE_COORDINATOR:
        return False
    return deed in _MAY[relation]


class Sight(Enum):
    """How one entry of a circle is shown."""

    FULL = auto()
    #: As "een gespecialiseerde partner".
    MASKED = auto()
    HIDDEN = auto()


@dataclass(frozen=True)
class CircleEntry:
    """What decides how an entry is shown."""

    is_viewer: bool
    is_coordinator: bool
    sensitive: bool
    released: bool


def sight(entry: CircleEntry, viewer: Relation, profile: Profile) -> Sight:
    """Tell how the viewer sees this entry of the circle."""
    if entry.is_viewer or viewer is Relation.COORDINATOR:
        return Sight.FULL
    if profile is Profile.COORDINATOR and not entry.is_coordinator and not entry.released:
        return Sight.HIDDEN
    return Sight.MASKED if entry.sensitive and not entry.released else Sight.FULL
