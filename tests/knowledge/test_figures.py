"""Figures: of an organisation, from what happened anyway, and none where a household would show through."""

from datetime import date

import pytest

from knowledge.entities import ReferralState
from knowledge.services.figures import SMALLEST_GROUP
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, OTTO
from tests.loop import local, refer


def refer_often(store: Store, count: int, **facts: object) -> None:
    for _ in range(count):
        refer(store, **facts)


def test_under_five_nothing_is_shown(knowledge: Knowledge, store: Store) -> None:
    refer_often(store, SMALLEST_GROUP - 1)
    with pytest.raises(Refusal, match="too_few"):
        knowledge.figures.of_my_organisation(ANNA)


def test_both_who_sends_and_who_receives_see_the_same_referrals(knowledge: Knowledge, store: Store) -> None:
    refer_often(store, SMALLEST_GROUP)
    for person, name in ((ANNA, "Huisartsen Vlierhof"), (BRAM, "Jeugd-Punt")):
        found = knowledge.figures.of_my_organisation(person)
        assert (found.organisation, found.referrals, found.open) == (name, 5, 5)
    with pytest.raises(Refusal, match="too_few"):
        knowledge.figures.of_my_organisation(OTTO)


def test_what_came_by_its_day_counts_as_in_time(knowledge: Knowledge, store: Store) -> None:
    day = date(2026, 11, 20)
    refer_often(store, 3, feedback_due=day, last_feedback_at=local("2026-11-20", "16:00"))
    refer_often(store, 1, feedback_due=day, last_feedback_at=local("2026-11-23"))
    refer_often(store, 2, feedback_due=date(2026, 12, 20))
    assert knowledge.figures.of_my_organisation(ANNA).in_time == 75


def test_without_anything_due_there_is_no_share(knowledge: Knowledge, store: Store) -> None:
    refer_often(store, SMALLEST_GROUP, feedback_due=date(2026, 12, 20))
    found = knowledge.figures.of_my_organisation(ANNA)
    assert (found.in_time, found.days_to_accept, found.days_to_start) == (None, 0, None)


def test_the_median_is_the_one_in_the_middle(knowledge: Knowledge, store: Store) -> None:
    for day in ("2026-11-05", "2026-11-06", "2026-11-20"):
        refer(store, started_at=local(day))
    refer_often(store, 2)
    assert knowledge.figures.of_my_organisation(ANNA).days_to_start == 2


def test_drafts_mistakes_and_what_was_before_do_not_count(knowledge: Knowledge, store: Store) -> None:
    refer_often(store, SMALLEST_GROUP)
    refer(store, state=ReferralState.MISTAKEN, mistaken_at=local("2026-11-10"))
    refer(store, sent_at=local("2026-03-02"))
    assert knowledge.figures.of_my_organisation(ANNA).referrals == SMALLEST_GROUP
    assert knowledge.figures.of_my_organisation(ANNA, date(2026, 1, 1)).referrals == SMALLEST_GROUP + 1
