"""The team's overview: what it owes and what it awaits, before its own meeting or when the team lead asks.

Counts per team and the team's own late items (code, holder, age); never a figure or a ranking per person.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Any

from sqlalchemy import and_, or_, select

from knowledge.entities import (
    Case,
    Involvement,
    PartnerKind,
    Professional,
    Referral,
    ReferralKind,
    ReferralState,
    Team,
)
from knowledge.rules.calendar import AMSTERDAM, add_working_days
from knowledge.rules.ladder import Lateness, Terms, days_late, lateness
from knowledge.rules.transitions import HELD, OPEN
from knowledge.services.access import absentees_of, circle_entries
from knowledge.services.claims import Claimant
from knowledge.services.notify import tell
from knowledge.services.referral_moves import today_of
from knowledge.services.teams import leads_of, members_of
from knowledge.services.terms import terms_by_kind
from knowledge.store import Refusal, Store, Work, tables

#: Local time at which digests go out.
_HOUR = time(9, 0)

_referral = tables.referral.c
_team = tables.team.c


@dataclass(frozen=True)
class Count:
    """How many open referrals are on time, late and very late, and the age of the oldest late one."""

    on_time: int
    late: int
    very_late: int
    #: Working days over its term, of the one that is over it longest.
    oldest: int

    @property
    def over(self) -> int:
        """How many are over their term."""
        return self.late + self.very_late


@dataclass(frozen=True)
class Item:
    """A late referral that lies with the team. `holder_id` is None while nobody took it from the team's inbox."""

    referral: int
    case: str
    state: ReferralState
    holder_id: str | None
    holder: str | None
    #: Working days over its term.
    days_late: int
    very_late: bool


@dataclass(frozen=True)
class Overview:
    """A team's digest. `items` are the late ones that the team owes, the oldest first."""

    team_id: str
    team: str
    owes: Count
    awaits: Count
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Colleague:
    """Somebody of the team to whom an item can be given."""

    id: str
    name: str


@dataclass(frozen=True)
class Reassigned:
    """An item that was given to somebody else, and the change to undo it by."""

    case: str
    holder: str
    change_id: int | None


class Digest:
    """What a team lead asks and does with the team's open items."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def overview(self, by: str, team_id: str | None = None) -> Overview:
        """Return the overview of the team that the asker leads, or leads for an absent colleague. Logged.

        Raises Refusal("not_team_lead") for everybody else.
        """
        with self._store.work(by) as work:
            team = _led_team(work, team_id)
            work.record("read", f"digest of team {team.id}", role="team_lead")
            return overview_of(work, team)

    def item(self, by: str, referral_id: int) -> Item:
        """Return one item of the own team, late or not. Logged.

        Raises Refusal: "not_team_lead", "gone" when it does not lie with the team.
        """
        with self._store.work(by) as work:
            referral = _own_item(work, _led_team(work), referral_id)
            item = _item(work, referral, terms_by_kind(work.session)[referral.kind], work.now)
            work.record("read", f"referral {referral_id}", case=item.case, role="team_lead")
            return item

    def colleagues(self, by: str, referral_id: int) -> list[Colleague]:
        """Return to whom of the team an item can be given: everybody but who has it and who leads.

        Raises Refusal: "not_team_lead", "gone".
        """
        with self._store.work(by) as work:
            team = _led_team(work)
            holder = _own_item(work, team, referral_id).holder_id
            others = [one for one in members_of(work, team.id) if one.id != holder and not one.is_team_lead]
            return [Colleague(one.id, one.name) for one in others]

    def reassign(self, by: str, referral_id: int, to: str) -> Reassigned:
        """Give an open item of the own team to a colleague; both hear of it after the minute of undo. Undoable.

        One that nobody took yet is put before the colleague alone, who still takes it or declines.
        Raises Refusal: "not_team_lead", "gone".
        """
        with self._store.work(by, undoable=True) as work:
            team = _led_team(work)
            referral = _own_item(work, team, referral_id)
            colleague = work.need(Professional, to)
            if colleague.team_id != team.id:
                raise Refusal("gone", object="referral")
            before = _give(work, referral, to)
            case = work.need(Case, referral.case_id)
            work.record("update", f"referral {referral_id}", case=case.code, role="team_lead", fields="holder_id")
            moved = f"reassigned {referral_id} {work.now:%Y%m%d%H%M%S}"
            tell(work, to, "referral_assigned", moved, urgent=referral.urgent, referral=referral_id)
            if before and before != to:
                tell(work, before, "referral_unassigned", moved, referral=referral_id, person=to)
            return Reassigned(case.code, colleague.name, work.change_id)


def overview_of(work: Work, team: Team, at: datetime | None = None) -> Overview:
    """Return a team's overview as it is, or will be, at a moment (UTC)."""
    now = at or work.now
    people = [member.id for member in members_of(work, team.id)]
    owed = _referrals(work, _lies_with(team.id, people))
    awaited = _referrals(work, and_(_referral.sender_id.in_(people), _referral.state.in_(OPEN), _not_confidential()))
    terms = terms_by_kind(work.session)
    items = [_item(work, referral, terms[referral.kind], now) for referral in owed]
    late = sorted((item for item in items if item.days_late), key=lambda item: -item.days_late)
    return Overview(team.id, team.name, _count(owed, terms, now), _count(awaited, terms, now), tuple(late))


def digest_after(moment: datetime, weekday: int) -> datetime:
    """Return the next digest strictly after `moment` for a team that meets on `weekday` (Monday is 0); UTC.

    It goes out at nine, local time, on the working day before the meeting.
    """
    return _before_meeting(moment, weekday, 1)


def notice_after(moment: datetime, weekday: int) -> datetime:
    """Return when those who stand in a digest are told next, strictly after `moment`: a working day before it; UTC."""
    return _before_meeting(moment, weekday, 2)


def _before_meeting(moment: datetime, weekday: int, days: int) -> datetime:
    day = moment.astimezone(AMSTERDAM).date()
    meeting = day + timedelta(days=(weekday - day.weekday()) % 7)
    while True:
        found = datetime.combine(add_working_days(meeting, -days), _HOUR, AMSTERDAM).astimezone(timezone.utc)
        if found > moment:
            return found
        meeting += timedelta(weeks=1)


def _send(work: Work, team: Team, due: datetime | None) -> list[str]:
    """Put the digest before the team leads; nothing when the team is up to date on both sides."""
    team.next_digest_at = None if team.meeting_weekday is None else digest_after(work.now, team.meeting_weekday)
    if due is None or team.meeting_weekday is None:
        return []
    overview = overview_of(work, team)
    if not overview.owes.over and not overview.awaits.over:
        return []
    key = f"digest {team.id} {due:%Y%m%d}"
    told = [tell(work, lead.id, "team_digest", key, urgent=True, team=team.id) for lead in leads_of(work, team.id)]
    return [row.recipient_id for row in told if row]


def _announce(work: Work, team: Team, due: datetime | None) -> list[str]:
    """Tell those who will stand in the next digest; not when that one is there already, after an outage."""
    weekday = team.meeting_weekday
    team.next_notice_at = None if weekday is None else notice_after(work.now, weekday)
    digest = digest_after(due, weekday) if due and weekday is not None else work.now
    if digest <= work.now or due is None:
        return []
    items = overview_of(work, team, digest).items
    day = digest.astimezone(AMSTERDAM).date().isoformat()
    told = []
    for holder in dict.fromkeys(item.holder_id for item in items if item.holder_id):
        theirs = [item.referral for item in items if item.holder_id == holder]
        told.append(tell(work, holder, "digest_notice", f"notice {team.id} {due:%Y%m%d}", referrals=theirs, day=day))
    return [row.recipient_id for row in told if row]


def _due(moment: Any) -> Callable[[datetime], Any]:
    """A team that meets and has no moment yet gets its first one."""
    return lambda now: or_(moment <= now, and_(moment.is_(None), _team.meeting_weekday.is_not(None)))


#: What comes due for a team: those who stand in the digest are told, then the digest itself.
CLAIMANTS = (
    Claimant("digest_notice", Team, _team.id, _team.next_notice_at, _due(_team.next_notice_at), _announce),
    Claimant("digest", Team, _team.id, _team.next_digest_at, _due(_team.next_digest_at), _send),
)


def _led_team(work: Work, team_id: str | None = None) -> Team:
    """Return the team the professional at work leads, for an absent colleague if need be."""
    people = [work.need(Professional, person) for person in (work.by, *absentees_of(work)) if person]
    led = [person.team_id for person in people if person.is_team_lead and person.team_id]
    chosen = team_id if team_id in led else led[0] if led and team_id is None else None
    if chosen is None:
        raise Refusal("not_team_lead", object="digest")
    return work.need(Team, chosen)


def _own_item(work: Work, team: Team, referral_id: int) -> Referral:
    people = [member.id for member in members_of(work, team.id)]
    found = _referrals(work, and_(_referral.id == referral_id, _lies_with(team.id, people)))
    if not found:
        raise Refusal("gone", object="referral")
    return found[0]


def _lies_with(team_id: str, people: Sequence[str]) -> object:
    """Held by somebody of the team, or sent to one of them or to the inbox and not taken yet."""
    held = and_(_referral.state.in_(HELD), _referral.holder_id.in_(people))
    to_inbox = and_(_referral.receiver_id.is_(None), _referral.receiver_team_id == team_id)
    return or_(held, and_(_referral.state == ReferralState.SENT, or_(_referral.receiver_id.in_(people), to_inbox)))


def _not_confidential() -> object:
    """What went to Veilig Thuis is its sender's alone, and in no overview."""
    safe_home = select(tables.organisation.c.id).where(tables.organisation.c.kind == PartnerKind.SAFE_HOME)
    return _referral.organisation_id.not_in(safe_home)


def _referrals(work: Work, which: object) -> list[Referral]:
    return list(work.all(select(Referral).where(which, _referral.blocked.is_(False)).order_by(_referral.id)))


def _count(referrals: Iterable[Referral], terms: Mapping[ReferralKind, Terms], now: datetime) -> Count:
    stands: Counter[Lateness] = Counter()
    oldest = 0
    for referral in referrals:
        stands[lateness(referral, now, terms[referral.kind])] += 1
        oldest = max(oldest, days_late(referral, now, terms[referral.kind]))
    return Count(stands[Lateness.ON_TIME], stands[Lateness.LATE], stands[Lateness.VERY_LATE], oldest)


def _item(work: Work, referral: Referral, terms: Terms, now: datetime) -> Item:
    with_whom = referral.holder_id if referral.state in HELD else referral.receiver_id
    holder = work.get(Professional, with_whom) if with_whom else None
    return Item(
        referral=referral.id or 0,
        case=work.need(Case, referral.case_id).code,
        state=referral.state,
        holder_id=with_whom,
        holder=holder.name if holder else None,
        days_late=days_late(referral, now, terms),
        very_late=lateness(referral, now, terms) is Lateness.VERY_LATE,
    )


def _give(work: Work, referral: Referral, to: str) -> str | None:
    """Put an item with somebody of the team, involved from today on, and return with whom it was."""
    if referral.state not in HELD:
        before, referral.receiver_id = referral.receiver_id, to
        return before
    before, referral.holder_id = referral.holder_id, to
    if to not in {entry.professional_id for entry in circle_entries(work, referral.case_id)}:
        work.add(Involvement(referral.case_id, to, today_of(work)))
    return before
