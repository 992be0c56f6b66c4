"""Feedback in chat: by tap, by sentence, a nudge, the own list, and later."""

from datetime import date
from typing import Any

import pytest

from actions.feedback import ListOverdue, RequestFeedback, SendFeedback, SnoozeReminder
from actions.pushed.moot import Moot
from actions.replies import Reply
from actions.skill import Skill
from actions.turn import Missing
from knowledge.entities import FeedbackStatus, ReferralState
from knowledge.services.feedback import Report
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal, Store
from tests.actions.turns import asked, pushed, says, taps, titles
from tests.cast import ANNA, BRAM, CASE, OTTO
from tests.loop import local, refer, send_to_team

SKILLS: list[type[Skill]] = [SendFeedback, RequestFeedback, ListOverdue, SnoozeReminder]


def tap(knowledge: Knowledge, by: str, reply: Reply | Missing, title: str) -> Reply:
    return taps(knowledge, SKILLS, by, reply, title)


def status(code: str, text: str = "") -> dict[str, Any]:
    return {"code": code, "text": text or code}


def day(first: str) -> dict[str, Any]:
    return {"text": "dan", "first": first, "last": first}


def test_a_sentence_is_confirmed_and_then_passed_on(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    reply = says(knowledge, SendFeedback, BRAM, f"{CASE} is gestart", case=CASE, status=status("started", "gestart"))
    assert reply.text == f"Aan Anna Visser, over {CASE}: gestart. Volgend bericht: uiterlijk woensdag 16 december."
    done = tap(knowledge, BRAM, reply, "Bevestigen")
    assert done.text.startswith(f"Ik geef door aan Anna Visser: {CASE} is gestart.")
    assert titles(done) == ["Andere datum", "Ongedaan maken"]
    (news,) = pushed(knowledge, ANNA)
    assert news.text == f"{CASE}: Bram Yilmaz (Jeugd-Punt) is gestart. Volgend bericht: uiterlijk woensdag 16 december."


def test_a_day_ahead_is_the_next_word_and_a_day_past_is_not(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    ahead = says(knowledge, SendFeedback, BRAM, status=status("waiting"), time=day("2026-12-01"))
    assert "uiterlijk dinsdag 1 december" in ahead.text
    past = says(knowledge, SendFeedback, BRAM, status=status("started"), time=day("2026-11-23"))
    assert "uiterlijk woensdag 16 december" in past.text


def test_what_is_unclear_is_one_tap(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    reply = says(knowledge, SendFeedback, BRAM, case=CASE)
    assert titles(reply) == ["Gestart", "Wachtlijst", "Nog bezig", "Afgerond", "Past niet", "Later"]
    assert f"{CASE} is op de wachtlijst gezet" in tap(knowledge, BRAM, reply, "Wachtlijst").text


def test_a_no_show_asks_what_it_means(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    reply = says(knowledge, SendFeedback, BRAM, case=CASE, status=status("no_show", "niet verschenen"))
    assert reply.text.startswith(f"Niet verschenen bij {CASE}.")
    assert "Nog bezig" in titles(reply)


def test_what_did_not_succeed_asks_why_once(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    reply = says(knowledge, SendFeedback, BRAM, case=CASE, status=status("failed", "niet gelukt"))
    done = tap(knowledge, BRAM, reply, "Geen contact")
    assert f"{CASE} is niet gelukt" in done.text
    assert "niet gelukt (geen contact)" in pushed(knowledge, ANNA)[0].text


def test_more_than_the_status_is_kept_and_said_to_be_kept_but_not_sent(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    words = f"{CASE} is gestart, moeder wil graag samen schulden aanpakken"
    reply = says(knowledge, SendFeedback, BRAM, words, case=CASE, status=status("started", "gestart"))
    assert "versleuteld" in reply.text
    tap(knowledge, BRAM, reply, "Bevestigen")
    assert "moeder" not in pushed(knowledge, ANNA)[0].text
    plain = says(knowledge, SendFeedback, BRAM, f"{CASE} is nu gestart", case=CASE, status=status("busy", "gestart"))
    assert "versleuteld" not in plain.text


def test_whoever_holds_nothing_is_shown_the_way_on(knowledge: Knowledge) -> None:
    reply = says(knowledge, SendFeedback, BRAM, case=CASE, status=status("started"))
    assert titles(reply) == ["Wie is betrokken?", "Mijn verwijzingen", "Wat ligt er bij mij?"]


def test_a_household_that_is_not_known_is_never_taken_for_the_one_i_hold(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    with pytest.raises(Refusal, match=r"^unknown_household$"):
        says(knowledge, SendFeedback, BRAM, case="unknown", status=status("completed"))


def test_several_are_chosen_by_button(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    refer(store, sender_id=OTTO)
    missing, _ = asked(knowledge, SendFeedback, BRAM, status=status("started"))
    assert titles(missing) == [f"{CASE} · Anna Visser", f"{CASE} · Otto Kramer", "Annuleren"]


def test_without_consent_the_referrer_reads_only_that_it_is_handled(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store, feedback_allowed=False)
    reply = says(
        knowledge,
        SendFeedback,
        BRAM,
        referral=referral,
        status=status("failed"),
        reason="client_refuses",
        confirmed=True,
    )
    assert "hoort alleen dát het is afgehandeld" in reply.text
    (news,) = pushed(knowledge, ANNA)
    assert news.text == f"{CASE}: afgehandeld. Bel Bram Yilmaz (Jeugd-Punt) als je meer wilt weten."
    assert titles(news) == ["Laat me bellen"]


def test_a_nudge_is_confirmed_and_the_holder_answers_with_one_tap(knowledge: Knowledge, store: Store) -> None:
    refer(store)
    reply = says(knowledge, RequestFeedback, ANNA, case=CASE)
    assert reply.text == f"Zal ik Bram Yilmaz (Jeugd-Punt) vriendelijk om bericht vragen over {CASE}?"
    tap(knowledge, ANNA, reply, "Bevestigen")
    (message,) = pushed(knowledge, BRAM)
    assert message.text == f"{CASE}: Anna Visser is benieuwd hoe het gaat. Eén tik is genoeg."
    assert "Afgerond" in titles(message)


def test_a_nudge_for_what_has_ended_meanwhile_is_not_said(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    knowledge.feedback.nudge(ANNA, referral)
    knowledge.feedback.give(BRAM, referral, Report(FeedbackStatus.COMPLETED))
    with pytest.raises(Moot):
        pushed(knowledge, BRAM)


def test_the_list_has_both_sides_in_fours_each_with_a_button(knowledge: Knowledge, store: Store) -> None:
    for number in range(6):
        refer(store, feedback_due=date(2026, 11, 20 + number))
    refer(store, sender_id=BRAM, holder_id=ANNA, feedback_due=date(2026, 12, 2))
    reply = says(knowledge, ListOverdue, BRAM)
    lines = reply.text.splitlines()
    assert lines[0] == "Bij jou, 6:"
    assert lines[1] == f"• {CASE} (geaccepteerd): Anna Visser hoort uiterlijk vrijdag 20 november van je – te laat"
    assert lines[5] == "en nog 2"
    assert lines[6] == "Jij wacht op bericht, 1:"
    assert titles(reply) == [f"Meld {CASE} · Anna Viss…"] * 4 + [f"Por {CASE}"]


def test_a_period_keeps_what_is_due_by_then(knowledge: Knowledge, store: Store) -> None:
    refer(store, feedback_due=date(2026, 12, 20))
    reply = says(knowledge, ListOverdue, BRAM, time=day("2026-11-27"))
    assert reply.text.startswith("Alles is bij")


def test_what_waits_to_be_taken_up_is_in_the_list_of_the_whole_team(knowledge: Knowledge, store: Store) -> None:
    send_to_team(store)
    assert "vraagt of je het oppakt" in says(knowledge, ListOverdue, BRAM).text


def test_later_offers_days_and_tells_the_referrer_when_the_promise_moves(knowledge: Knowledge, store: Store) -> None:
    referral = refer(store)
    missing, _ = asked(knowledge, SnoozeReminder, BRAM, referral=referral, case=CASE)
    assert titles(missing) == ["Morgen", "Volgende week", "Over 2 weken", "Over 4 weken"]
    done = tap(knowledge, BRAM, missing, "Volgende week")
    assert done.text == f"Goed, de datum voor {CASE} is nu maandag 30 november. De ander hoort dat ook."
    (news,) = pushed(knowledge, ANNA)
    assert news.text == f"{CASE}: Bram Yilmaz laat iets later van zich horen, uiterlijk maandag 30 november."


def test_a_day_in_the_words_is_confirmed(knowledge: Knowledge, store: Store) -> None:
    refer(store, feedback_due=date(2026, 12, 10))
    reply = says(knowledge, SnoozeReminder, BRAM, "herinner me maandag", time=day("2026-11-30"))
    assert reply.text == f"Zal ik op maandag 30 november terugkomen op {CASE}?"
    assert "kom op maandag 30 november terug" in tap(knowledge, BRAM, reply, "Bevestigen").text
    assert "je vroeg me hierop terug te komen" in pushed(knowledge, BRAM)[0].text


def test_the_sender_sees_how_it_stands_when_reminded(knowledge: Knowledge, store: Store) -> None:
    refer(store, feedback_due=date(2026, 12, 10), state=ReferralState.STARTED, started_at=local("2026-11-10"))
    reply = says(knowledge, SnoozeReminder, ANNA, time=day("2026-11-30"))
    tap(knowledge, ANNA, reply, "Bevestigen")
    assert "gestart op dinsdag 10 november" in pushed(knowledge, ANNA)[0].text
