"""What the time reader makes of messages as professionals type them."""

from datetime import date, datetime, time

import pytest

from nlu.time import DayPart, Relation, find_times, read_time
from tests.nlu.time.corpus import Row, messages, rows

WEDNESDAY = datetime.fromisoformat("2026-11-18T10:00")
FRAMES = (
    "{}",
    "hoi collega, {} als het kan!",
    "casus QX-4T9: {}, hoor het graag",
    "({})",
    "🙂 {} 🙏",
)


def seen(row: Row, text: str) -> tuple[str, date, date, time | None] | None:
    reading = read_time(text, row.now)
    return (reading.expression, reading.start, reading.end, reading.time) if reading else None


@pytest.mark.parametrize("row", rows("times.tsv"), ids=str)
def test_a_message_gives_the_expression_and_its_dates(row: Row) -> None:
    assert seen(row, row.text) == (row.expression, row.start, row.end, row.time)


@pytest.mark.parametrize("row", rows("heldout.tsv"), ids=str)
def test_expressions_that_were_set_apart_are_read_too(row: Row) -> None:
    assert seen(row, row.text) == (row.expression, row.start, row.end, row.time)


@pytest.mark.parametrize("frame", FRAMES)
def test_the_words_around_a_message_change_nothing(frame: str) -> None:
    changed = [row.text for row in rows("times.tsv") if seen(row, frame.format(row.text)) != seen(row, row.text)]
    assert len(changed) <= 2, changed


def test_capitals_change_nothing_but_the_expression() -> None:
    def days(row: Row, text: str) -> tuple[date, date, time | None]:
        reading = read_time(text, row.now)
        assert reading is not None, text
        return reading.start, reading.end, reading.time

    for row in rows("times.tsv"):
        assert days(row, row.text.upper()) == days(row, row.text), row.text


@pytest.mark.parametrize("message", messages("notimes.txt"))
@pytest.mark.parametrize("now", [WEDNESDAY, datetime.fromisoformat("2026-06-12T23:30")])
def test_a_message_without_a_moment_gives_none(message: str, now: datetime) -> None:
    assert read_time(message, now) is None


def test_the_moment_of_writing_is_taken_to_local_time() -> None:
    late_in_utc = datetime.fromisoformat("2026-11-18T23:30+00:00")

    reading = read_time("morgen", late_in_utc)

    assert reading is not None
    assert reading.start == date(2026, 11, 20)


def test_a_deadline_goes_before_another_day() -> None:
    reading = read_time("vrijdag huisbezoek, terugkoppeling uiterlijk 1 dec", WEDNESDAY)

    assert reading is not None
    assert reading.expression == "uiterlijk 1 dec"
    assert reading.deadline


@pytest.mark.parametrize(
    ("message", "relation"),
    [
        ("vrijdag", Relation.AT),
        ("voor vrijdag", Relation.BY),
        ("binnen twee weken", Relation.BY),
        ("vanaf vrijdag", Relation.FROM),
        ("tot vrijdag", Relation.UNTIL),
        ("sinds maart", Relation.SINCE),
        ("na het weekend", Relation.AFTER),
    ],
)
def test_the_relation_is_told(message: str, relation: Relation) -> None:
    reading = read_time(message, WEDNESDAY)

    assert reading is not None
    assert reading.relation is relation


def test_the_part_of_the_day_is_told() -> None:
    reading = read_time("dinsdagmiddag bel ik", WEDNESDAY)

    assert reading is not None
    assert reading.part is DayPart.AFTERNOON


def test_all_times_of_a_message_are_found_in_order() -> None:
    found = find_times("vorige week aangemeld, vrijdag om 10 uur huisbezoek, tk voor 1 dec", WEDNESDAY)

    assert [reading.expression for reading in found] == ["vorige week", "vrijdag om 10 uur", "voor 1 dec"]


def test_the_past_comes_last() -> None:
    reading = read_time("vorige week aangemeld, nog niks gehoord, herinner me dinsdag", WEDNESDAY)

    assert reading is not None
    assert reading.expression == "dinsdag"


def test_what_is_taken_back_yields() -> None:
    reading = read_time("niet maandag maar dinsdag", WEDNESDAY)

    assert reading is not None
    assert reading.start == date(2026, 11, 24)
