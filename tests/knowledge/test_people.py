"""Linking: an invitation makes a stranger known, once; unlinking makes a stranger of somebody at once."""

from datetime import timedelta

import pytest

from knowledge.clock import SetClock
from knowledge.entities import Professional
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM

PHONE, NEW_PHONE = "1001", "2002"


def why_not(knowledge: Knowledge, code: str, address: str = PHONE) -> str:
    """Return why a code is refused."""
    with pytest.raises(Refusal) as refusal:
        knowledge.people.redeem("telegram", address, code)
    return refusal.value.code


def test_a_code_links_the_phone_it_is_sent_from(knowledge: Knowledge) -> None:
    assert knowledge.people.at("telegram", PHONE) is None
    code = knowledge.people.invite(ANNA).code
    assert knowledge.people.redeem("telegram", PHONE, code).id == ANNA
    known = knowledge.people.at("telegram", PHONE)
    assert known is not None
    assert (known.person.id, known.accepted_house_rules) == (ANNA, False)


def test_house_rules_are_accepted_once(knowledge: Knowledge) -> None:
    knowledge.people.accept_house_rules(ANNA)
    known = knowledge.people.at("web", ANNA)
    assert known is not None
    assert known.accepted_house_rules


def test_a_code_has_no_characters_that_look_alike_and_may_be_typed_in_groups(knowledge: Knowledge) -> None:
    code = knowledge.people.invite(ANNA).code
    assert len(code) == 12
    assert not set(code) & set("01OI")
    assert knowledge.people.redeem("telegram", PHONE, f"{code[:4]}-{code[4:8]} {code[8:].lower()}").id == ANNA


def test_a_code_works_once(knowledge: Knowledge) -> None:
    code = knowledge.people.invite(ANNA).code
    knowledge.people.redeem("telegram", PHONE, code)
    assert why_not(knowledge, code, NEW_PHONE) == "code_used"


def test_a_code_is_valid_for_fourteen_days(knowledge: Knowledge, clock: SetClock) -> None:
    invited = knowledge.people.invite(ANNA)
    assert invited.expires - clock.now() == timedelta(days=14)
    clock.at += timedelta(days=14)
    assert why_not(knowledge, invited.code) == "code_expired"


def test_a_new_invitation_ends_the_one_before(knowledge: Knowledge) -> None:
    old, new = knowledge.people.invite(ANNA).code, knowledge.people.invite(ANNA).code
    assert why_not(knowledge, old) == "code_expired"
    assert knowledge.people.redeem("telegram", PHONE, new).id == ANNA


def test_after_five_wrong_codes_that_phone_waits_a_day_and_no_other(knowledge: Knowledge, clock: SetClock) -> None:
    code = knowledge.people.invite(ANNA).code
    for _ in range(5):
        assert why_not(knowledge, "AAAABBBBCCCC") == "code_wrong"
    assert why_not(knowledge, code) == "too_many_codes"
    assert knowledge.people.redeem("telegram", NEW_PHONE, code).id == ANNA
    clock.at += timedelta(hours=25)
    assert why_not(knowledge, "AAAABBBBCCCC") == "code_wrong"


def test_the_right_code_wipes_out_the_wrong_ones(knowledge: Knowledge) -> None:
    for person in (ANNA, BRAM):
        for _ in range(4):
            why_not(knowledge, "AAAABBBBCCCC")
        assert knowledge.people.redeem("telegram", PHONE, knowledge.people.invite(person).code).id == person


def test_a_new_phone_takes_the_place_of_the_old_one(knowledge: Knowledge) -> None:
    for phone in (PHONE, NEW_PHONE):
        knowledge.people.redeem("telegram", phone, knowledge.people.invite(ANNA).code)
    assert knowledge.people.at("telegram", PHONE) is None
    link = knowledge.people.link_of(ANNA, "telegram")
    assert link is not None
    assert link.address == NEW_PHONE


def test_a_phone_that_changes_hands_belongs_to_who_linked_it_last(knowledge: Knowledge) -> None:
    for person in (ANNA, BRAM):
        knowledge.people.redeem("telegram", PHONE, knowledge.people.invite(person).code)
    known = knowledge.people.at("telegram", PHONE)
    assert known is not None
    assert known.person.id == BRAM
    assert knowledge.people.link_of(ANNA, "telegram") is None


def test_unlinking_works_at_once_on_every_channel_and_ends_the_sessions(knowledge: Knowledge) -> None:
    knowledge.people.redeem("telegram", PHONE, knowledge.people.invite(ANNA).code)
    session = knowledge.logins.open_session(ANNA)
    assert knowledge.people.unlink(ANNA) == 2
    assert knowledge.people.at("telegram", PHONE) is None
    assert knowledge.people.at("web", ANNA) is None
    assert knowledge.logins.whose(session) is None
    assert knowledge.outbox.addresses(ANNA) == []


def test_who_was_unlinked_comes_back_with_a_new_code(knowledge: Knowledge) -> None:
    knowledge.people.unlink(ANNA)
    assert knowledge.people.redeem("telegram", PHONE, knowledge.people.invite(ANNA).code).id == ANNA
    assert knowledge.people.at("telegram", PHONE) is not None


def test_who_has_left_is_a_stranger_from_that_day_in_amsterdam_on(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    with store.work() as work:
        work.need(Professional, ANNA).left_on = (clock.now() + timedelta(days=1)).date()
    clock.at = clock.at.replace(hour=22, minute=59)
    assert knowledge.people.at("web", ANNA) is not None
    clock.at = clock.at.replace(hour=23, minute=0)
    assert knowledge.people.at("web", ANNA) is None


def test_a_sign_of_life_says_that_the_channel_works_again(knowledge: Knowledge) -> None:
    knowledge.people.channel_failed("web", ANNA, "blocked")
    assert knowledge.outbox.addresses(ANNA) == []
    knowledge.people.at("web", ANNA)
    assert [address.channel for address in knowledge.outbox.addresses(ANNA)] == ["web"]


@pytest.mark.parametrize("deed", ["invite", "unlink"])
def test_an_unknown_person_is_refused(knowledge: Knowledge, deed: str) -> None:
    with pytest.raises(Refusal, match="unknown_person"):
        getattr(knowledge.people, deed)("niemand")
