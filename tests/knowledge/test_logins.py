"""Logins: what the app's digits and an invitation open, for how long, and what guessing leads to."""

from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from sqlalchemy import select

from knowledge.clock import SetClock
from knowledge.entities import Professional, WebSession
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store, tables
from tests.cast import ANNA, BRAM

HERE = "10.0.0.7"


def digits(secret: str, clock: SetClock, steps: int = 0) -> str:
    """Return what the authenticator app shows some steps of 30 seconds from now."""
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=30 * steps))


def set_up(knowledge: Knowledge, clock: SetClock, person: str = ANNA) -> str:
    """Invite somebody who sets the app up, and return the key in it."""
    code = knowledge.people.invite(person).code
    secret = knowledge.logins.begin(code, HERE).secret
    knowledge.logins.confirm(code, digits(secret, clock), HERE)
    return secret


def refused(knowledge: Knowledge, name: str, typed: str) -> str:
    """Return why a login is refused."""
    with pytest.raises(Refusal) as refusal:
        knowledge.logins.enter(name, typed)
    return refusal.value.code


def test_the_code_on_the_invitation_gives_the_same_key_until_it_is_used(knowledge: Knowledge, clock: SetClock) -> None:
    code = knowledge.people.invite(ANNA).code
    first = knowledge.logins.begin(code, HERE)
    again = knowledge.logins.begin(f" {code[:6].lower()}-{code[6:]}", HERE)
    assert (first.secret, first.person.id) == (again.secret, ANNA)
    assert first.uri.startswith("otpauth://totp/Kortelijn")
    assert knowledge.logins.confirm(code, digits(first.secret, clock), HERE).id == ANNA
    with pytest.raises(Refusal, match="code_used"):
        knowledge.logins.begin(code, HERE)


def test_wrong_digits_while_setting_up_use_nothing_up_and_are_no_guess_at_a_code(knowledge: Knowledge) -> None:
    code = knowledge.people.invite(ANNA).code
    for _ in range(7):
        with pytest.raises(Refusal, match="totp_wrong"):
            knowledge.logins.confirm(code, "000000", HERE)
    assert knowledge.logins.begin(code, HERE).person.id == ANNA


def test_a_login_goes_on_working_until_the_new_one_is_confirmed(knowledge: Knowledge, clock: SetClock) -> None:
    old = set_up(knowledge, clock)
    session = knowledge.logins.open_session(ANNA)
    code = knowledge.people.invite(ANNA).code
    new = knowledge.logins.begin(code, HERE).secret
    assert knowledge.logins.enter(ANNA, digits(old, clock, 1)).id == ANNA
    assert knowledge.logins.whose(session) == ANNA
    knowledge.logins.confirm(code, digits(new, clock), HERE)
    assert refused(knowledge, ANNA, digits(old, clock, 1)) == "login_wrong"
    assert knowledge.logins.whose(session) is None


@pytest.mark.parametrize(("steps", "opens"), [(-1, True), (0, True), (1, True), (-2, False), (2, False)])
def test_a_clock_may_be_one_step_off(knowledge: Knowledge, clock: SetClock, steps: int, *, opens: bool) -> None:
    secret = set_up(knowledge, clock)
    clock.at += timedelta(minutes=5)
    if opens:
        assert knowledge.logins.enter(ANNA, digits(secret, clock, steps)).id == ANNA
    else:
        assert refused(knowledge, ANNA, digits(secret, clock, steps)) == "login_wrong"


def test_digits_work_once(knowledge: Knowledge, clock: SetClock) -> None:
    secret = set_up(knowledge, clock)
    assert refused(knowledge, ANNA, digits(secret, clock)) == "login_wrong"
    assert knowledge.logins.enter(ANNA, digits(secret, clock, 1)).id == ANNA
    assert refused(knowledge, ANNA, digits(secret, clock, 1)) == "login_wrong"


def test_the_work_address_is_a_name_too(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    with store.work() as work:
        work.need(Professional, ANNA).email = "A.Visser@vlierhof.example"
    secret = set_up(knowledge, clock)
    typed = digits(secret, clock, 1)
    assert knowledge.logins.enter(" a.visser@VLIERHOF.example", f"{typed[:3]} {typed[3:]}").id == ANNA


def test_five_wrong_ones_and_one_waits_under_whatever_name(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    with store.work() as work:
        work.need(Professional, ANNA).email = "anna@vlierhof.example"
    secret = set_up(knowledge, clock)
    for name in (ANNA, "anna@vlierhof.example", ANNA, ANNA.upper(), ANNA):
        assert refused(knowledge, name, "000000") == "login_wrong"
    clock.at += timedelta(minutes=14)
    assert refused(knowledge, ANNA, digits(secret, clock)) == "login_wait"
    clock.at += timedelta(minutes=2)
    assert knowledge.logins.enter(ANNA, digits(secret, clock)).id == ANNA


def test_somebody_elses_guessing_does_not_keep_others_waiting(knowledge: Knowledge, clock: SetClock) -> None:
    secret = set_up(knowledge, clock, BRAM)
    for _ in range(6):
        refused(knowledge, ANNA, "000000")
    assert knowledge.logins.enter(BRAM, digits(secret, clock, 1)).id == BRAM


def test_the_right_one_wipes_out_the_wrong_ones(knowledge: Knowledge, clock: SetClock) -> None:
    secret = set_up(knowledge, clock)
    for step in (1, 2):
        for _ in range(4):
            assert refused(knowledge, ANNA, "000000") == "login_wrong"
        clock.at += timedelta(seconds=30)
        assert knowledge.logins.enter(ANNA, digits(secret, clock)).id == ANNA, step


def test_nobody_and_somebody_without_a_login_are_refused_alike(knowledge: Knowledge) -> None:
    for _ in range(5):
        assert refused(knowledge, "niemand", "000000") == refused(knowledge, ANNA, "000000") == "login_wrong"
    assert refused(knowledge, "niemand", "000000") == refused(knowledge, ANNA, "000000") == "login_wait"


def test_a_session_lasts_eight_hours_or_until_it_is_ended(knowledge: Knowledge, clock: SetClock) -> None:
    long, short = knowledge.logins.open_session(ANNA), knowledge.logins.open_session(ANNA)
    knowledge.logins.end_session(short)
    assert (knowledge.logins.whose(long), knowledge.logins.whose(short)) == (ANNA, None)
    clock.at += timedelta(hours=8)
    assert knowledge.logins.whose(long) is None
    assert knowledge.logins.whose("geraden") is None


def test_neither_tokens_nor_keys_can_be_read_in_the_database(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    secret, token = set_up(knowledge, clock), knowledge.logins.open_session(ANNA)
    store.engine.dispose()
    content = b"".join(path.read_bytes() for path in store_files(store))
    assert secret.encode() not in content
    assert token.encode() not in content


def store_files(store: Store) -> list[Path]:
    """Return the database's files."""
    path = Path(store.engine.url.database)
    return list(path.parent.glob(f"{path.name}*"))


def test_sessions_that_are_over_are_forgotten(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    knowledge.logins.open_session(ANNA)
    clock.at += timedelta(hours=9)
    knowledge.logins.open_session(BRAM)
    with store.reading() as session:
        assert [one.professional_id for one in session.execute(select(WebSession)).scalars()] == [BRAM]


def test_who_left_has_no_session_from_that_day_on(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    token = knowledge.logins.open_session(ANNA)
    with store.work() as work:
        work.need(Professional, ANNA).left_on = (clock.now() + timedelta(days=1)).date()
    assert knowledge.logins.whose(token) == ANNA
    clock.at = clock.at.replace(hour=23)  # Past midnight in Amsterdam.
    assert knowledge.logins.whose(token) is None
    with pytest.raises(Refusal, match="login_wrong"):
        knowledge.logins.open_session(ANNA)


def test_refused_logins_are_in_the_log(knowledge: Knowledge, store: Store) -> None:
    refused(knowledge, "niemand", "000000")
    with store.reading() as session:
        last = session.execute(select(tables.audit).order_by(tables.audit.c.id.desc())).first()
    assert (last.object, last.reason, last.outcome) == ("login", "login_wrong", "refused")
