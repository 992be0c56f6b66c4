"""What is stored, what one may ask, and what happens when something went wrong."""

from tests.scenarios.days import Day


def test_one_reads_what_is_stored_and_a_request_reaches_the_privacy_officer_with_its_day(day: Day) -> None:
    about = day.says("farida", "wat bewaar je van mij")
    assert about.text.startswith("Van jou bewaar ik je naam")
    assert about.buttons == ["Inzage vragen", "Laten verbeteren", "Laten wissen", "Bezwaar maken"]
    assert "uiterlijk woensdag 23 december" in day.taps("farida", "Inzage vragen").text
    told = day.at("12:30").brought("ineke").text
    assert "Farida el Idrissi vraagt om inzage. Antwoord is nodig uiterlijk woensdag 23 december." in told


def test_what_went_astray_and_is_not_out_yet_is_recalled_and_the_officer_hears_at_once(day: Day) -> None:
    day.says("farida", "verwijs QX-4T9 naar Jayden Martina")
    day.taps("farida", "Besproken, akkoord, terugkoppeling mag")
    day.says("farida", "ik heb iets naar de verkeerde gestuurd")
    reported = day.taps("farida", "Bevestigen")
    assert "Gemeld bij Ineke Feenstra" in reported.text
    assert "72 uur" in reported.text
    assert "Teruggehaald voor het aankwam: 1." in reported.text
    assert "termijn van 72 uur" in day.brought("ineke").text
    assert "doorverwijzing" not in day.at("12:30").brought("jayden").text


def test_a_lost_phone_is_unlinked_in_two_taps(day: Day) -> None:
    proposal = day.says("farida", "mijn telefoon is gestolen")
    assert proposal.buttons == ["Nu losmaken", "Er lekte iets uit", "Annuleren"]
    assert "losgemaakt" in day.taps("farida", "Nu losmaken").text
    channels = {address.channel for address in day.knowledge.outbox.addresses("farida")}
    assert "telegram" not in channels
