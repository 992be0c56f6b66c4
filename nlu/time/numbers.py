"""Dutch number words and ordinals up to ninety-nine, as the digits that the grammar reads."""

_UNITS = ("een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen")
_TEENS = (
    "tien", "elf", "twaalf", "dertien", "veertien", "vijftien", "zestien", "zeventien", "achttien", "negentien",
)  # fmt: skip
_TENS = ("twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig")
_IRREGULAR_ORDINALS = {1: "eerste", 3: "derde", 8: "achtste"}


def _cardinals() -> dict[int, str]:
    words = dict(enumerate((*_UNITS, *_TEENS), start=1))
    for tens, word in enumerate(_TENS, start=2):
        words[tens * 10] = word
        words.update({tens * 10 + unit: f"{words[unit]}en{word}" for unit in range(1, 10)})
    return words


def _ordinal(number: int, word: str) -> str:
    if number in _IRREGULAR_ORDINALS:
        return _IRREGULAR_ORDINALS[number]
    return word + ("de" if number < 20 else "ste")


_CARDINALS = _cardinals()

#: Number word to digits, without "een", which is an article more often than a number.
NUMBERS = {word: str(number) for number, word in _CARDINALS.items() if number > 1} | {
    "anderhalf": "1.5",
    "anderhalve": "1.5",
    "paar": "2",
    "enkele": "3",
    "tweeduizend": "2000",
}

#: Ordinal word to digits with an ending: "derde" is "3de". Digits that are typed keep an e ("3e"), because
#: "de 3e" is a day of the month and "de derde" hardly ever is.
ORDINALS = {_ordinal(number, word): f"{number}de" for number, word in _CARDINALS.items() if number < 54}


def amount(text: str) -> float:
    """Return the value of what the grammar calls a number: digits, "een", "1.5", "half" or "een 2" (een paar)."""
    last = text.rsplit(maxsplit=1)[-1]
    return {"een": 1.0, "half": 0.5}.get(last) or float(last)
