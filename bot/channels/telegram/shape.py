"""What a message looks like on Telegram: text in parts, rows of buttons, contact cards. Pure."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath

import vobject
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from knowledge.services.cases import Contact

#: Longest text in UTF-16 units, as Telegram counts.
LONGEST = 4096
#: What fits beside each other on a phone, in characters, and how many buttons at most.
_ROW_WIDTH, _ROW_LENGTH = 30, 3
_PICTURES = (".png", ".jpg", ".jpeg")
#: Where a text may be cut, best first: paragraphs, lines, sentences, words.
_BORDERS = ("\n\n", "\n", ". ", " ")


def length(text: str) -> int:
    """Return the length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le")) // 2


def parts(text: str, longest: int = LONGEST) -> Iterator[str]:
    """Cut a text into parts that Telegram takes, on the border of paragraphs where that is possible."""
    rest = text.strip()
    while length(rest) > longest:
        cut = _cut(rest, longest)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def _cut(text: str, longest: int) -> int:
    """Return where to cut: the last border that leaves no crumb, or else in the middle of a word."""
    fits = len(text.encode("utf-16-le")[: longest * 2].decode("utf-16-le", "ignore"))
    for border in _BORDERS:
        found = text.rfind(border, 0, fits)
        if found > fits // 4:
            return min(found + len(border.rstrip(" ")), fits)
    return fits


def keyboard(buttons: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """Return the buttons in rows that fit a phone; a payload that is an address opens it."""
    rows: list[list[InlineKeyboardButton]] = []
    width = _ROW_WIDTH
    for title, payload in buttons:
        width += len(title)
        if width > _ROW_WIDTH or len(rows[-1]) == _ROW_LENGTH:
            rows.append([])
            width = len(title)
        rows[-1].append(_button(title, payload))
    return InlineKeyboardMarkup(rows) if rows else None


def _button(title: str, payload: str) -> InlineKeyboardButton:
    if payload.startswith(("https://", "http://")):
        return InlineKeyboardButton(title, url=payload)
    return InlineKeyboardButton(title, callback_data=payload)


def is_picture(name: str) -> bool:
    """Tell whether a file is shown as a picture."""
    return PurePath(name).suffix.lower() in _PICTURES


def card(contact: Contact) -> dict[str, str]:
    """Return a contact as the fields of a contact card."""
    first, _, last = contact.name.partition(" ")
    return {
        "phone_number": international(contact.phone),
        "first_name": first or contact.organisation,
        "last_name": last,
        "vcard": _vcard(contact),
    }


def international(phone: str) -> str:
    """Return a Dutch number as it can be dialled everywhere; short and 0800 numbers stay as they are."""
    digits = re.sub(r"[^\d+]", "", phone)
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if digits.startswith("0") and not digits.startswith(("0800", "0900")):
        return f"+31{digits[1:]}"
    return digits


def _vcard(contact: Contact) -> str:
    written = vobject.vCard()
    first, _, last = contact.name.partition(" ")
    written.add("n").value = vobject.vcard.Name(family=last, given=first)
    written.add("fn").value = contact.name or contact.organisation
    written.add("org").value = [contact.organisation]
    for field, value in (("title", contact.role), ("tel", contact.phone), ("email", contact.email)):
        if value:
            written.add(field).value = value
    return str(written.serialize())
