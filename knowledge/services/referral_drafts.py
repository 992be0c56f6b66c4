"""Making a referral: to whom it can go, the draft that is shown, and sending it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from knowledge.entities import (
    Case,
    Consent,
    ConsentState,
    Organisation,
    PartnerKind,
    Professional,
    Referral,
    ReferralKind,
    ReferralState,
    Team,
)
from knowledge.rules.calendar import AMSTERDAM, add_working_days
from knowledge.rules.grounds import Ground
from knowledge.rules.policy import Deed
from knowledge.rules.transitions import OPEN
from knowledge.services.access import open_case_for
from knowledge.services.cases import Contact, focus_on
from knowledge.services.notify import absence_of
from knowledge.services.referral_ground import Footing, footing_for
from knowledge.services.referral_moves import case_code, facts, inbox_of, linked, locked, move, terms_of, today_of
from knowledge.services.referral_promises import checked_day
from knowledge.services.referral_views import ReferralView, contact_at, sent_by, view_of
from knowledge.store import Refusal, Store, Work, tables


@dataclass(frozen=True)
class Wish:
    """What somebody wants to refer. Without a day for feedback the municipality's term counts."""

    case: str
    organisation_id: str
    receiver_id: str | None = None
    team_id: str | None = None
    kind: ReferralKind = ReferralKind.REFERRAL
    urgent: bool = False
    feedback_due: date | None = None


@dataclass(frozen=True)
class Receiver:
    """Where a referral can go: a person, or a team's inbox."""

    name: str
    role: str
    person_id: str | None = None
    team_id: str | None = None


@dataclass(frozen=True)
class Receivers:
    """Where a referral to an organisation can go; none when nobody there is linked, then the card is the way on."""

    organisation: Contact
    options: tuple[Receiver, ...]
    #: A suspicion goes there along the Meldcode, not as a referral.
    safe_home: bool


@dataclass(frozen=True)
class Draft:
    """A referral before it is sent, with on what it can be sent."""

    referral: ReferralView
    footing: Footing
    #: Last day of the receiver's absence, and who stands in.
    away_until: date | None
    stand_in: str | None


@dataclass(frozen=True)
class Sent:
    """A referral that was sent, and the change to undo it by."""

    referral: ReferralView
    change_id: int | None


class Drafts:
    """Referrals that are being made."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def receivers(self, by: str, organisation_id: str, discipline: str | None = None) -> Receivers:
        """Return where a referral to an organisation can go: the teams with somebody linked, else the people.

        With a `discipline`, those of that role; when there are none, everybody.
        """
        with self._store.work(by) as work:
            condition = tables.professional.c.organisation_id == organisation_id
            people = [person for person in linked(work, condition) if person.id != by]
            of_role = [person for person in people if discipline and person.role.casefold() == discipline.casefold()]
            options = _persons(of_role) or _teams(work, people) or _persons(people)
            safe_home = work.need(Organisation, organisation_id).kind is PartnerKind.SAFE_HOME
            return Receivers(contact_at(work, organisation_id), tuple(options), safe_home)

    def everybody(self, by: str, organisation_id: str) -> list[Receiver]:
        """Return every team and person of an organisation to whom a referral can go."""
        with self._store.work(by) as work:
            people = linked(work, tables.professional.c.organisation_id == organisation_id)
            others = [person for person in people if person.id != by]
            return [*_teams(work, others), *_persons(others)]

    def reachable(self, by: str, person_id: str) -> Receiver | None:
        """Return a professional as a receiver, or None when that one is not linked."""
        with self._store.work(by) as work:
            return next(iter(_persons(linked(work, tables.professional.c.id == person_id))), None)

    def today(self) -> date:
        """Return the local day (Amsterdam)."""
        return self._store.clock.now().astimezone(AMSTERDAM).date()

    def open_one(self, by: str, case: str, organisation_id: str) -> ReferralView | None:
        """Return the asker's own open referral of this case to this partner, if there is one."""
        with self._store.work(by) as work:
            found = _open_one(work, case, organisation_id)
            return view_of(work, found) if found else None

    def write(self, by: str, wish: Wish) -> Draft:
        """Keep what somebody wants to refer as a draft, in place of an earlier one to the same partner.

        Raises Refusal: those of the case, "referral_case_closed", "referral_to_self", "referral_open_already",
        "referral_date_past", "referral_date_far".
        """
        with self._store.work(by) as work:
            case, _ = open_case_for(work, wish.case, Deed.REFER)
            focus_on(work, case)
            if case.closed_at:
                raise Refusal("referral_case_closed", object="referral", case=wish.case)
            _check_new(work, wish)
            draft = _draft_for(work, case.id or 0, wish)
            _fill(work, draft, wish)
            work.record("create", f"referral {draft.id}", case=wish.case, fields="state:draft")
            return _shown(work, draft)

    def change(self, by: str, referral_id: int, **new: Any) -> Draft:
        """Change fields of Wish in a draft and return it. Raises Refusal as `write`, and "referral_is_<state>"."""
        with self._store.work(by) as work:
            draft = _own_draft(work, referral_id)
            wish = replace(_wish_of(work, draft), **new)
            _check_new(work, wish)
            _fill(work, draft, wish)
            work.record("update", f"referral {draft.id}", case=wish.case, fields=",".join(new))
            return _shown(work, draft)

    def get(self, by: str, referral_id: int) -> Draft:
        """Return a draft of one's own. Raises Refusal("gone") and "referral_is_<state>"."""
        with self._store.work(by) as work:
            return _shown(work, _own_draft(work, referral_id))

    def send(self, by: str, referral_id: int, *, agreed: bool = False, feedback: bool = True) -> Sent:
        """Send a draft; can be undone for a minute.

        With `agreed` the resident's consent, given to the sender in person, is recorded along with it; `feedback` is
        whether feedback may flow back. Raises Refusal: "referral_consent_needed", "referral_consent_against",
        "referral_nobody_there", and
        those of the case and of `write`.
        """
        with self._store.work(by, undoable=True) as work:
            draft = _own_draft(work, referral_id)
            case, _ = open_case_for(work, case_code(work, draft), Deed.REFER)
            _check_new(work, _wish_of(work, draft))
            footing = footing_for(work, case, draft.organisation_id)
            if footing.against and (agreed or footing.ground is None):
                raise Refusal("referral_consent_against", **facts(work, draft))
            if agreed and footing.consent is not ConsentState.GIVEN:
                footing = _agree(work, draft, case.code, feedback=feedback)
            if footing.ground is None:
                raise Refusal("referral_consent_needed", **facts(work, draft))
            if not inbox_of(work, draft):
                raise Refusal("referral_nobody_there", **facts(work, draft))
            draft.ground, draft.consent_id = footing.ground.value, footing.consent_id
            draft.feedback_allowed = footing.feedback_allowed
            move(work, draft, ReferralState.SENT)
            return Sent(view_of(work, draft), work.change_id)

    def spoken(self, by: str, referral_id: int) -> ReferralView:
        """Record that an urgent referral was spoken of by phone. Raises Refusal("gone")."""
        with self._store.work(by) as work:
            referral = locked(work, referral_id)
            referral.spoken_at = work.now
            work.record("update", f"referral {referral.id}", case=case_code(work, referral), fields="spoken_at")
            return view_of(work, referral)


def _persons(people: list[Professional]) -> list[Receiver]:
    return [Receiver(person.name, person.role, person_id=person.id) for person in people]


def _teams(work: Work, people: list[Professional]) -> list[Receiver]:
    ids = sorted({person.team_id for person in people if person.team_id})
    return [Receiver(work.need(Team, team_id).name, "", team_id=team_id) for team_id in ids]


def _open_one(work: Work, case: str, organisation_id: str) -> Referral | None:
    mine = sent_by(work, OPEN)
    return next((r for r in mine if r.organisation_id == organisation_id and case_code(work, r) == case), None)


def _check_new(work: Work, wish: Wish) -> None:
    if wish.receiver_id == work.by:
        raise Refusal("referral_to_self", object="referral", case=wish.case)
    if _open_one(work, wish.case, wish.organisation_id):
        raise Refusal("referral_open_already", object="referral", case=wish.case)
    if wish.feedback_due:
        checked_day(work, wish.feedback_due)


def _draft_for(work: Work, case_id: int, wish: Wish) -> Referral:
    drafts = [draft for draft in sent_by(work, (ReferralState.DRAFT,)) if draft.sender_id == work.by]
    same = (d for d in drafts if d.case_id == case_id and d.organisation_id == wish.organisation_id)
    return next(same, None) or work.add(Referral(case_id, work.by or "", wish.organisation_id, work.now))


def _fill(work: Work, draft: Referral, wish: Wish) -> None:
    draft.kind, draft.urgent = wish.kind, wish.urgent
    draft.receiver_id, draft.receiver_team_id = wish.receiver_id, wish.team_id
    terms = terms_of(work, draft)
    proposed = add_working_days(today_of(work), terms.feedback, good_friday=terms.good_friday)
    draft.feedback_due = wish.feedback_due or proposed


def _wish_of(work: Work, draft: Referral) -> Wish:
    return Wish(
        case=case_code(work, draft),
        organisation_id=draft.organisation_id,
        receiver_id=draft.receiver_id,
        team_id=draft.receiver_team_id,
        kind=draft.kind,
        urgent=draft.urgent,
        feedback_due=draft.feedback_due,
    )


def _own_draft(work: Work, referral_id: int) -> Referral:
    referral = locked(work, referral_id)
    if referral.sender_id != work.by:
        raise Refusal("gone", object="referral")
    if referral.state is not ReferralState.DRAFT:
        raise Refusal(f"referral_is_{referral.state.value}", **facts(work, referral))
    return referral


def _shown(work: Work, draft: Referral) -> Draft:
    absence = absence_of(work, draft.receiver_id, work.now) if draft.receiver_id else None
    deputy = work.get(Professional, absence.deputy_id) if absence and absence.deputy_id else None
    return Draft(
        referral=view_of(work, draft),
        footing=footing_for(work, work.need(Case, draft.case_id), draft.organisation_id),
        away_until=absence.last_day if absence else None,
        stand_in=deputy.name if deputy else None,
    )


def _agree(work: Work, draft: Referral, code: str, *, feedback: bool) -> Footing:
    open_case_for(work, code, Deed.RECORD_CONSENT)
    consent = work.add(
        Consent(
            case_id=draft.case_id,
            organisation_id=draft.organisation_id,
            state=ConsentState.GIVEN,
            recorded_by=work.by or "",
            recorded_at=work.now,
            feedback_allowed=feedback,
        )
    )
    work.record("create", f"consent {consent.id}", case=code, organisation=draft.organisation_id, consent_id=consent.id)
    return Footing(ConsentState.GIVEN, today_of(work), Ground.CONSENT, consent.id, feedback)
