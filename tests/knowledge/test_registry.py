"""Searching the registry: who does what here, whatever the words and the typos."""

from datetime import date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.clock import SetClock
from knowledge.entities import Absence, Capacity, Discipline, DutyShift, Organisation, PartnerKind, Professional
from knowledge.rules.matching import best_matches, is_typo_of, likeness, plain, related
from knowledge.rules.topics import topic_of
from knowledge.services.knowledge import Knowledge
from knowledge.services.registry_search import Wish
from knowledge.store import Refusal, Store
from tests.cast import ANNA, BRAM, LENA, OTTO, TESS


def add(store: Store, *entities: object) -> None:
    with store.work() as work:
        for entity in entities:
            work.add(entity)


def partners(knowledge: Knowledge, **wish: tuple[str, ...] | str) -> list[str]:
    return [found.id for found in knowledge.registry.find(ANNA, Wish(**wish)).partners]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "words", ["schulden", "schudlen", "schuldhulp", "schuldhulpverlening", "rood staan", "deurwaarder", "Schulden!"]
)
def test_debts_are_found_under_every_word_for_them(knowledge: Knowledge, words: str) -> None:
    assert partners(knowledge, topics=(words,)) == ["jeugdpunt"]


def test_a_sentence_without_a_known_topic_is_searched_for_its_everyday_words(knowledge: Knowledge) -> None:
    assert partners(knowledge, words="mevrouw heeft een deurwaarder aan de deur, wie kan helpen?") == ["jeugdpunt"]


def test_what_is_free_and_nearby_comes_first_and_the_unknown_partner_is_not_hidden(
    knowledge: Knowledge, store: Store
) -> None:
    with store.work() as work:
        work.add(Organisation("budget", "Bureau Balans", PartnerKind.DEBT, topics=["schuldhulpverlening"]))
        work.add(Organisation("elders", "Aa Ergens Anders", PartnerKind.DEBT, topics=["schulden"], areas=["Ver Weg"]))
    assert partners(knowledge, topics=("schulden",), areas=("Vlierwijk",)) == ["jeugdpunt", "budget", "elders"]


def test_each_find_says_why_it_fits(knowledge: Knowledge) -> None:
    found = knowledge.registry.find(ANNA, Wish(topics=("schuldhulp",), areas=("vlierwijk",))).partners[0]
    assert [(reason.code, reason.words) for reason in found.reasons] == [
        ("topic", "schulden"),
        ("area", "Vlierwijk"),
        ("social_base", ""),
    ]


def test_a_partner_that_mentions_the_topic_only_in_its_offer_is_found_too(knowledge: Knowledge) -> None:
    found = knowledge.registry.find(ANNA, Wish(topics=("straat",))).partners
    assert [partner.id for partner in found] == ["jeugdpunt"]


def test_nothing_found_offers_what_is_nearest(knowledge: Knowledge) -> None:
    findings = knowledge.registry.find(ANNA, Wish(topics=("jongelingen",)))
    assert findings.partners == ()
    assert findings.nearest == ("jongeren",)


def test_the_wijkagent_of_a_neighbourhood_is_a_person(knowledge: Knowledge) -> None:
    findings = knowledge.registry.find(ANNA, Wish(disciplines=("wijkagnet",), areas=("Vlierwijk",)))
    assert [(found.contact.name, found.elsewhere) for found in findings.people] == [("Otto Kramer", False)]


def test_a_discipline_is_found_by_another_word_for_it(knowledge: Knowledge, store: Store) -> None:
    add(store, Discipline("wijkagent", ["buurtagent"]))
    findings = knowledge.registry.find(ANNA, Wish(disciplines=("buurtagent",)))
    assert [found.contact.name for found in findings.people] == ["Otto Kramer"]


def test_a_discipline_of_another_area_is_marked_so(knowledge: Knowledge) -> None:
    findings = knowledge.registry.find(ANNA, Wish(disciplines=("wijkagent",), areas=("Ver Weg",)))
    assert [found.elsewhere for found in findings.people] == [True]


def test_who_left_is_found_no_more(knowledge: Knowledge, store: Store) -> None:
    with store.work() as work:
        work.need(Professional, OTTO).left_on = date(2026, 11, 25)
    assert knowledge.registry.find(ANNA, Wish(disciplines=("wijkagent",))).people == ()
    assert not [match for match in knowledge.registry.match("Otto Kramer", "person") if match.sure]


@pytest.mark.parametrize(
    ("typed", "entity", "meant"),
    [
        ("jeugd punt", "partner", "jeugdpunt"),
        ("jeugdpnt", "partner", "jeugdpunt"),
        ("JP", "partner", "jeugdpunt"),
        ("het jeugdteam", "partner", "jeugdpunt"),
        ("de haven", "partner", "haven"),
        ("Brma Yilmaz", "person", BRAM),
        ("bram", "person", BRAM),
        ("Vlierwijck", "area", "Vlierwijk"),
        ("deurwaarder", "topic", "schulden"),
    ],
)
def test_a_name_is_recognised_as_it_is_typed(knowledge: Knowledge, typed: str, entity: str, meant: str) -> None:
    match = knowledge.registry.match(typed, entity)[0]
    assert (match.term.id, match.sure) == (meant, True)


def test_an_unknown_name_is_never_taken_for_certain(knowledge: Knowledge) -> None:
    assert not any(match.sure for match in knowledge.registry.match("Stichting Zonnedauw", "partner"))


def test_the_lexicon_is_made_anew_only_when_the_registry_changed(knowledge: Knowledge, store: Store) -> None:
    before = knowledge.registry.version()
    knowledge.cases.mine(ANNA)
    assert knowledge.registry.version() == before
    add(store, Organisation("nieuw", "Buurtkeuken Zout", PartnerKind.WELFARE))
    assert knowledge.registry.version() != before
    assert "Buurtkeuken Zout" in [term.words for term in knowledge.registry.lexicon()]


def on_duty(knowledge: Knowledge) -> list[tuple[str, str, str | None]]:
    return [(one.contact.name, f"{one.until:%H:%M}", one.stands_in_for) for one in knowledge.registry.on_duty(ANNA)]


def test_on_duty_is_who_has_a_shift_now_in_local_time(knowledge: Knowledge, clock: SetClock) -> None:
    assert on_duty(knowledge) == [("Bram Yilmaz", "17:00", None)]
    clock.at = datetime(2026, 11, 25, 15, 59, tzinfo=timezone.utc)
    assert on_duty(knowledge) == [("Bram Yilmaz", "17:00", None)]
    clock.at += timedelta(minutes=1)
    assert on_duty(knowledge) == []


def test_a_night_shift_runs_until_the_next_morning(knowledge: Knowledge, store: Store, clock: SetClock) -> None:
    add(store, DutyShift(OTTO, 2, time(22), time(6)))
    clock.at = datetime(2026, 11, 26, 2, 0, tzinfo=timezone.utc)
    assert on_duty(knowledge) == [("Otto Kramer", "06:00", None)]


def test_the_deputy_is_on_duty_in_the_place_of_who_is_away(knowledge: Knowledge, store: Store) -> None:
    add(store, Absence(BRAM, date(2026, 11, 23), date(2026, 11, 27), deputy_id=TESS))
    assert on_duty(knowledge) == [("Tess de Wit", "17:00", "Bram Yilmaz")]


def test_room_is_told_with_its_date_and_fades_after_two_weeks(knowledge: Knowledge, clock: SetClock) -> None:
    knowledge.registry.report_capacity(BRAM, Capacity.WAITING_LIST, 4)
    note = knowledge.registry.partner(ANNA, "jeugdpunt").capacity
    assert note is not None
    assert (note.capacity, note.weeks, note.reported_on, note.stale) == (
        Capacity.WAITING_LIST,
        4,
        date(2026, 11, 25),
        False,
    )
    clock.at += timedelta(days=15)
    faded = knowledge.registry.partner(ANNA, "jeugdpunt").capacity
    assert faded is not None
    assert faded.stale


def test_room_can_be_taken_back_within_the_minute(knowledge: Knowledge) -> None:
    saved = knowledge.registry.report_capacity(LENA, Capacity.FULL)
    assert saved.change_id is not None
    knowledge.undo.take_back(LENA, saved.change_id)
    assert knowledge.registry.partner(ANNA, "jeugdpunt").capacity is None


def test_a_partner_that_is_gone_is_refused(knowledge: Knowledge) -> None:
    with pytest.raises(Refusal):
        knowledge.registry.partner(ANNA, "weg")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_resemble_each_other_between_nothing_and_wholly(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 100
    assert likeness(one, other) == likeness(plain(one), plain(other))


@given(st.from_regex(r"[a-z]{6,14}", fullmatch=True), st.data())
def test_two_letters_changing_places_are_a_typo(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 2))
    assert is_typo_of(word[:at] + word[at + 1] + word[at] + word[at + 2 :], word)


@pytest.mark.parametrize(
    ("written", "known"),
    [("schuldhulp", "schuldhulpverlening"), ("opvoedproblemen", "opvoeden"), ("jongeren", "jongere")],
)
def test_compounds_and_forms_are_related(written: str, known: str) -> None:
    assert related(written, known)


@pytest.mark.parametrize(("written", "known"), [("werk", "wijkwerk"), ("straat", "schulden"), ("rouw", "vrouw")])
def test_words_that_only_look_alike_are_not(written: str, known: str) -> None:
    assert not related(written, known)


def test_a_topic_goes_by_its_everyday_words() -> None:
    assert topic_of("Financiële problemen") == "schulden"
    assert topic_of("verslavign") == "verslaving"
    assert topic_of("tuinkabouters") is None


def test_without_terms_nothing_matches() -> None:
    assert best_matches("iets", []) == []
