"""The words of time as professionals type them, each with the one word that the grammar knows.

Spellings, abbreviations, diminutives, Flemish and old words meet here; accents are gone and letters are small
before a word is looked up. A word may become several ("vanavond" is "vandaag avond").
"""

from nlu.time.numbers import NUMBERS, ORDINALS

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
DAY_PARTS = ("ochtend", "middag", "avond", "nacht")

#: Two-letter weekdays, read as such only where the neighbours allow it.
SHORT_WEEKDAYS = {day[:2]: day for day in WEEKDAYS}

_PARTS = {
    "ochtend": "ochtend", "ochtends": "ochtend", "morgens": "ochtend", "voormiddag": "ochtend",
    "voormiddags": "ochtend", "middag": "middag", "middags": "middag", "namiddag": "middag", "namiddags": "middag",
    "avond": "avond", "avonds": "avond", "nacht": "nacht", "nachts": "nacht",
}  # fmt: skip

_SPELLINGS = {
    "januari": "jan", "februari": "feb febr", "maart": "mrt", "april": "apr", "juni": "jun",
    "juli": "jul", "augustus": "aug", "september": "sep sept", "oktober": "okt oct october", "november": "nov",
    "december": "dec decem",
    "maandag": "mandag", "dinsdag": "dins", "woensdag": "woe woens", "donderdag": "dond", "vrijdag": "vrydag freed",
    "vandaag": "vndg vandaaag hjoed", "morgen": "mrgn mrg mergen moarn morn", "overmorgen": "ovrmorgen",
    "gisteren": "gister gistren", "eergisteren": "eergister",
    "minuut": "min minuten minuutje minuutjes mins", "uur": "u h uurtje", "uren": "uurtjes",
    "kwartier": "kwartiertje kwartieren", "dag": "dagen dgn dagje dagjes dg",
    "werkdag": "werkdagen werkdgn wrkdgn werkdagje wd",
    "week": "weken wk wkn wks weekje weekjes wkje wkjes wekke wike weeknr weeknummer",
    "maand": "maanden mnd mnden maandje maandjes mndn mndje", "kwartaal": "kwartalen kw",
    "jaar": "jaren jr jaartje joar jier joor", "weekend": "weekeinde wknd weekendje wkend weekenden",
    "volgende": "volgend vlg vlgd vlgnd vlgnde vlgde volg toekomende toekomend",
    "komende": "komend aankomende aankomend aanstaande aanstaand as a.s a.s. eerstkomende eerstkomend eerstvolgende "
    "eerstvolgend aans",
    "vorige": "vorig verleden", "afgelopen": "afgelope voorbije jl jl. j.l. jongstleden laatstleden ll",
    "deze": "dit dees deez", "elke": "elk iedere ieder",
    "eind": "einde end", "midden": "medio halverwege halfweg", "begin": "aanvang",
    "voorjaar": "lente", "najaar": "herfst",
    "half": "halve halfje", "een": "n 1tje",
    "uiterlijk": "uitrlk uiterl", "vanaf": "v.a. ingaande", "sinds": "sedert sinsd", "rond": "omstreeks rondom",
    "circa": "ca ongeveer ong plusminus", "geleden": "gelden glden", "het": "'t", "de": "d'n den", "tot": "totaan",
    "gezin": "gzin",
}  # fmt: skip

_SEVERAL = {
    "halfuur": "half uur", "halfuurtje": "half uur", "halfjaar": "half jaar",
    "v/d": "van de", "vd": "van de", "v.d": "van de", "v/h": "van het", "vh": "van het",
    "t/m": "tot en met", "tm": "tot en met", "tem": "tot en met", "t.m.": "tot en met",
    "vanavond": "vandaag avond", "vanmiddag": "vandaag middag", "vannamiddag": "vandaag middag",
    "vanochtend": "vandaag ochtend", "vanmorgen": "vandaag ochtend", "vanvoormiddag": "vandaag ochtend",
    "vannacht": "vandaag nacht", "vnmiddag": "vandaag middag", "vnavond": "vandaag avond",
    "vnochtend": "vandaag ochtend",
    "morgenvroeg": "morgen ochtend", "gisteravond": "gisteren avond", "gistermiddag": "gisteren middag",
    "gisterochtend": "gisteren ochtend", "gistermorgen": "gisteren ochtend", "gisternamiddag": "gisteren middag",
    "gisternacht": "gisteren nacht", "maandeinde": "eind maand", "jaareinde": "eind jaar",
}  # fmt: skip

#: Feasts and school holidays, with the name that the grammar gives them.
_FEASTS = {
    "kerst": "kerst kerstmis kerstdagen kerstperiode", "kerstavond": "",
    "paasdag": "", "paasmaandag": "", "pinkstermaandag": "", "pinksterdag": "",
    "kerstdag": "", "pasen": "paasdagen", "paasweekend": "", "pinksteren": "pinksterdagen", "pinksterweekend": "",
    "hemelvaart": "hemelvaartsdag hemelvaartdag ohh", "hemelvaartweekend": "hemelvaartsweekend",
    "nieuwjaar": "nieuwjaarsdag", "oudejaarsdag": "oudjaar oudjaarsdag oudejaarsavond oudejaar oudjaarsavond",
    "sinterklaas": "pakjesavond sinterklaasavond", "koningsdag": "", "bevrijdingsdag": "", "dodenherdenking": "",
    "carnaval": "vastenavond", "moederdag": "", "vaderdag": "", "prinsjesdag": "", "driekoningen": "",
    "dierendag": "", "allerheiligen": "", "wapenstilstand": "",
    "kerstvakantie": "kerstvakanties kerstverlof", "herfstvakantie": "herfstverlof",
    "voorjaarsvakantie": "krokusvakantie carnavalsvakantie krokusverlof voorjaarsvak",
    "meivakantie": "meivak", "zomervakantie": "zomervak bouwvak",
}  # fmt: skip
FEASTS = tuple(_FEASTS)


def _compounds() -> dict[str, str]:
    days = (*WEEKDAYS, "morgen", "overmorgen", "gisteren", "eergisteren")
    parts = {**_PARTS, "morgen": "ochtend"}
    compounds = {f"{day}{part}": f"{day} {known}" for day in days for part, known in parts.items()}
    return compounds | {f"{day}s": day for day in WEEKDAYS}


def _spellings() -> dict[str, str]:
    every = _SPELLINGS | _FEASTS
    return {variant: known for known, variants in every.items() for variant in (known, *variants.split())}


#: Word as typed to word (or words) of the grammar.
LEXICON: dict[str, str] = (
    {word: word for word in (*WEEKDAYS, *MONTHS)} | _PARTS | _spellings() | _SEVERAL | _compounds() | NUMBERS | ORDINALS
)


def bag(words: str) -> frozenset[str]:
    """Return a set of words that are written in one string, parted by bars."""
    return frozenset(words.split("|"))


#: Words after which a name or number follows, so that "fam. Vrijdag" or "casus 12" is no time.
HOUSEHOLD_WORDS = bag(
    "gezin|fam|familie|mevr|mevrouw|mw|mvr|meneer|mijnheer|dhr|heer|casus|client|dossier|zaak|huisnummer|nr|nummer|"
    "kamer|code|groep|klas"
)
#: Month names that are first names as well, and short weekdays that are part of family names.
NAME_LIKE = bag("mei|april|juni|augustus|jan|di|do|wo|vr|za")
