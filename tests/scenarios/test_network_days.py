"""Letting somebody think along, and passing on a worry: nothing is handed over, and nothing of the family said."""

from tests.scenarios.days import Day


def test_somebody_thinks_along_and_both_get_each_others_card(day: Day) -> None:
    proposal = day.says("farida", "kan iemand van de ggz even meedenken")
    assert "niets over het gezin" in proposal.text
    assert "Jeroen Buitenhuis" in day.taps("farida", "Bevestigen").text
    asked = day.at("12:30").brought("jeroen")
    assert "Farida el Idrissi (casusregisseur, Gemeente Zwanerloo) zoekt iemand om mee te denken" in asked.text
    taken = day.taps("jeroen", "Ik denk mee")
    assert taken.cards == ["Farida el Idrissi"]
    assert day.brought("farida").cards == ["Jeroen Buitenhuis"]


def test_a_worry_about_a_case_goes_to_the_regie_without_the_reporters_name_until_it_is_taken_up(day: Day) -> None:
    day.says("hanneke", "ik maak me zorgen over QX-4T9")
    assert "Farida el Idrissi" in day.taps("hanneke", "Bevestigen").text
    received = day.after(seconds=61).brought("farida")
    assert received.messages[0].text == "Iemand rond QX-4T9 heeft een zorg en wil die met je bespreken."
    assert day.taps("farida", "Ik pak het op", about="zorg").cards == ["Hanneke Nijhuis"]
    assert "Farida el Idrissi (casusregisseur) pakt je zorg op" in day.brought("hanneke").text


def test_a_worry_without_a_case_goes_to_the_team_of_the_area_and_the_first_takes_it(day: Day) -> None:
    day.says("dirk", "ik maak me zorgen over een gezin in Bovenweer")
    assert "Jeugdteam" in day.taps("dirk", "Bevestigen").text
    day.after(seconds=61)
    assert {"lotte", "shanice", "yusuf"} <= day.reached()
    day.taps("lotte", "Ik pak het op", about="zorg")
    assert day.taps("shanice", "Ik pak het op", about="zorg").text == "Een collega heeft het al opgepakt."


def test_an_outsiders_worry_about_a_case_rings_the_blind_doorbell(day: Day) -> None:
    day.says("nadia", "ik maak me zorgen over QX-4T9")
    there = day.taps("nadia", "Bevestigen").text
    day.says("nadia", "ik maak me zorgen over QX-9R9")
    last = day.seen["nadia"][-1]
    not_there = day.taps("nadia", "Bevestigen").text if last.buttons else last.text
    assert there == not_there, "the same words for a case that is there and one that is not"


def test_the_meldcode_is_never_far(day: Day) -> None:
    assert "Meldcode" in day.says("hanneke", "ik maak me zorgen over QX-4T9").text
