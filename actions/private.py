"""The person's own words of the turn under way, names included: beside Rasa, so that its tracker never has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_words: ContextVar[str] = ContextVar("words", default="")


@contextmanager
def own_words(text: str) -> Iterator[None]:
    """Make `text` the own words of the turn that is handled in this block."""
    token = _words.set(text)
    try:
        yield
    finally:
        _words.reset(token)


def words() -> str:
    """Return the own words of the turn under way."""
    return _words.get()
