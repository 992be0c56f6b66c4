"""What a yes or a no of the resident does at once: which consents stand, and which referrals stop or go on."""

from sqlalchemy import select

from knowledge.entities import Case, Consent, ConsentState, Organisation, PartnerKind, Referral
from knowledge.rules.grounds import OBJECTIONS
from knowledge.rules.policy import Relation
from knowledge.rules.transitions import OPEN
from knowledge.services.notify import tell
from knowledge.services.referral_moves import inbox_of, rewind
from knowledge.store import Work, tables


def standing_of(work: Work, case: Case, organisation: Organisation, relation: Relation) -> dict[int | None, Consent]:
    """Return the latest consent per member towards a recipient, as far as the professional at work may see it.

    What stands towards Veilig Thuis its writer alone sees; towards another sensitive partner the coordinator too. A
    consent of the whole household replaces what was there before it.
    """
    latest: dict[int | None, Consent] = {}
    for consent in work.all(_towards(case, organisation.id)):
        if not _may_see(work, consent, organisation, relation):
            continue
        latest.setdefault(consent.member_id, consent)
        if consent.member_id is None:
            break
    return latest


def _towards(case: Case, organisation_id: str) -> object:
    return (
        select(Consent)
        .where(tables.consent.c.case_id == case.id, tables.consent.c.organisation_id == organisation_id)
        .order_by(tables.consent.c.recorded_at.desc(), tables.consent.c.id.desc())
    )


def _may_see(work: Work, consent: Consent, organisation: Organisation, relation: Relation) -> bool:
    if consent.recorded_by == work.by:
        return True
    if organisation.kind is PartnerKind.SAFE_HOME:
        return False
    return not organisation.sensitive or relation is Relation.COORDINATOR


def lapse(work: Work, case: Case, organisation_id: str, member_id: int | None) -> list[int]:
    """End what was given by this member (by everybody, for the household); return the consents no longer to rest on.

    The yes of the household as a whole goes on for the others when one member takes his back, but nothing that
    concerns them all can rest on it.
    """
    given = [consent for consent in work.all(_towards(case, organisation_id)) if _stands(consent)]
    for consent in given:
        if member_id is None or consent.member_id == member_id:
            consent.state, consent.withdrawn_at = ConsentState.WITHDRAWN, work.now
    return [consent.id for consent in given if member_id is None or consent.member_id in (None, member_id)]


def _stands(consent: Consent) -> bool:
    return consent.state is ConsentState.GIVEN and consent.withdrawn_at is None


def block(work: Work, case: Case, organisation_id: str, lapsed: list[int] | None = None) -> None:
    """Stop the referrals that rest on these consents (on any, without them), and tell both sides, without content."""
    for referral in _open_referrals(work, case, organisation_id):
        rests = referral.consent_id is not None if lapsed is None else referral.consent_id in lapsed
        if rests and not referral.blocked:
            referral.blocked = True
            rewind(work, referral)
            _tell_both(work, case, referral, "consent_blocked")


def set_going(work: Work, case: Case, consent: Consent) -> None:
    """Let the referrals that were stopped go on, unless somebody else of the household still objects."""
    organisation = work.need(Organisation, consent.organisation_id)
    standing = standing_of(work, case, organisation, Relation.COORDINATOR)
    if any(other.state in OBJECTIONS for other in standing.values()):
        return
    for referral in _open_referrals(work, case, consent.organisation_id):
        if referral.blocked:
            referral.blocked, referral.consent_id = False, consent.id
            referral.feedback_allowed = consent.feedback_allowed
            rewind(work, referral)
            _tell_both(work, case, referral, "consent_restored")


def _open_referrals(work: Work, case: Case, organisation_id: str) -> list[Referral]:
    query = select(Referral).where(
        tables.referral.c.case_id == case.id,
        tables.referral.c.organisation_id == organisation_id,
        tables.referral.c.state.in_(OPEN),
    )
    return list(work.all(query))


def _tell_both(work: Work, case: Case, referral: Referral, kind: str) -> None:
    receivers = [referral.holder_id] if referral.holder_id else inbox_of(work, referral)
    key = f"{kind} {referral.id} {work.now:%Y%m%d%H%M%S}"
    for person in {referral.sender_id, *receivers} - {work.by}:
        if person:
            tell(work, person, kind, key, urgent=True, case=case.code, referral=referral.id)
