"""Dutch text brought to one form, so that what is meant alike is written alike. Pure."""

import re
import unicodedata
from functools import lru_cache

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_QUOTES = {
    **dict.fromkeys("‘’‚‛`´ʼ′", "'"),
    **dict.fromkeys("“”„″«»", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
    "\xa0": " ",
}
_WORD = re.compile(r"[^\W_]+(?:['./][^\W_]+)*|[^\w\s]|_")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_NOT_IN_KEY = re.compile(r"[\W_]+")

#: What is typed for short, with what it stands for.
_SHORT = {
    "ff": "even", "effe": "even", "effies": "even", "eventjes": "even", "mn": "mijn", "m'n": "mijn", "zn": "zijn",
    "z'n": "zijn", "d'r": "haar", "kwil": "ik wil", "kzou": "ik zou", "kheb": "ik heb", "kben": "ik ben",
    "kzit": "ik zit", "kweenie": "ik weet niet", "kweet": "ik weet", "kga": "ik ga", "kmoet": "ik moet",
    "kan'k": "kan ik", "aub": "alsjeblieft", "a.u.b": "alsjeblieft", "svp": "alsjeblieft", "s.v.p": "alsjeblieft",
    "ajb": "alsjeblieft", "pls": "alsjeblieft", "alstublieft": "alsjeblieft", "vd": "van de", "v/d": "van de",
    "v.d": "van de", "vh": "van het", "v/h": "van het", "tk": "terugkoppeling", "wkn": "weken", "wk": "week",
    "dgn": "dagen", "mnd": "maanden", "ivm": "in verband met", "i.v.m": "in verband met", "mbt": "met betrekking tot",
    "m.b.t": "met betrekking tot", "tav": "ten aanzien van", "obv": "op basis van", "igv": "in geval van",
    "dmv": "door middel van", "ipv": "in plaats van", "tbv": "ten behoeve van", "nav": "naar aanleiding van",
    "n.a.v": "naar aanleiding van", "ovv": "onder vermelding van", "bv": "bijvoorbeeld", "bijv": "bijvoorbeeld",
    "iig": "in ieder geval", "idd": "inderdaad", "ipc": "in plaats", "iha": "in het algemeen", "tel": "telefoon",
    "telnr": "telefoonnummer", "tel.nr": "telefoonnummer", "nr": "nummer", "tnr": "telefoonnummer", "gsm": "telefoon",
    "asap": "zo snel mogelijk", "zsm": "zo snel mogelijk", "z.s.m": "zo snel mogelijk", "mss": "misschien",
    "miss": "misschien", "egt": "echt", "ist": "is het", "kheb't": "ik heb het", "t": "het", "'t": "het", "n": "een",
    "'n": "een", "ie": "hij", "nie": "niet", "nog's": "nog eens", "es": "eens", "ns": "eens", "da": "dat",
    "wa": "wat", "gij": "jij", "ge": "je", "u": "je", "uw": "je", "jouw": "je", "jou": "je", "jij": "je", "ok": "oke",
    "okay": "oke", "okee": "oke", "oké": "oke", "okido": "oke", "oki": "oke", "wrm": "waarom", "wnr": "wanneer",
    "wmr": "wanneer", "hvl": "hoeveel", "gem": "gemeente", "vwb": "verwijzing", "aanm": "aanmelding",
    "verw": "verwijzing", "info": "informatie", "cl": "client", "clnt": "client", "pt": "patient", "ha": "huisarts",
    "wijkvpk": "wijkverpleegkundige", "vpk": "verpleegkundige", "mw'er": "maatschappelijk werker",
    "vt": "veilig thuis", "thx": "dank", "thanks": "dank", "tnx": "dank", "bdkt": "bedankt", "gr": "groet",
    "grtjs": "groetjes", "vr.gr": "groet", "mvg": "groet",
}  # fmt: skip


def clean(text: str) -> str:
    """Return `text` with spaces for control and direction marks: every other character stands where it stood."""
    return _CONTROL.sub(" ", text)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    char = _QUOTES.get(char, char)
    return (unicodedata.normalize("NFKD", char)[:1] or " ").lower()[:1]


def fold(text: str) -> str:
    """Return `text` in small letters without accents, character for character: places in it are places in `text`."""
    if text.isascii():
        return text.lower()
    return "".join(map(_plain, text))


def key(text: str) -> str:
    """Return letters and digits alone, folded: `Jeugd-Punt`, `jeugd punt` and `Jeugdpunt` have one key."""
    return _NOT_IN_KEY.sub("", fold(text))


def words(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of every word and mark in `text`, in order."""
    return [found.span() for found in _WORD.finditer(text)]


def normalise(text: str) -> str:
    """Return `text` as words parted by single spaces: folded, written out in full, drawn-out letters shortened."""
    found = _WORD.findall(fold(clean(text)))
    return " ".join(_whole(_DRAWN_OUT.sub(r"\1\1", word)) for word in found)


def _whole(word: str) -> str:
    return _SHORT.get(word, word)
