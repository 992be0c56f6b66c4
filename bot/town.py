"""What the town knows, as the words by which the language side recognises it: partners, people, topics, areas."""

from datetime import datetime

from knowledge.services.knowledge import Knowledge
from nlu.lexicon import Lexicon, Situation, Term


class Town:
    """Keeps the lexicon at hand, and makes it anew when the registry changed."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._version = ""
        self._lexicon = Lexicon(())

    def situation(self, now: datetime | None = None) -> Situation:
        """Return the lexicon as the registry is now, and what time it is (or is taken to be)."""
        version = self._knowledge.registry.version()
        if version != self._version:
            terms = [Term(term.entity, term.id, (term.words,)) for term in self._knowledge.registry.lexicon()]
            self._lexicon, self._version = Lexicon(terms), version
        return Situation(self._lexicon, now or self._knowledge.store.clock.now())
