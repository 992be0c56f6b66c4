"""Fills an empty database with the town in `town/`: the same ids and codes every time, its days counted from today."""

import json
from datetime import date, time
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select

from knowledge.entities import (
    Absence,
    AgendaItem,
    Capacity,
    ChannelLink,
    Discipline,
    DutyShift,
    Meeting,
    Organisation,
    PartnerKind,
    Professional,
    Team,
)
from knowledge.sample.days import Days, local, weekdays
from knowledge.sample.work_in_hand import Household, add_referral, open_household
from knowledge.services.digest import digest_after, notice_after
from knowledge.store import Store, Work, tables
from knowledge.store.database import put_setting

_TOWN = Path(__file__).parent / "town"
_NAME = "Zwanerloo"

#: Fields of an organisation that are in the file as they are in the registry.
_PLAIN = (
    *("id", "name", "offer", "audience", "how_to_refer", "how_feedback_goes", "phone", "email", "address", "hours"),
    *("website", "social_base", "sensitive", "aliases", "topics", "areas"),
)


class NotEmpty(Exception):
    """There are people in the database already: the sample would get mixed up with them."""


def is_sample(store: Store) -> bool:
    """Tell whether this database was made by `load`; only such a one works with a simulated clock."""
    return store.setting("sample") == "1"


def load(store: Store, today: date) -> None:
    """Fill a prepared, empty database with the sample, all or nothing, and mark it as a sample.

    `today` is the local day from which all its dates are counted. Raises NotEmpty when there are people already.
    """
    days = Days(today)
    with store.work() as work:
        if work.session.execute(select(tables.professional.c.id).limit(1)).first():
            raise NotEmpty("Er staan al mensen in deze database. Het voorbeeld kan alleen in een lege.")
        put_setting(work.session, "sample", "1")
        put_setting(work.session, "municipality", _NAME)
        put_setting(work.session, "grounds", json.dumps(_read("grounds")))
        _registry(work, days)
        _people(work, days)
        households = {row["code"]: open_household(work, row, days) for row in _read("cases")}
        _referrals(work, households, days)
        _meetings(work, households, days)
        work.record("create", "sample")


def _read(name: str) -> Any:
    return yaml.load((_TOWN / f"{name}.yml").read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 (a safe loader)


#: The same safe loader in C where PyYAML was built with it: ten times as fast.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _add_all(work: Work, entities: list[Any]) -> None:
    work.session.add_all(entities)
    work.session.flush()


def _registry(work: Work, days: Days) -> None:
    _add_all(work, [_organisation(row, days) for row in _read("organisations")])
    _add_all(work, [Discipline(name=name, aliases=aliases) for name, aliases in _read("disciplines").items()])


def _organisation(row: dict[str, Any], days: Days) -> Organisation:
    return Organisation(
        kind=PartnerKind(row["kind"]),
        covenant_signed_on=row.get("covenant"),
        capacity=Capacity(row["capacity"]) if "capacity" in row else None,
        capacity_weeks=row.get("weeks"),
        capacity_reported_at=days.at(row, "reported", time(11, 0)),
        assured_on=days.day(row.get("assured")),
        **{name: row[name] for name in _PLAIN if name in row},
    )


def _people(work: Work, days: Days) -> None:
    town = _read("people")
    mail = {row["id"]: row.get("email", "").partition("@")[2] for row in _read("organisations")}
    rows = town["professionals"]
    _add_all(work, [_team(row, days) for row in town["teams"]])
    _add_all(work, [_professional(row, mail[row["organisation"]], days) for row in rows])
    _add_all(work, [shift for row in rows for shift in _shifts(row)])
    _add_all(work, [_web_link(row, days) for row in rows])
    _add_all(work, [_absence(row, days) for row in town["absences"]])


def _team(row: dict[str, Any], days: Days) -> Team:
    [weekday] = weekdays(row["meets"])
    morning = local(days.today, time(0, 0))
    return Team(
        id=row["id"],
        name=row["name"],
        organisation_id=row["organisation"],
        area=row["area"],
        meeting_weekday=weekday,
        next_digest_at=digest_after(morning, weekday),
        next_notice_at=notice_after(morning, weekday),
    )


def _professional(row: dict[str, Any], domain: str, days: Days) -> Professional:
    return Professional(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        organisation_id=row["organisation"],
        team_id=row.get("team"),
        phone=row["phone"],
        email=f"{row['id']}@{domain}",
        area=row.get("area", ""),
        is_team_lead=row.get("lead", False),
        is_administrator=row.get("administrator", False),
        is_volunteer=row.get("volunteer", False),
        sensitive=row.get("sensitive", False),
        house_rules_accepted_at=days.moment(-90),
    )


def _shifts(row: dict[str, Any]) -> list[DutyShift]:
    return [
        DutyShift(row["id"], weekday, time.fromisoformat(shift["from"]), time.fromisoformat(shift["to"]))
        for shift in row.get("duty", [])
        for weekday in weekdays(shift["days"])
    ]


def _web_link(row: dict[str, Any], days: Days) -> ChannelLink:
    """Everybody has the web app, so that a referral between any two of them arrives."""
    moment = days.moment(-90)
    assert moment
    return ChannelLink(professional_id=row["id"], channel="web", address=row["id"], linked_at=moment)


def _absence(row: dict[str, Any], days: Days) -> Absence:
    first, last = days.day(row["first"]), days.day(row["last"])
    assert first
    assert last
    return Absence(row["who"], first, last, deputy_id=row["deputy"], created_at=days.moment(row["first"] - 1))


def _referrals(work: Work, households: dict[str, Household], days: Days) -> None:
    home = {person.id: person.organisation_id for person in work.all(select(Professional))}
    home |= {team.id: team.organisation_id for team in work.all(select(Team))}
    for row in _read("referrals"):
        partner = row.get("organisation") or home[row.get("to") or row["team"]]
        add_referral(work, row, partner, households[row["case"]], days)


def _meetings(work: Work, households: dict[str, Household], days: Days) -> None:
    for row in _read("meetings"):
        starts = days.moment(row["in"], time.fromisoformat(row["at"]))
        assert starts
        meeting = work.add(Meeting(row["name"], starts, row["place"], row["chair"], row.get("team")))
        _add_all(work, [_agenda_item(item, meeting.id or 0, households, days) for item in row["agenda"]])


def _agenda_item(row: dict[str, Any], meeting_id: int, households: dict[str, Household], days: Days) -> AgendaItem:
    added = days.moment(row["day"])
    assert added
    return AgendaItem(
        meeting_id=meeting_id,
        added_by=row["by"],
        added_at=added,
        case_id=households[row["case"]].case_id if "case" in row else None,
        subject=row.get("subject", ""),
    )
