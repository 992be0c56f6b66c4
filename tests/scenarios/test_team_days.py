"""Being away, who stands in, and the few figures there are."""

from tests.scenarios.days import Day


def test_the_deputy_hears_it_after_the_minute_and_gets_what_comes(day: Day) -> None:
    proposal = day.says("thijs", "ik ben vandaag en morgen vrij, nadia neemt waar")
    assert "van maandag 23 november tot en met dinsdag 24 november. Nadia Amrani neemt waar" in proposal.text
    day.taps("thijs", "Bevestigen")
    told = day.after(seconds=61).brought("nadia")
    assert told.text.startswith("Je neemt waar voor Thijs Verschoor, van maandag 23 november")
    assert "thijs" not in day.at("12:30").reached()


def test_a_new_referral_goes_to_the_deputy_in_the_name_of_who_is_away(day: Day) -> None:
    day.says("corrie", "ik ben morgen vrij, Kwame neemt waar")
    day.taps("corrie", "Bevestigen")
    day.at("2026-11-24T09:05")
    day.says("farida", "verwijs QX-4T9 naar Corrie Lageveen")
    day.taps("farida", "Besproken, akkoord, terugkoppeling mag")
    assert "Voor Corrie Lageveen, die afwezig is. QX-4T9: doorverwijzing" in day.at("12:30").brought("kwame").text


def test_an_absence_that_is_undone_gives_everything_back(day: Day) -> None:
    day.after(minutes=1)
    day.says("fatou", "ik ben vandaag weg")
    day.taps("fatou", "Niemand")
    day.taps("fatou", "Bevestigen")
    day.says("fatou", "ongedaan maken")
    assert "XC-7D6" in day.at("12:30").brought("fatou").text


def test_without_a_deputy_everything_waits_for_the_day_of_return(day: Day) -> None:
    day.says("fatou", "ik ben ziek")
    day.taps("fatou", "Niemand")
    proposal = day.seen["fatou"][-1].text
    assert proposal.startswith("Je bent er niet op maandag 23 november, en niemand neemt waar")
    day.taps("fatou", "Bevestigen")
    assert "fatou" not in day.at("12:30").reached()
    assert "fatou" not in day.at("16:30").reached()
    assert "XC-7D6" in day.at("2026-11-24T12:30").brought("fatou").text


def test_who_is_back_early_is_welcome_and_gets_what_waited(day: Day) -> None:
    day.says("fatou", "ik ben ziek")
    day.taps("fatou", "Niemand")
    day.taps("fatou", "Bevestigen")
    day.at("12:30")
    assert day.says("fatou", "ik ben weer beter").text == "Welkom terug. Je berichten komen weer bij jou."
    assert "XC-7D6" in day.brought("fatou").text


def test_figures_are_of_the_organisation_and_few_are_not_shown(day: Day) -> None:
    figures = day.says("yusuf", "hoeveel is er op tijd teruggekoppeld")
    assert figures.text.startswith("Jeugd- en Gezinsteam Zwanerloo, sinds dinsdag 25 augustus: ")
    assert "Terugkoppeling op tijd: " in figures.text
    assert not [name for name in ("Lotte", "Shanice", "Yusuf") if name in figures.text]
    assert "minder dan vijf verwijzingen" in day.says("arie", "hoeveel verwijzingen hebben we dit kwartaal").text


def test_the_next_meeting_with_its_agenda_and_another_one_by_its_name(day: Day) -> None:
    meeting = day.says("farida", "wanneer is het volgende overleg")
    assert meeting.text.startswith("MDO Wijkteam Noord: donderdag 26 november om 10.00 uur, Gemeentehuis, kamer 2.")
    assert "• QX-4T9" in meeting.text
    assert "Verder 1 waar jij niet bij betrokken bent." in meeting.text
    assert day.says("nienke", "wanneer is het sociaal platform").text.startswith(
        "Sociaal Platform: donderdag 3 december"
    )


def test_a_case_comes_on_the_agenda_that_was_named_and_the_chair_hears(day: Day) -> None:
    proposal = day.says("lotte", "zet MN-3W6 op de agenda van het mdo")
    assert proposal.text == "MN-3W6 op de agenda van MDO Wijkteam Noord, donderdag 26 november om 10.00 uur?"
    day.taps("lotte", "Bevestigen")
    told = day.at("12:30").brought("carlijn")
    assert "Lotte Brouwers zette MN-3W6 op de agenda van MDO Wijkteam Noord" in told.text
