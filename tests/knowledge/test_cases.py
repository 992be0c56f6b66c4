"""Who sees what of the circle around a household."""

import pytest

from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store, put_setting
from tests.cast import ANNA, BRAM, CASE, OTTO, SARA


def names(knowledge: Knowledge, viewer: str) -> list[str | None]:
    """Return the names in the circle as the viewer sees it."""
    return [part.contact.name if part.contact else None for part in knowledge.cases.circle_of(viewer, CASE).parts]


def test_somebody_involved_sees_the_circle_with_the_shelter_masked(knowledge: Knowledge) -> None:
    assert names(knowledge, ANNA) == ["Anna Visser", "Bram Yilmaz", None]


def test_the_coordinator_sees_everybody(knowledge: Knowledge) -> None:
    assert names(knowledge, BRAM) == ["Anna Visser", "Bram Yilmaz", "Sara Bakker"]


def test_a_sensitive_partner_sees_itself(knowledge: Knowledge) -> None:
    assert "Sara Bakker" in names(knowledge, SARA)


def test_in_the_coordinator_profile_others_see_the_coordinator_and_themselves(
    knowledge: Knowledge, store: Store
) -> None:
    with store.work() as work:
        put_setting(work.session, "visibility_profile", "coordinator")
    assert names(knowledge, ANNA) == ["Anna Visser", "Bram Yilmaz"]


@pytest.mark.parametrize("code", [CASE, "AA-3A3"])
def test_an_outsider_gets_the_same_refusal_for_a_case_that_is_there_and_one_that_is_not(
    knowledge: Knowledge, code: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        knowledge.cases.circle_of(OTTO, code)
    assert refusal.value.code == "outsider"


def test_this_household_is_the_one_spoken_of_in_the_last_ten_minutes(knowledge: Knowledge) -> None:
    assert knowledge.cases.in_focus(ANNA) is None
    knowledge.cases.circle_of(ANNA, CASE)
    assert knowledge.cases.in_focus(ANNA) == CASE
