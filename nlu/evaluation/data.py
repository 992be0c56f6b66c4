"""Annotated messages, read from Rasa's YAML, and folds of them that share no near-identical sentences."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.masking import masked
from nlu.spans import Span

TRAINING = Path("nlu/data")
DEVELOPMENT = Path("tests/nlu/development")

_MARKED = re.compile(r"\[([^\]]+)\]\(([a-z_]+)\)")
#: Lines that were written one after the other resemble each other: they are kept together in blocks.
_BLOCK = 15


@dataclass(frozen=True)
class Example:
    """A message with what it wants and the entities in it. `block` tells with which others it was written."""

    text: str
    intent: str
    spans: tuple[Span, ...]
    block: str = ""


def read(folder: Path) -> list[Example]:
    """Return the examples of every YAML file in `folder`, in order."""
    return [example for path in sorted(folder.glob("*.yml")) for example in _examples(path)]


def parse(line: str) -> tuple[str, tuple[Span, ...]]:
    """Return the text of an annotated line and its entities."""
    parts: list[str] = []
    spans: list[Span] = []
    length = done = 0
    for found in _MARKED.finditer(line):
        parts += [line[done : found.start()], found[1]]
        start = length + found.start() - done
        length = start + len(found[1])
        done = found.end()
        spans.append(Span(start, length, found[2]))
    return "".join([*parts, line[done:]]), tuple(spans)


def folds(examples: list[Example], count: int) -> list[int]:
    """Return the fold of each example: blocks stay together, and so do sentences that are alike but for entities."""
    chosen: dict[str, int] = {}
    result = []
    for example in examples:
        frame = re.sub(r"\W+", " ", masked(example.text, example.spans)).strip()
        fold = int(hashlib.sha256(example.block.encode()).hexdigest(), 16) % count
        result.append(chosen.setdefault(frame, fold))
    return result


def _examples(path: Path) -> Iterator[Example]:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    for entry in content.get("nlu", []):
        if "intent" in entry:
            for at, line in enumerate(_lines(entry["examples"].splitlines())):
                text, spans = parse(line)
                yield Example(text, entry["intent"], spans, f"{path.name}:{at // _BLOCK}")


def _lines(lines: Iterable[str]) -> Iterator[str]:
    return (line[2:].strip() for line in lines if line.startswith("- ") and line[2:].strip())
