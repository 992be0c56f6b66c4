"""The one place where a referral changes state: who may, what is written down, who hears of it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from knowledge.entities import Case, Involvement, OutgoingState, Professional, Referral
from knowledge.entities.referral import ReferralState
from knowledge.rules import ladder
from knowledge.rules.calendar import AMSTERDAM
from knowledge.rules.ladder import Terms
from knowledge.rules.transitions import HELD, REASONS, Party, Transition, transition
from knowledge.services.access import absentees_of, circle_entries
from knowledge.services.notify import absence_of, tell
from knowledge.services.terms import terms_by_kind
from knowledge.store import Refusal, Work, tables

#: What a sender hears although the consent lets nothing flow back: where the ball is.
_ALWAYS_TOLD = frozenset({ReferralState.ACCEPTED, ReferralState.DECLINED})
#: Moves by which something begins: not around a case that was closed.
_BEGINS = frozenset({ReferralState.SENT, ReferralState.ACCEPTED})
_DONE = frozenset({ReferralState.COMPLETED, ReferralState.FAILED})


def today_of(work: Work) -> date:
    """Return the local day (Amsterdam) of a work."""
    return work.now.astimezone(AMSTERDAM).date()


def locked(work: Work, referral_id: int) -> Referral:
    """Return a referral for changing; a second one who wants it waits. Raises Refusal("gone")."""
    query = select(Referral).where(tables.referral.c.id == referral_id).with_for_update()
    found: Referral | None = work.first(query)
    if found is None or not parties_of(work, found):
        raise Refusal("gone", object="referral")
    return found


def acts_as(work: Work, referral: Referral, party: Party) -> str | None:
    """Return as whom the professional at work is this party: the own id, or that of an absent colleague; else None."""
    people = [work.by, *absentees_of(work)]
    return next((person for person in people if person and _is(work, referral, party, person)), None)


def parties_of(work: Work, referral: Referral) -> set[Party]:
    """Return what the professional at work is to a referral; empty for an outsider."""
    return {party for party in Party if acts_as(work, referral, party)}


def move(
    work: Work, referral: Referral, target: ReferralState, *, reason: str | None = None, quiet: bool = False
) -> str:
    """Bring a referral into another state and return as whom it was done.

    Sets the moment of the state, starts a new wait, records it, and tells the other party unless `quiet`.
    Raises Refusal: "referral_is_<state>" or "referral_taken" when there is no such move, "referral_not_your_move" for
    the wrong party, "referral_blocked", "referral_case_closed", "referral_needs_reason".
    """
    step = _step(work, referral, target)
    person = acts_as(work, referral, step.who)
    if person is None:
        raise not_theirs(work, referral)
    if referral.blocked and target is ReferralState.ACCEPTED:
        raise Refusal("referral_blocked", **facts(work, referral))
    if target in _BEGINS and work.need(Case, referral.case_id).closed_at:
        raise Refusal("referral_case_closed", **facts(work, referral))
    if step.needs_reason and reason not in REASONS:
        raise Refusal("referral_needs_reason", **facts(work, referral))
    referral.state, referral.reason = target, reason
    setattr(referral, f"{target.value}_at", work.now)
    if target is ReferralState.ACCEPTED:
        referral.holder_id = person
    rewind(work, referral)
    _record(work, referral, step, person)
    if not quiet:
        _tell(work, referral, step)
    return person


def take(work: Work, referral: Referral, *, quiet: bool = False) -> None:
    """Take up a referral: who does so holds it, and is involved in the case from today on."""
    holder = move(work, referral, ReferralState.ACCEPTED, quiet=quiet)
    referral.seen_at = referral.seen_at or work.now
    if holder not in {entry.professional_id for entry in circle_entries(work, referral.case_id)}:
        work.add(Involvement(referral.case_id, holder, today_of(work)))


def rewind(work: Work, referral: Referral) -> None:
    """Start a new wait: the ladder of reminders begins again from here."""
    referral.reminders, referral.lead_told_at = 0, None
    referral.next_due_at = ladder.next_due(referral, terms_of(work, referral))


def terms_of(work: Work, referral: Referral) -> Terms:
    """Return the municipality's terms for this kind of referral."""
    return terms_by_kind(work.session)[referral.kind]


def limited(referral: Referral) -> bool:
    """Tell whether the referrer may not hear what came of it: only "afgehandeld, bel mij"."""
    return referral.blocked or not referral.feedback_allowed


def case_code(work: Work, referral: Referral) -> str:
    """Return the code of the case of a referral."""
    return work.need(Case, referral.case_id).code


def facts(work: Work, referral: Referral) -> dict[str, str]:
    """Return what the text of a refusal may say of a referral."""
    holder = work.get(Professional, referral.holder_id) if referral.holder_id else None
    return {
        "object": "referral",
        "case": case_code(work, referral),
        "holder": holder.name if holder else "",
        "sender": work.need(Professional, referral.sender_id).name,
    }


def not_theirs(work: Work, referral: Referral) -> Refusal:
    """Return the refusal for a party whose move it is not: a colleague took it, or it is up to the other side."""
    code = "referral_taken" if _took_another(work, referral) else "referral_not_your_move"
    return Refusal(code, **facts(work, referral))


def inbox_of(work: Work, referral: Referral) -> list[str]:
    """Return the ids of those whom a referral is brought to: the person, or those of the team who are there.

    When everybody of the team is away all of them are, so that their deputies get it.
    """
    if referral.receiver_id:
        return [referral.receiver_id]
    team = [person for person in linked_in_team(work, referral.receiver_team_id) if person != referral.sender_id]
    return [person for person in team if absence_of(work, person, work.now) is None] or team


def linked_in_team(work: Work, team_id: str | None) -> list[str]:
    """Return the ids of the members of a team who work with the assistant; none without a team."""
    if team_id is None:
        return []
    return [person.id for person in linked(work, tables.professional.c.team_id == team_id)]


def linked(work: Work, condition: object) -> list[Professional]:
    """Return the professionals who fulfil a condition, have not left and can be reached over a channel."""
    links = select(tables.channel_link.c.professional_id).where(
        tables.channel_link.c.unlinked_at.is_(None), tables.channel_link.c.failed_because.is_(None)
    )
    query = select(Professional).where(condition, tables.professional.c.id.in_(links))
    people: Iterable[Professional] = work.all(query.order_by(tables.professional.c.name))
    day = today_of(work)
    return [person for person in people if person.left_on is None or person.left_on > day]


def _is(work: Work, referral: Referral, party: Party, person_id: str) -> bool:
    if party is Party.SENDER:
        return referral.sender_id == person_id
    if party is Party.HOLDER:
        return referral.holder_id == person_id
    person = work.need(Professional, person_id)
    if party is Party.ADMINISTRATOR:
        return person.is_administrator and person_id == work.by
    if referral.receiver_id:
        return referral.receiver_id == person_id
    return referral.receiver_team_id is not None and person.team_id == referral.receiver_team_id


def _step(work: Work, referral: Referral, target: ReferralState) -> Transition:
    step = transition(referral.state, target)
    if step:
        return step
    if _took_another(work, referral):
        raise Refusal("referral_taken", **facts(work, referral))
    raise Refusal(f"referral_is_{referral.state.value}", **facts(work, referral))


def _took_another(work: Work, referral: Referral) -> bool:
    return referral.state in HELD and parties_of(work, referral) == {Party.RECEIVER}


def _record(work: Work, referral: Referral, step: Transition, person: str) -> None:
    work.record(
        "send" if step.target is ReferralState.SENT else "update",
        f"referral {referral.id}",
        case=case_code(work, referral),
        role=step.who.name.lower(),
        on_behalf_of=person if person != work.by else None,
        ground=referral.ground,
        consent_id=referral.consent_id,
        reason=referral.reason,
        fields=f"state:{step.target.value}",
    )


def _tell(work: Work, referral: Referral, step: Transition) -> None:
    """Tell the party that has to know; one whose first message is still waiting finds the news in that one."""
    if step.tells is Party.SENDER:
        kind = _news_for_sender(referral, step.target)
        told = [referral.sender_id] if kind else []
    else:
        kind = "referral_received" if step.target is ReferralState.SENT else f"referral_{step.target.value}"
        told = _unless_waiting(work, referral, step)
    key = f"referral {referral.id} {step.target.value} {work.now:%Y%m%d%H%M%S}"
    urgent = step.urgent or referral.urgent
    for person in told:
        tell(work, person, str(kind), key, urgent=urgent, referral=referral.id)


def _news_for_sender(referral: Referral, state: ReferralState) -> str | None:
    if limited(referral) and state not in _ALWAYS_TOLD:
        return "referral_handled" if state in _DONE else None
    return f"referral_{state.value}"


def _unless_waiting(work: Work, referral: Referral, step: Transition) -> list[str]:
    holder = [referral.holder_id] if referral.holder_id else []
    told = holder if step.tells is Party.HOLDER else inbox_of(work, referral) if step.tells else []
    if step.target is ReferralState.SENT:
        return told
    waiting = set(
        work.all(
            select(tables.outbox.c.recipient_id).where(
                tables.outbox.c.kind == "referral_received",
                tables.outbox.c.key.like(f"referral {referral.id} %"),
                tables.outbox.c.state == OutgoingState.PENDING,
            )
        )
    )
    return [person for person in told if person not in waiting]
