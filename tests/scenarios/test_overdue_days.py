"""Overdue: the ladder as people meet it, from the friendly word beforehand to the team lead; never twice at once."""

from tests.scenarios.days import Day

ANSWERS = ["Gestart", "Wachtlijst", "Nog bezig", "Afgerond", "Past niet", "Later"]


def test_two_working_days_before_the_day_the_holder_gets_a_friendly_word_with_every_answer(day: Day) -> None:
    word = day.at("12:30").brought("shanice")
    assert "NT-4V7: Priya Ramdin (Gemeente Zwanerloo) hoort graag uiterlijk woensdag 25 november hoe het loopt." in (
        word.text
    )
    assert word.messages[-1].text.startswith("NT-4V7")
    assert [title for title, _ in word.messages[-1].buttons] == ANSWERS


def test_on_the_day_and_after_it_the_tone_stays_friendly_and_the_count_is_in_working_days(day: Day) -> None:
    day.at("12:30")
    assert "NT-4V7: vandaag hoort Priya Ramdin" in day.at("2026-11-25T12:30").brought("shanice").text
    friday = day.at("2026-11-27T12:30").brought("shanice").text
    assert "NT-4V7: Priya Ramdin (Gemeente Zwanerloo) hoorde graag op woensdag 25 november hoe het loopt" in friday
    assert "dat is 2 werkdagen geleden" in friday


def test_the_team_lead_hears_after_five_working_days_with_ways_to_help(day: Day) -> None:
    told = day.at("12:30").brought("wilma")
    assert "RG-9N3: het bericht van Nadia Amrani aan Corrie Lageveen is 6 werkdagen te laat." in told.text
    assert [title for title, _ in told.messages[-1].buttons] == ["Por", "Herverdeel", "Bel"]


def test_very_late_is_said_to_both_sides(day: Day) -> None:
    day.at("12:30")
    assert "dat is ruim te laat" in day.brought("jeroen").text
    told = day.brought("tomasz")
    assert "PJ-4M3: Jeroen Buitenhuis is 23 werkdagen te laat met een bericht aan jou." in told.text
    assert told.buttons == ["Por", "Laat me bellen"]


def test_an_answer_ends_the_reminders(day: Day) -> None:
    day.at("12:30")
    day.taps("fatou", "Nog bezig")
    for moment in ("2026-11-24T12:30", "2026-11-25T12:30", "2026-11-26T12:30"):
        assert "XC-7D6" not in day.at(moment).brought("fatou").text


def test_what_was_answered_before_the_bundle_is_not_asked_in_it(day: Day) -> None:
    day.after(minutes=5)
    day.says("fatou", "XC-7D6 is gestart")
    day.taps("fatou", "Bevestigen")
    assert "fatou" not in day.at("12:30").reached()


def test_nothing_comes_in_the_evening_or_on_a_weekend(day: Day) -> None:
    day.at("12:30")
    day.at("16:30")
    for moment in ("2026-11-23T19:00", "2026-11-28T12:30", "2026-11-29T16:30"):
        assert day.at(moment).reached() <= {"dirk", "soraya", "fatou", "jayden", "esmee"}, "only who is on duty then"


def test_after_days_of_silence_everything_comes_as_one_message(day: Day) -> None:
    day.at("12:30")
    merged = day.at("2026-11-30T12:30").brought("shanice")
    assert len(merged.messages) == 1
    assert merged.text.startswith("Je hebt ")
    opened = day.taps("shanice", merged.buttons[0])
    assert opened.buttons, "each of them can be answered from there"


def test_who_was_asked_to_call_gets_the_request_before_any_reminder_of_it(day: Day) -> None:
    day.says("farida", "laat de wijkagent Dirk Postema me bellen")
    day.taps("farida", "Bevestigen")
    asked = [message.text for message in day.at("12:30").brought("dirk").messages if "bellen" in message.text]
    assert len(asked) == 1, "the request and its reminder do not come in one go"


def test_an_inbox_that_nobody_looks_into_reminds_the_team_and_the_sender(day: Day) -> None:
    day.at("12:30")
    assert "wacht 1 werkdag te lang. Pak je het op, of past het niet?" in day.brought("thijs").text
    assert "heeft je verwijzing nog niet opgepakt. De bal ligt nog bij jou" in day.brought("hendrik").text


def test_a_call_that_nobody_answered_is_asked_once_more_and_the_asker_can_go_on(day: Day) -> None:
    day.says("farida", "laat de wijkagent Dirk Postema me bellen")
    day.taps("farida", "Bevestigen")
    reminded: list[str] = []
    for moment in ("12:30", "13:30", "15:00", "16:30", "2026-11-24T09:30", "2026-11-24T12:30"):
        day.at(moment)
        reminded += [message.text for message in day.brought("dirk").messages if "telefoontje" in message.text]
        quiet = [message for message in day.brought("farida").messages if "nog niet gereageerd" in message.text]
        if quiet:
            assert [title for title, _ in quiet[0].buttons] == ["Vraag een collega", "Ander moment", "Niet meer nodig"]
    assert reminded == ["Farida el Idrissi (casusregisseur, Gemeente Zwanerloo) wacht nog op je telefoontje."]
