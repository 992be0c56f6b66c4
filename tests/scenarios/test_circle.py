""" "Wie is betrokken bij dit gezin?": for who is involved, for who is not, and which household is meant."""

import pytest
from sqlalchemy import select

from knowledge.store import tables
from tests.scenarios.days import Day
from tests.scenarios.phone import Phone

pytestmark = pytest.mark.model

#: Around QX-4T9 are Farida (regie), Hendrik, Hanneke, Lotte, Stefan and Dirk; Hendrik calls it 4471.
CASE = "QX-4T9"
HOUSEHOLD = "Van den Oever"
DOORBELL = "Ik heb het doorgegeven; wie kan en mag, neemt contact met je op."


def test_who_is_involved_sees_who_else_is_with_what_function_since_when_and_how_to_reach_them(day: Day) -> None:
    answer = day.says("hendrik", f"wie is betrokken bij {CASE}?")
    assert "Farida el Idrissi, casusregisseur, sinds 27-08-2026 – heeft de regie" in answer.text
    assert "Jijzelf (huisarts, Huisartsenpraktijk Vlierhorst)" in answer.text
    assert "en nog 2" in answer.text
    assert "Farida el Idrissi" in answer.cards
    assert "Hendrik van Loenersloot" not in answer.cards
    assert {"Doorverwijzen", "Laat me bellen", "Iemand aanhaken"} <= set(answer.buttons)


def test_the_rest_of_a_long_circle_is_one_tap_away(day: Day) -> None:
    day.says("hendrik", f"wie is betrokken bij {CASE}?")
    answer = day.taps("hendrik", "Toon alle 6")
    assert "Dirk Postema" in answer.text
    assert "Stefan Maduro" in answer.text
    assert "en nog" not in answer.text


def test_a_sensitive_partner_is_masked_for_others_and_named_to_himself(day: Day) -> None:
    answer = day.says("mohamed", "wie is er betrokken bij KD-7R3")
    assert "Een gespecialiseerde partner, sinds" in answer.text
    assert "Stapsteen" not in answer.text
    assert "Irina" not in answer.text + " ".join(answer.cards)
    assert "Irina" in day.says("joost", "wie is er betrokken bij KD-7R3").text + day.taps("joost", "Toon alle 5").text


def test_who_has_the_regie(day: Day) -> None:
    answer = day.says("hendrik", f"wie heeft de regie bij {CASE}")
    assert "Farida el Idrissi" in answer.text
    assert "Laat me bellen" in answer.buttons


def test_that_nobody_has_the_regie_is_said(day: Day) -> None:
    assert "niemand de regie" in day.says("nadia", "wie heeft de regie bij RG-9N3").text


@pytest.mark.parametrize(
    "named", ["4471", "gezin van den oever", "fam. van den Oevr", "Oever", "qx4t9", "QX 4T9", "casus QX-4T9"]
)
def test_one_s_own_household_is_recognised_however_it_is_written(day: Day, named: str) -> None:
    answer = day.says("hendrik", f"wie is er betrokken bij {named}")
    assert answer.text.startswith(f"Rond {CASE}")
    assert HOUSEHOLD.casefold() not in answer.text.casefold()


def test_the_name_of_somebody_else_s_household_is_not_recognised(day: Day) -> None:
    answer = day.says("olga", f"wie is er betrokken bij gezin {HOUSEHOLD}")
    assert CASE not in answer.text
    assert "ken ik niet onder jouw casussen" in answer.text


def test_another_s_own_number_means_nothing(day: Day) -> None:
    assert CASE not in day.says("hanneke", "wie is er betrokken bij 4471").text


def test_the_message_with_a_name_in_it_is_deleted(phone: Phone, day: Day) -> None:
    phone.starts(day.knowledge.people.invite("hendrik").code)
    phone.sends(f"wie is er betrokken bij {HOUSEHOLD}")
    assert phone.wiped
    phone.sends(f"wie is er betrokken bij {CASE}")
    assert not phone.wiped


def test_one_wrong_character_is_asked_about(day: Day) -> None:
    answer = day.says("hendrik", "wie is betrokken bij QX-4T8?")
    assert "Bedoel je" in answer.text
    assert day.taps("hendrik", CASE).text.startswith(f"Rond {CASE}")


def test_who_did_mean_the_other_code_gets_the_doorbell(day: Day) -> None:
    day.says("hendrik", "wie is betrokken bij QX-4T8?")
    assert day.taps("hendrik", "Nee, QX-4T8").text == DOORBELL


def test_an_outsider_gets_the_same_words_for_a_case_that_is_there_and_one_that_is_not(day: Day) -> None:
    there = day.says("olga", f"wie is betrokken bij {CASE}?")
    not_there = day.says("olga", "wie is betrokken bij AA-9A9?")
    assert there == not_there
    assert there.text == DOORBELL
    assert there.buttons == []


def test_only_the_coordinator_hears_who_rang(day: Day) -> None:
    day.says("olga", f"wie is betrokken bij {CASE}?")
    day.says("olga", "wie is betrokken bij AA-9A9?")
    heard = set()
    for moment in ("12:31", "16:31"):
        day.at(moment)
        heard |= {who for who in day.reached() if "Olga" in day.brought(who).text}
    assert heard == {"farida"}


def test_this_household_is_the_one_spoken_of_in_the_last_ten_minutes(day: Day) -> None:
    day.says("hendrik", f"wie is betrokken bij {CASE}?")
    day.after(minutes=9)
    assert day.says("hendrik", "en wie zijn er betrokken bij dit gezin?").text.startswith(f"Rond {CASE}")
    day.after(minutes=11)
    asked = day.says("hendrik", "wie zijn er betrokken bij dit gezin?")
    assert "Over welke casus" in asked.text
    assert CASE in asked.buttons


def test_what_was_only_pushed_is_not_this_household(day: Day) -> None:
    day.after(minutes=2).at("12:31")
    assert "NT-4V7" in day.brought("shanice").text
    assert "Over welke casus" in day.says("shanice", "wie is betrokken bij dit gezin?").text


def test_a_code_is_enough_of_an_answer(day: Day) -> None:
    day.says("hendrik", "wie is betrokken bij dit gezin?")
    assert day.says("hendrik", CASE).text.startswith(f"Rond {CASE}")


def test_an_outsider_s_question_does_not_make_it_this_household(day: Day) -> None:
    day.says("olga", f"wie is betrokken bij {CASE}?")
    answer = day.says("olga", "wie is betrokken bij dit gezin?")
    assert CASE not in answer.text + "".join(answer.buttons)


def test_every_look_is_in_the_log(day: Day) -> None:
    day.says("hendrik", f"wie is betrokken bij {CASE}?")
    day.says("olga", f"wie is betrokken bij {CASE}?")
    audit = tables.audit.c
    with day.knowledge.store.reading() as session:
        looked = session.execute(select(audit.actor).where(audit.case == CASE)).scalars().all()
    assert {"hendrik", "olga"} <= set(looked)


def test_a_new_household_takes_a_name_and_a_tap(day: Day) -> None:
    day.says("nadia", "ik wil een nieuw gezin toevoegen")
    regie = day.says("nadia", "Pietersen")
    assert "Pietersen" not in regie.text
    opened = day.taps("nadia", "Ik")
    code = opened.text.split("open: ")[1].split(".")[0]
    assert f"Rond {code} is er nu 1" in day.says("nadia", "wie is betrokken bij pietersen").text


def test_a_colleague_is_joined_and_then_knows_the_household(day: Day) -> None:
    proposal = day.says("farida", f"haak priya ramdin aan bij {CASE}")
    assert "Priya Ramdin" in proposal.text
    day.taps("farida", "Bevestigen")
    day.after(seconds=61)
    assert CASE in day.brought("priya").text or CASE in day.at("12:31").brought("priya").text
    assert CASE in day.says("priya", "mijn casussen").text
