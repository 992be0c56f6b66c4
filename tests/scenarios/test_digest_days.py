"""The digest: on the working day before the team's meeting, who stands in it told the day before that."""

from tests.scenarios.days import Day


def test_who_stands_in_it_is_told_one_working_day_earlier_and_gets_out_with_one_tap(day: Day) -> None:
    told = day.at("12:30").brought("nadia")
    assert "RG-9N3 staat dinsdag 24 november in het overzicht van je teamleider" in told.text
    day.taps("nadia", "Gestart", about="RG-9N3")
    digest = day.at("2026-11-24T09:00").brought("wilma")
    assert digest.text.startswith("Overzicht van Team Welzijn:")
    assert "RG-9N3" not in digest.text


def test_it_counts_both_sides_apart_and_lists_code_holder_and_age(day: Day) -> None:
    digest = day.at("2026-11-24T09:00").brought("wilma")
    assert "Wij moeten nog laten weten: 1 op tijd, 2 te laat, 0 ruim te laat." in digest.text
    assert "Wij wachten nog op: " in digest.text
    assert "Oudste bij ons: RG-9N3, 7 werkdagen te laat." in digest.text
    listed = day.taps("wilma", "Bekijk de lijst (2)")
    assert "RG-9N3: Nadia Amrani, 7 werkdagen te laat" in listed.text
    assert "HC-9X6: niemand, 2 werkdagen te laat" in listed.text


def test_one_item_can_be_nudged_given_to_another_or_phoned(day: Day) -> None:
    day.says("yusuf", "wat staat er open bij mijn team")
    item = day.taps("yusuf", "QX-4T9")
    assert item.buttons == ["Por", "Herverdeel", "Bel"]
    day.taps("yusuf", "Herverdeel")
    given = day.taps("yusuf", "Shanice Pinas")
    assert given.text == "QX-4T9 ligt nu bij Shanice Pinas; ik laat het allebei weten."
    day.at("12:30")
    assert "QX-4T9 ligt nu bij Shanice Pinas. Jij hoeft er niets meer aan te doen." in day.brought("lotte").text
    about_it = [m.text for m in day.brought("shanice").messages if "Hanneke Nijhuis" in m.text]
    assert len(about_it) == 1, "the word that it is hers now is not followed by a reminder in the same bundle"


def test_a_nudge_by_the_lead_reaches_the_holder(day: Day) -> None:
    day.says("yusuf", "wat staat er open bij mijn team")
    day.taps("yusuf", "QX-4T9")
    assert "Lotte Brouwers" in day.taps("yusuf", "Por").text
    assert "is benieuwd hoe het gaat" in day.at("12:30").brought("lotte").text


def test_on_request_at_any_moment_for_the_lead_alone(day: Day) -> None:
    assert day.says("carlijn", "overzicht van mijn team").text.startswith("Overzicht van Wijkteam Noord:")
    refused = day.says("farida", "overzicht van mijn team")
    assert "voor teamleiders" in refused.text
    assert refused.buttons == ["Wat ligt er bij mij?"]


def test_there_is_no_ranking_of_persons(day: Day) -> None:
    text = day.says("wilma", "overzicht van mijn team").text
    assert text.count("Nadia Amrani") == 1, "as the holder of her item, not as a figure"


def test_the_lists_and_the_digest_agree_on_what_is_late(day: Day) -> None:
    assert "Oudste bij ons: QX-4T9, 4 werkdagen te laat." in day.says("yusuf", "overzicht van mijn team").text
    owed = day.says("lotte", "wat ligt er bij mij").text.partition("Jij wacht")[0]
    assert [line for line in owed.splitlines() if "Hanneke Nijhuis" in line and "te laat" in line]
