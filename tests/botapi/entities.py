"""Formatted text: the HTML that bots may send, and the entities Telegram finds by itself. Offsets are UTF-16 units."""

import html
import re
from dataclasses import dataclass, field

from tests.botapi.errors import ApiError, bad_request
from tests.botapi.objects import JsonObject

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
}
_TOKEN = re.compile(
    r"""</(?P<end>[a-z0-9-]*)\s*>
      | <(?P<start>[a-z0-9-]+)(?P<attributes>(?:\s+[\w-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*>
      | (?P<reference>&(?:\#x[0-9a-f]+|\#[0-9]+|lt|gt|amp|quot);)
      | (?P<words>[^<&]+|&)
      | (?P<stray><[^\s>]*)""",
    re.IGNORECASE | re.VERBOSE,
)
_ATTRIBUTE = re.compile(r"""([\w-]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"']+))?""")
_FOUND_BY_ITSELF = (
    ("url", re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?)]")),
    ("email", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")),
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\w/])")),
    ("mention", re.compile(r"(?<![\w.@/])@[A-Za-z]\w{3,31}\b")),
    ("hashtag", re.compile(r"(?<![\w#/])#\w*[A-Za-z]\w*")),
    ("phone_number", re.compile(r"(?<!\w)\+\d(?:[ -]?\d){8,13}\b")),
)


@dataclass
class FormattedText:
    """Plain text with its entities, as messages carry them."""

    text: str
    entities: list[JsonObject] = field(default_factory=list)


def utf16_length(text: str) -> int:
    """Length as Telegram counts it; most emoji count for two."""
    return len(text.encode("utf-16-le")) // 2


def formatted(text: str, parse_mode: str | None, entities: list[JsonObject] | None = None) -> FormattedText:
    """The text as the chat will show it. Only HTML and plain text are known here; Markdown is refused with 400."""
    if parse_mode and parse_mode.lower() != "html":
        raise bad_request("unsupported parse_mode")
    parsed = _HtmlReader(text).read() if parse_mode else FormattedText(text, list(entities or []))
    trimmed = _trimmed(parsed)
    return FormattedText(trimmed.text, _sorted(trimmed.entities + _found(trimmed)))


def found_entities(text: str) -> list[JsonObject]:
    """What Telegram marks in a text somebody typed: commands, mentions, addresses, numbers."""
    return _sorted(_found(FormattedText(text)))


def _found(known: FormattedText) -> list[JsonObject]:
    taken = [(entity["offset"], entity["offset"] + entity["length"]) for entity in known.entities]
    result: list[JsonObject] = []
    for kind, pattern in _FOUND_BY_ITSELF:
        for match in pattern.finditer(known.text):
            start = utf16_length(known.text[: match.start()])
            end = start + utf16_length(match.group())
            if all(end <= low or start >= high for low, high in taken):
                taken.append((start, end))
                result.append({"type": kind, "offset": start, "length": end - start})
    return result


def _sorted(entities: list[JsonObject]) -> list[JsonObject]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _trimmed(given: FormattedText) -> FormattedText:
    text = given.text.strip()
    skipped = utf16_length(given.text[: len(given.text) - len(given.text.lstrip())])
    end = utf16_length(text)
    kept: list[JsonObject] = []
    for entity in given.entities:
        start = max(0, entity["offset"] - skipped)
        stop = min(end, entity["offset"] + entity["length"] - skipped)
        if stop > start:
            kept.append(entity | {"offset": start, "length": stop - start})
    return FormattedText(text, kept)


@dataclass
class _OpenTag:
    name: str
    attributes: dict[str, str]
    offset: int


class _HtmlReader:
    """Reads the HTML style of the Bot API, with its errors: they name the byte at which it stumbled."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._plain: list[str] = []
        self._length = 0
        self._open: list[_OpenTag] = []
        self._entities: list[JsonObject] = []

    def read(self) -> FormattedText:
        position = 0
        while position < len(self._source):
            match = _TOKEN.match(self._source, position)
            assert match is not None, "the pattern covers every character"
            self._take(match)
            position = match.end()
        if self._open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"')
        return FormattedText("".join(self._plain), self._entities)

    def _take(self, token: "re.Match[str]") -> None:
        if token["words"] or token["reference"]:
            self._write(html.unescape(token["reference"]) if token["reference"] else token["words"])
        elif token["start"]:
            self._start(token)
        elif token["end"] is not None:
            self._end(token)
        else:
            self._stray(token)

    def _write(self, words: str) -> None:
        self._plain.append(words)
        self._length += utf16_length(words)

    def _start(self, token: "re.Match[str]") -> None:
        name = token["start"].lower()
        attributes = {key.lower(): value.strip("\"'") for key, value in _ATTRIBUTE.findall(token["attributes"])}
        if name not in _TAGS:
            raise _unparsable(f'Unsupported start tag "{name}" at byte offset {self._byte(token)}')
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(token)}')
        self._open.append(_OpenTag(name, attributes, self._length))

    def _end(self, token: "re.Match[str]") -> None:
        if not self._open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._byte(token)}")
        opened = self._open.pop()
        found = token["end"].lower()
        if found and found != opened.name:
            where = f"Unmatched end tag at byte offset {self._byte(token)}"
            raise _unparsable(f'{where}, expected "</{opened.name}>", found "</{found}>"')
        self._mark(opened)

    def _mark(self, opened: _OpenTag) -> None:
        entity: JsonObject = {
            "type": _TAGS[opened.name],
            "offset": opened.offset,
            "length": self._length - opened.offset,
        }
        if opened.name == "a":
            entity["url"] = html.unescape(opened.attributes.get("href", ""))
        if opened.name == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        if entity["length"] and entity.get("url") != "":
            self._entities.append(entity)

    def _stray(self, token: "re.Match[str]") -> None:
        if ">" not in self._source[token.start() :]:
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(token)}")
        raise _unparsable(f'Unsupported start tag "{token["stray"][1:]}" at byte offset {self._byte(token)}')

    def _byte(self, token: "re.Match[str]") -> int:
        return len(self._source[: token.start()].encode())


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
