"""What kind of word each word of a message is (verb, noun, name …), as the Dutch spaCy pipeline sees it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from spacy.language import Language
from spacy.tokens import Doc

from nlu import pipeline

#: The environment variable that chooses the pipeline, before what the model's configuration says.
VARIABLE: Final = "KORTELIJN_SPACY_MODEL"

#: What is needed of the pipeline: the rest would only take time.
_PARTS = ("tok2vec", "morphologizer")


class Grammar:
    """Word classes by one pipeline; made once for a process by `grammar`."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._language.select_pipes(enable=[name for name in _PARTS if name in language.pipe_names])

    def classes(self, words: Sequence[str]) -> list[str]:
        """Return the universal part of speech of each word, "" where the pipeline has none."""
        return next(self.of_many([words]))

    def of_many(self, texts: Iterable[Sequence[str]]) -> Iterator[list[str]]:
        """Yield the same for each message; much faster than one by one."""
        docs = (Doc(self._language.vocab, words=list(words)) for words in texts)
        for doc in self._language.pipe(docs, batch_size=256):
            yield [token.pos_ for token in doc]


def grammar(name: str | None = None) -> Grammar:
    """Return the word classes by the pipeline that the environment, else `name`, says; without both the best there is.

    The first call takes about a second. Raises ValueError when there is no pipeline of that name.
    """
    return _loaded(os.environ.get(VARIABLE) or name or None)


@lru_cache(maxsize=2)
def _loaded(name: str | None) -> Grammar:
    return Grammar(pipeline.load(name))
