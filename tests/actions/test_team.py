"""What a team lead is shown and can do in chat."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from actions.pushed import render
from actions.replies import Reply
from actions.team import AskDigest
from actions.turn import Turn
from knowledge.clock import SetClock
from knowledge.entities import Absence, Outgoing
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store
from tests.cast import ANNA, BRAM, CASE, HOUSEHOLD, LENA, OTTO, TESS
from tests.loop import local, refer, send_to_team, write_to


def ask(knowledge: Knowledge, person: str, **details: Any) -> Reply:
    """Let somebody ask for the overview, or press one of its buttons."""
    asker = knowledge.people.get(person)
    assert asker is not None
    return AskDigest(knowledge).answer(Turn(asker, "ask_digest", "", knowledge, details))


def late(store: Store, day: int) -> int:
    """Put a referral in the store that Bram should have answered on a day in November."""
    return refer(store, feedback_due=date(2026, 11, day), reminders=4)


def titles(reply: Reply) -> list[str]:
    """Return what the buttons say."""
    return [choice.title for choice in reply.choices]


def told(knowledge: Knowledge, store: Store, kind: str) -> Reply:
    """Return the message of this kind as it would be sent now."""
    with store.reading() as session:
        rows = session.execute(select(Outgoing)).scalars().all()
    return render(knowledge, next(row for row in rows if row.kind == kind))


def test_the_lead_sees_both_sides_apart_and_the_own_late_items(knowledge: Knowledge, store: Store) -> None:
    late(store, 23)
    reply = ask(knowledge, LENA)
    assert reply.text.splitlines() == [
        "Overzicht van Jeugdteam:",
        "Wij moeten nog laten weten: 0 op tijd, 1 te laat, 0 ruim te laat.",
        "Wij wachten nog op: 0 op tijd, 0 te laat, 0 ruim te laat.",
        f"Oudste bij ons: {CASE}, 2 werkdagen te laat.",
        "Te laat bij ons:",
        f"• {CASE}: Bram Yilmaz, 2 werkdagen te laat",
    ]
    assert titles(reply) == [CASE]
    assert HOUSEHOLD not in reply.text


def test_a_long_list_comes_in_fours(knowledge: Knowledge, store: Store) -> None:
    for _ in range(6):
        late(store, 23)
    first = ask(knowledge, LENA)
    assert first.text.endswith("en nog 2")
    assert titles(first) == [CASE] * 4 + ["Nog 2"]
    rest = ask(knowledge, LENA, **first.choices[-1].details)
    assert len(rest.choices) == 2


def test_an_item_can_be_nudged_given_away_and_called_about(knowledge: Knowledge, store: Store) -> None:
    referral = late(store, 23)
    reply = ask(knowledge, LENA, item=referral)
    assert [(choice.title, choice.intent) for choice in reply.choices] == [
        ("Por", "request_feedback"),
        ("Herverdeel", "ask_digest"),
        ("Bel", "request_callback"),
    ]


def test_giving_away_is_two_taps_and_can_be_undone(knowledge: Knowledge, store: Store) -> None:
    referral = late(store, 23)
    whom = ask(knowledge, LENA, reassign=referral)
    assert titles(whom) == ["Tess de Wit"]
    done = ask(knowledge, LENA, **whom.choices[0].details)
    assert done.text == f"{CASE} ligt nu bij Tess de Wit; ik laat het allebei weten."
    assert titles(done) == ["Ongedaan maken"]


def test_an_item_that_nobody_took_can_be_given_to_somebody(knowledge: Knowledge, store: Store) -> None:
    referral = send_to_team(store)
    assert titles(ask(knowledge, LENA, item=referral)) == ["Herverdeel"]


def test_who_does_not_lead_is_shown_the_own_list_instead(knowledge: Knowledge) -> None:
    reply = ask(knowledge, BRAM)
    assert [choice.intent for choice in reply.choices] == ["list_overdue"]


def test_a_team_without_late_items_is_shown_its_counts(knowledge: Knowledge) -> None:
    assert ask(knowledge, LENA).choices == []


def test_a_message_of_a_bundle_is_shown_whole(knowledge: Knowledge, store: Store) -> None:
    rows = write_to(store, ANNA, 2)
    assert ask(knowledge, ANNA, messages=rows[:1]).text.startswith("Je neemt waar voor")
    assert titles(ask(knowledge, ANNA, messages=rows)) == ["Bericht 1", "Bericht 2"]


def test_somebody_elses_messages_are_not_shown(knowledge: Knowledge, store: Store) -> None:
    rows = write_to(store, ANNA)
    assert "afgehandeld" in ask(knowledge, BRAM, messages=rows).text


def test_the_pushed_digest_is_short_with_a_button_for_the_list(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    clock.at = local("2026-11-24", "08:00")
    knowledge.reminders.claim_due()
    late(store, 9)
    clock.at = local("2026-11-25", "09:00")
    knowledge.reminders.claim_due()
    digest = told(knowledge, store, "team_digest")
    assert len(digest.text.splitlines()) == 4
    assert titles(digest) == ["Bekijk de lijst (1)"]
    opened = ask(knowledge, LENA, **digest.choices[0].details)
    assert opened.text.startswith("Te laat bij ons:")


def test_who_stands_in_it_hears_when_and_answers_with_one_tap(
    knowledge: Knowledge, store: Store, clock: SetClock
) -> None:
    clock.at = local("2026-11-23", "08:00")
    knowledge.reminders.claim_due()
    late(store, 9)
    clock.at = local("2026-11-24", "09:00")
    knowledge.reminders.claim_due()
    notice = told(knowledge, store, "digest_notice")
    assert "woensdag 25 november" in notice.text
    assert "Gestart" in titles(notice)


def test_the_coordinator_sees_who_rang_with_the_card_and_need_not_react(knowledge: Knowledge, store: Store) -> None:
    knowledge.cases.ring(OTTO, CASE)
    knowledge.reminders.claim_due()
    rung = told(knowledge, store, "doorbell_rung")
    assert rung.text.startswith("Otto Kramer (wijkagent, Politie Vlierdam) vroeg naar QX-4T9.")
    assert titles(rung) == ["Laat me bellen", "Reageer niet"]
    assert [contact.name for contact in rung.contacts] == ["Otto Kramer"]


@pytest.mark.parametrize(
    ("kind", "says", "buttons"),
    [
        ("reminder_take_up", "naar Jeugdteam. Pak je het op?", ["Ik pak het op", "Past niet", "Laat me bellen"]),
        ("reminder_not_taken", "De bal ligt nog bij jou", ["Intrekken"]),
    ],
)
def test_what_nobody_takes_up_has_a_way_on_for_both_sides(
    knowledge: Knowledge, store: Store, kind: str, says: str, buttons: list[str]
) -> None:
    send_to_team(store)
    knowledge.reminders.claim_due()
    reply = told(knowledge, store, kind)
    assert says in reply.text
    assert titles(reply) == buttons


@pytest.mark.parametrize(
    ("kind", "says", "buttons"),
    [
        (
            "reminder_very_late",
            "ruim te laat",
            ["Gestart", "Wachtlijst", "Nog bezig", "Afgerond", "Past niet", "Later"],
        ),
        ("reminder_lead", "46 werkdagen te laat", ["Por", "Herverdeel", "Bel"]),
        ("reminder_nothing_heard", "46 werkdagen te laat", ["Por", "Laat me bellen"]),
    ],
)
def test_what_is_very_late_has_a_way_on_for_everybody(
    knowledge: Knowledge, store: Store, clock: SetClock, kind: str, says: str, buttons: list[str]
) -> None:
    refer(store)
    clock.at = local("2027-02-01")
    knowledge.reminders.claim_due()
    reply = told(knowledge, store, kind)
    assert says in reply.text
    assert titles(reply) == buttons


def test_a_deputy_reads_for_whom_it_is(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    with store.work() as work:
        today = clock.now().date()
        work.add(Absence(BRAM, today, today, deputy_id=TESS))
    refer(store)
    knowledge.reminders.claim_due()
    assert told(knowledge, store, "reminder_due").text.startswith("Voor Bram Yilmaz, die afwezig is. QX-4T9")


def test_a_colleague_who_gets_an_item_can_answer_at_once(knowledge: Knowledge, store: Store) -> None:
    knowledge.digest.reassign(LENA, late(store, 23), TESS)
    assert "Gestart" in titles(told(knowledge, store, "referral_assigned"))
    assert "Tess de Wit" in told(knowledge, store, "referral_unassigned").text
