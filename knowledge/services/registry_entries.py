"""What an entry of the registry says: of a partner, of a professional, of room; with how old the news is."""

from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.entities import Capacity, Organisation, Professional
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.cases import Contact, contact_of
from knowledge.services.duty import Roster
from knowledge.store import Work

#: What a partner said of its room is old news after this.
CAPACITY_FADES = timedelta(weeks=2)
#: An entry that nobody assured for this long is marked in answers.
ENTRY_FADES = timedelta(days=365)


@dataclass(frozen=True)
class CapacityNote:
    """What a partner said of its room, on a local day; `stale` when that is over two weeks ago."""

    capacity: Capacity
    weeks: int | None
    reported_on: date
    stale: bool


@dataclass(frozen=True)
class PartnerEntry:
    """A partner's entry, for an answer. `assured_on` is None when nobody ever said that it is right."""

    id: str
    name: str
    offer: str
    audience: str
    how_to_refer: str
    how_feedback_goes: str
    address: str
    hours: str
    website: str
    topics: tuple[str, ...]
    areas: tuple[str, ...]
    social_base: bool
    contact: Contact
    capacity: CapacityNote | None
    assured_on: date | None
    stale: bool
    #: The asker works here, and so may say how full it is.
    is_own: bool


@dataclass(frozen=True)
class PersonEntry:
    """How to reach a professional, and whether now is a good time."""

    contact: Contact
    #: Local end of the shift, as "17.00"; None when not on duty now by roster.
    on_duty_until: str | None
    away_until: date | None
    deputy: Contact | None


def capacity_note(work: Work, organisation: Organisation) -> CapacityNote | None:
    """Return what the organisation said of its room, if it ever did."""
    if organisation.capacity is None or organisation.capacity_reported_at is None:
        return None
    reported = organisation.capacity_reported_at
    stale = work.now - reported > CAPACITY_FADES
    day = reported.astimezone(AMSTERDAM).date()
    return CapacityNote(organisation.capacity, organisation.capacity_weeks, day, stale)


def organisation_contact(organisation: Organisation) -> Contact:
    """Return how to reach an organisation as a whole."""
    return Contact(
        id=organisation.id,
        name=organisation.name,
        role="",
        organisation=organisation.name,
        phone=organisation.phone,
        email=organisation.email,
    )


def partner_entry(work: Work, partner: Organisation, *, is_own: bool) -> PartnerEntry:
    """Return a partner's entry as it reads today."""
    today = work.now.astimezone(AMSTERDAM).date()
    return PartnerEntry(
        id=partner.id,
        name=partner.name,
        offer=partner.offer,
        audience=partner.audience,
        how_to_refer=partner.how_to_refer,
        how_feedback_goes=partner.how_feedback_goes,
        address=partner.address,
        hours=partner.hours,
        website=partner.website,
        topics=tuple(partner.topics),
        areas=tuple(partner.areas),
        social_base=partner.social_base,
        contact=organisation_contact(partner),
        capacity=capacity_note(work, partner),
        assured_on=partner.assured_on,
        stale=partner.assured_on is not None and today - partner.assured_on > ENTRY_FADES,
        is_own=is_own,
    )


def person_entry(work: Work, roster: Roster, person: Professional) -> PersonEntry:
    """Return how to reach a professional now."""
    absence = roster.absence(person.id, work.now)
    until = roster.rostered(person.id, work.now)
    return PersonEntry(
        contact=contact_of(work, person.id),
        on_duty_until=f"{until:%H.%M}" if until and not absence else None,
        away_until=absence.last_day if absence else None,
        deputy=contact_of(work, absence.deputy_id) if absence and absence.deputy_id else None,
    )
