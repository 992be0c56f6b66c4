"""The registry (sociale kaart): partner organisations, what they do, and how full they are."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum


class PartnerKind(str, Enum):
    """The kinds of partner in a Dutch municipality's social domain; the label is in the texts."""

    SOCIAL_WORK = "social_work"
    PRIMARY_SCHOOL = "primary_school"
    LIBRARY = "library"
    YOUTH_AND_FAMILY = "youth_and_family"
    CLIENT_SUPPORT = "client_support"
    CHURCH = "church"
    GENERAL_PRACTICE = "general_practice"
    YOUTH_WORK = "youth_work"
    WORK_TRAINING = "work_training"
    DOMESTIC_VIOLENCE = "domestic_violence"
    ELDERLY_CARE = "elderly_care"
    CHILDCARE = "childcare"
    WELFARE = "welfare"
    POLICE = "police"
    DISTRICT_NURSING = "district_nursing"
    HOUSING = "housing"
    MUNICIPALITY = "municipality"
    SHELTER = "shelter"
    MENTAL_HEALTH = "mental_health"
    ADDICTION = "addiction"
    SAFE_HOME = "safe_home"
    DEBT = "debt"


class Capacity(str, Enum):
    """Whether a partner has room."""

    ROOM = "room"
    WAITING_LIST = "waiting_list"
    FULL = "full"
    INTAKE_FIRST = "intake_first"


@dataclass(eq=False)
class Organisation:
    """A partner: one organisation with what it does, for whom and how it is reached."""

    id: str
    name: str
    kind: PartnerKind
    #: One or two sentences: what it does.
    offer: str = ""
    #: For whom it is.
    audience: str = ""
    #: How to refer, and what to send along.
    how_to_refer: str = ""
    #: How feedback goes there, in the partner's own words.
    how_feedback_goes: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    hours: str = ""
    website: str = ""
    #: Free and nearby: the social base comes before specialised help.
    social_base: bool = False
    sensitive: bool = False
    covenant_signed_on: date | None = None
    aliases: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    capacity: Capacity | None = None
    #: Waiting time in weeks, when there is a waiting list.
    capacity_weeks: int | None = None
    capacity_reported_at: datetime | None = None
    #: When somebody there last said that this entry is right.
    assured_on: date | None = None


@dataclass(eq=False)
class Discipline:
    """A function of professionals with the words people use for it (`wijkverpleegkundige`: `wijkzuster`)."""

    name: str
    aliases: list[str] = field(default_factory=list)


@dataclass(eq=False)
class Correction:
    """Somebody's word that an entry of the registry is wrong, waiting for its owner."""

    reporter_id: str
    text: str
    created_at: datetime
    organisation_id: str | None = None
    about_professional_id: str | None = None
    #: What it should be, where that can be put right with one tap: phone, email, address, hours or left_on; else empty.
    field: str = ""
    value: str = ""
    settled_at: datetime | None = None
    id: int | None = None
