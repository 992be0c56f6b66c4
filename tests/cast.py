"""The small cast of the tests: an insider, a colleague, an outsider, a team lead; one town, one household."""

from datetime import date, datetime, time, timezone

from knowledge.clock import SetClock
from knowledge.entities import (
    Case,
    ChannelLink,
    DutyShift,
    Involvement,
    Member,
    Organisation,
    PartnerKind,
    Professional,
    Team,
)
from knowledge.store import Store

#: A Wednesday in November, ten in the morning in Amsterdam.
WEDNESDAY = datetime(2026, 11, 25, 9, 0, tzinfo=timezone.utc)

CASE = "QX-4T9"
HOUSEHOLD = "van den Linde"

#: Huisarts, referred the household: the insider.
ANNA = "anna"
#: Jongerenwerker, has the regie: her colleague in this case.
BRAM = "bram"
#: Wijkagent, knows nothing of the household: the outsider.
OTTO = "otto"
#: Lead of Bram's team.
LENA = "lena"
#: In Bram's team as well, not around the case.
TESS = "tess"
#: Works at the shelter: a sensitive partner around the case.
SARA = "sara"
#: The administrator and privacy officer.
PIET = "piet"


def clock() -> SetClock:
    """Return the clock of a test, on a Wednesday morning."""
    return SetClock(WEDNESDAY)


def people_the_town(store: Store) -> None:
    """Put the cast, their organisations and their one case into a store."""
    with store.work() as work:
        for organisation in _organisations():
            work.add(organisation)
        work.add(Team("youth", "Jeugdteam", "jeugdpunt", area="Vlierwijk", meeting_weekday=3))
        for person in _people():
            work.add(person)
            work.add(ChannelLink(person.id, "web", person.id, work.now))
        for weekday in range(5):
            work.add(DutyShift(BRAM, weekday, time(9), time(17)))
        case = work.add(Case(CASE, HOUSEHOLD, work.now, opened_by=ANNA, coordinator_id=BRAM))
        assert case.id is not None
        work.add(Member(case.id, "moeder"))
        work.add(Member(case.id, "zoon van 13"))
        for person_id, since in ((ANNA, date(2026, 3, 2)), (BRAM, date(2026, 4, 7)), (SARA, date(2026, 9, 1))):
            work.add(Involvement(case.id, person_id, since))


def _organisations() -> list[Organisation]:
    covenant = date(2026, 1, 1)
    practice = Organisation(
        "vlierhof",
        "Huisartsen Vlierhof",
        PartnerKind.GENERAL_PRACTICE,
        phone="085-0101010",
        covenant_signed_on=covenant,
    )
    youth = Organisation(
        "jeugdpunt",
        "Jeugd-Punt",
        PartnerKind.YOUTH_WORK,
        offer="Jongerenwerk op straat en op school, hulp bij schulden en thuis.",
        audience="jongeren van 10 tot 23",
        how_to_refer="Bel of stuur een verwijzing; zet erbij wat er speelt en of de jongere het weet.",
        phone="085-0202020",
        email="post@jeugdpunt.example",
        social_base=True,
        covenant_signed_on=covenant,
        aliases=["JP", "jeugdpunt"],
        topics=["opvoeden", "schulden", "jongeren"],
        areas=["Vlierwijk"],
    )
    police = Organisation(
        "politie", "Politie Vlierdam", PartnerKind.POLICE, sensitive=True, covenant_signed_on=covenant
    )
    shelter = Organisation("haven", "Opvang De Haven", PartnerKind.SHELTER, sensitive=True, covenant_signed_on=covenant)
    town = Organisation("gemeente", "Gemeente Vlierdam", PartnerKind.MUNICIPALITY, covenant_signed_on=covenant)
    church = Organisation("diaconie", "Diaconie Vlierdam", PartnerKind.CHURCH, phone="085-0303030")
    return [practice, youth, police, shelter, town, church]


def _people() -> list[Professional]:
    return [
        Professional(ANNA, "Anna Visser", "huisarts", "vlierhof", phone="085-0101011", area="Vlierwijk"),
        Professional(BRAM, "Bram Yilmaz", "jongerenwerker", "jeugdpunt", "youth", phone="085-0202021"),
        Professional(OTTO, "Otto Kramer", "wijkagent", "politie", phone="085-0404041", area="Vlierwijk"),
        Professional(LENA, "Lena Smit", "teamleider", "jeugdpunt", "youth", is_team_lead=True),
        Professional(TESS, "Tess de Wit", "jongerenwerker", "jeugdpunt", "youth", phone="085-0202022"),
        Professional(SARA, "Sara Bakker", "maatschappelijk werker", "haven", phone="085-0505051", sensitive=True),
        Professional(PIET, "Piet Mulder", "beheerder", "gemeente", is_administrator=True),
    ]
