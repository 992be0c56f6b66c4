"""What a household agreed to towards whom: looking it up, recording it, and what stops when it is taken back."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select

from knowledge.entities import Case, Consent, ConsentState, Organisation, PartnerKind, Professional
from knowledge.rules import grounds
from knowledge.rules.grounds import Gap, Ground, Voice
from knowledge.rules.policy import Deed
from knowledge.services.access import circle_entries, open_case_for
from knowledge.services.cases import focus_on
from knowledge.services.circle import Changed, open_for_change
from knowledge.services.consent_effects import block, lapse, set_going, standing_of
from knowledge.services.opening import members_of
from knowledge.services.referral_moves import today_of
from knowledge.store import Refusal, Store, Work, tables


@dataclass(frozen=True)
class Recipient:
    """An organisation with which something could be shared."""

    id: str
    name: str
    covenant: bool
    #: A suspicion reported here follows the Meldcode.
    safe_home: bool


@dataclass(frozen=True)
class ConsentLine:
    """How it stands for one member of a household; `member` is None for the household as a whole."""

    member: str | None
    state: ConsentState
    voice: Voice = Voice.SELF
    given_by: str = ""
    spoken: bool = True
    feedback_allowed: bool = True
    #: Whether it is for a part of the information only.
    limited: bool = False
    valid_until: date | None = None


@dataclass(frozen=True)
class ConsentView:
    """What is recorded towards a recipient, what is missing, and on what else sharing could be weighed."""

    code: str
    recipient: Recipient
    lines: tuple[ConsentLine, ...]
    gaps: tuple[Gap, ...]
    other_grounds: tuple[Ground, ...]


@dataclass(frozen=True)
class Terms:
    """What was agreed. `member_id` is None for the household as a whole, `kind` empty for "dat er hulp is"."""

    member_id: int | None = None
    kind: str = ""
    given_by: str = ""
    spoken: bool = True
    feedback_allowed: bool = True
    valid_until: date | None = None


class Consents:
    """Consent of the members of a household, per recipient."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def recipients(self, organisation_ids: Collection[str], person_ids: Collection[str]) -> list[Recipient]:
        """Return the organisations meant by their ids or by the professionals who work there, by name."""
        with self._store.work() as work:
            at = select(tables.professional.c.organisation_id).where(tables.professional.c.id.in_(person_ids))
            which = or_(tables.organisation.c.id.in_(organisation_ids), tables.organisation.c.id.in_(at))
            query = select(Organisation).where(which).order_by(tables.organisation.c.name)
            return [_recipient(organisation) for organisation in work.all(query)]

    def recipients_by_role(self, by: str, code: str, role: str) -> list[Recipient]:
        """Return where the "huisarts" or "wijkagent" of a case works; those in the circle first, else any in town."""
        with self._store.work(by) as work:
            case, _ = open_case_for(work, code, Deed.SEE_CONSENT)
            circle = {entry.professional_id for entry in circle_entries(work, case.id or 0)}
            people = work.all(select(Professional).where(tables.professional.c.role == role))
            return _near_first(work, people, circle)

    def recipients_among(self, by: str, code: str, organisation_ids: Collection[str]) -> list[Recipient]:
        """Return those of the organisations that are around a case, or else all of them; sensitive ones do not show."""
        with self._store.work(by) as work:
            case, _ = open_case_for(work, code, Deed.SEE_CONSENT)
            circle = {entry.professional_id for entry in circle_entries(work, case.id or 0)}
            at = tables.professional.c.organisation_id.in_(organisation_ids)
            return _near_first(work, work.all(select(Professional).where(at)), circle)

    def recorded_recipients(self, by: str, code: str) -> list[Recipient]:
        """Return towards whom a consent stands that the asker may see. Logged."""
        with self._store.work(by) as work:
            case, relation = open_case_for(work, code, Deed.SEE_CONSENT)
            work.record("read", "consent", case=code, role=relation.name.lower())
            standing = select(tables.consent.c.organisation_id).where(
                tables.consent.c.case_id == case.id,
                tables.consent.c.state.in_((ConsentState.GIVEN, ConsentState.DISCUSSED)),
            )
            towards = select(Organisation).where(tables.organisation.c.id.in_(standing))
            found = work.all(towards.order_by(tables.organisation.c.name))
            return [_recipient(at) for at in found if standing_of(work, case, at, relation)]

    def check(self, by: str, code: str, organisation_id: str) -> ConsentView:
        """Return how consent stands towards a recipient. Logged. Never says that sharing is allowed."""
        with self._store.work(by) as work:
            case, relation = open_case_for(work, code, Deed.SEE_CONSENT)
            organisation = work.need(Organisation, organisation_id)
            work.record("read", "consent", case=code, role=relation.name.lower(), organisation=organisation_id)
            focus_on(work, case)
            lines = _lines(work, case, standing_of(work, case, organisation, relation))
            recipient = _recipient(organisation)
            missing = grounds.gaps((line.state for line in lines), covenant=recipient.covenant)
            return ConsentView(code, recipient, lines, tuple(missing), self._other_grounds(work, organisation))

    def record(self, by: str, code: str, organisation_id: str, terms: Terms) -> Changed:
        """Record that consent was given; referrals that waited for it go on."""
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.RECORD_CONSENT)
            consent = _add(work, case, organisation_id, ConsentState.GIVEN, terms)
            set_going(work, case, consent)
            return Changed(code, work.change_id)

    def discuss(self, by: str, code: str, organisation_id: str) -> Changed:
        """Record that it was discussed with the household, without an objection and without a yes."""
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.RECORD_CONSENT)
            _add(work, case, organisation_id, ConsentState.DISCUSSED, Terms())
            return Changed(code, work.change_id)

    def withdraw(self, by: str, code: str, organisation_id: str, member_id: int | None) -> Changed:
        """Record a no: withdrawn where there was a yes, else refused. What rests on it is blocked at once.

        A referral concerns the household as a whole, so the no of one member stops it, whoever's yes it rests on.
        """
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.RECORD_CONSENT)
            lapsed = lapse(work, case, organisation_id, member_id)
            state = ConsentState.WITHDRAWN if lapsed else ConsentState.REFUSED
            consent = _add(work, case, organisation_id, state, Terms(member_id=member_id))
            consent.withdrawn_at = work.now
            block(work, case, organisation_id)
            return Changed(code, work.change_id)

    def limit(self, by: str, code: str, organisation_id: str, terms: Terms, *, only: bool) -> Changed:
        """Record that a part only may be shared from now on. What rests on the wider consent is blocked at once.

        `only` tells whether `terms.kind` is what may still be shared, or what may not any more; without a yes before
        it the latter is a refusal.
        """
        with self._store.work(by, undoable=True) as work:
            case = open_for_change(work, code, Deed.RECORD_CONSENT)
            lapsed = lapse(work, case, organisation_id, terms.member_id)
            narrowed = terms if only else replace(terms, kind=f"niet: {terms.kind}")
            state = ConsentState.GIVEN if only or lapsed else ConsentState.REFUSED
            _add(work, case, organisation_id, state, narrowed)
            block(work, case, organisation_id, lapsed)
            return Changed(code, work.change_id)

    def _other_grounds(self, work: Work, recipient: Organisation) -> tuple[Ground, ...]:
        matrix = json.loads(self._store.setting("grounds", "{}"))
        asker = work.need(Professional, work.by)
        sender: PartnerKind = work.need(Organisation, asker.organisation_id).kind
        found = grounds.grounds_between(sender, recipient.kind, matrix)
        return tuple(ground for ground in found if ground is not Ground.CONSENT)


def _near_first(work: Work, people: Sequence[Professional], circle: Collection[str]) -> list[Recipient]:
    """Return where these people work: what is openly around the case, else everywhere; by name."""
    organisations = {id_: work.need(Organisation, id_) for id_ in {person.organisation_id for person in people}}
    around = {person.organisation_id for person in people if person.id in circle and not person.sensitive}
    near = {id_ for id_ in around if not organisations[id_].sensitive}
    found = [_recipient(organisations[id_]) for id_ in near or organisations]
    return sorted(found, key=lambda recipient: recipient.name)


def _recipient(organisation: Organisation) -> Recipient:
    return Recipient(
        id=organisation.id,
        name=organisation.name,
        covenant=organisation.covenant_signed_on is not None,
        safe_home=organisation.kind is PartnerKind.SAFE_HOME,
    )


def _lines(work: Work, case: Case, standing: dict[int | None, Consent]) -> tuple[ConsentLine, ...]:
    """Return a line per member; where only the household as a whole is known, one line for all."""
    whole = standing.get(None)
    members = members_of(work, case.id or 0)
    if not members or (whole and len(standing) == 1):
        return (_line(work, None, whole),)
    return tuple(_line(work, member.label, standing.get(member.id, whole)) for member in members)


def _line(work: Work, member: str | None, consent: Consent | None) -> ConsentLine:
    voice = grounds.whose(member) if member else Voice.SELF
    if consent is None:
        return ConsentLine(member, ConsentState.UNKNOWN, voice)
    return ConsentLine(
        member=member,
        state=grounds.state_on(today_of(work), consent.state, consent.valid_until),
        voice=voice,
        given_by=consent.given_by,
        spoken=consent.spoken,
        feedback_allowed=consent.feedback_allowed,
        limited=bool(consent.kind),
        valid_until=consent.valid_until,
    )


def _add(work: Work, case: Case, organisation_id: str, state: ConsentState, terms: Terms) -> Consent:
    work.need(Organisation, organisation_id)
    if terms.member_id not in {None, *(member.id for member in members_of(work, case.id or 0))}:
        raise Refusal("gone", object="member")
    consent = work.add(
        Consent(
            case_id=case.id or 0,
            organisation_id=organisation_id,
            state=state,
            recorded_by=work.by or "",
            recorded_at=work.now,
            **vars(terms),
        )
    )
    work.record(
        "create", "consent", case=case.code, organisation=organisation_id, consent_id=consent.id, fields=state.value
    )
    return consent
