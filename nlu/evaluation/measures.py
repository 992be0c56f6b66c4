"""The figures by which understanding is judged."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nlu.spans import Span


@dataclass(frozen=True)
class Answer:
    """What was made of a message: the likeliest intent and its chance, whether a question is asked, the entities."""

    intent: str
    confidence: float
    asks: bool
    spans: tuple[Span, ...] = ()


@dataclass
class Tally:
    """Right, wrongly found and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 when there was nothing to find and nothing found."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of what there was that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)


@dataclass
class Report:
    """All figures over a set of messages."""

    accuracy: float
    macro_f1: float
    intents: dict[str, Tally]
    entities: dict[str, Tally]
    #: Out-of-scope messages that lead to an action, and in-scope ones to a wrong action, without a question asked.
    led_astray: float
    wrong_action: float
    #: Share of in-scope messages at which a question is asked, and of those where the right intent is among three.
    asked: float
    calibration_error: float
    confusions: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def overall(self) -> Tally:
        """The entities of all kinds together."""
        return sum(self.entities.values(), Tally())


#: Intents that do no more than answer in words: taking one for the other is no wrong action.
HARMLESS = frozenset({"out_of_scope", "greet", "goodbye", "thank", "help", "cancel", "deny", "affirm"})


def report(intents: Sequence[str], marked: Sequence[Iterable[Span]], answers: Sequence[Answer]) -> Report:
    """Judge `answers` by the right `intents` and the `marked` entities."""
    told = _by_intent(intents, answers)
    pairs = list(zip(intents, answers, strict=True))
    inside = [(right, answer) for right, answer in pairs if right != "out_of_scope"]
    outside = [answer for right, answer in pairs if right == "out_of_scope"]
    return Report(
        accuracy=_share(right == answer.intent for right, answer in pairs),
        macro_f1=sum(tally.f1 for tally in told.values()) / max(1, len(told)),
        intents=told,
        entities=_by_entity(marked, answers),
        led_astray=_share(not answer.asks and answer.intent not in HARMLESS for answer in outside),
        wrong_action=_share(
            not answer.asks and answer.intent != right and answer.intent not in HARMLESS for right, answer in inside
        ),
        asked=_share(answer.asks for _, answer in inside),
        calibration_error=_calibration_error(pairs),
        confusions=Counter((right, answer.intent) for right, answer in pairs if right != answer.intent),
    )


def _share(truths: Iterable[bool]) -> float:
    listed = list(truths)
    return sum(listed) / len(listed) if listed else 0.0


def _by_intent(intents: Sequence[str], answers: Sequence[Answer]) -> dict[str, Tally]:
    told: dict[str, Tally] = {intent: Tally() for intent in sorted(set(intents))}
    for right, answer in zip(intents, answers, strict=True):
        if answer.intent == right:
            told[right].right += 1
            continue
        told[right].missed += 1
        if answer.intent in told:
            told[answer.intent].wrong += 1
    return told


def _by_entity(marked: Sequence[Iterable[Span]], answers: Sequence[Answer]) -> dict[str, Tally]:
    found: dict[str, Tally] = defaultdict(Tally)
    for spans, answer in zip(marked, answers, strict=True):
        wanted = list(spans)
        for span in answer.spans:
            hit = _meets(span, wanted)
            found[span.entity].right += hit
            found[span.entity].wrong += not hit
        for span in wanted:
            found[span.entity].missed += not _meets(span, answer.spans)
    return dict(sorted(found.items()))


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(span.entity == other.entity and span.overlaps(other) for other in others)


def _calibration_error(pairs: Sequence[tuple[str, Answer]], bins: int = 10) -> float:
    """Return by how much confidence and being right differ on average, over equal steps of confidence."""
    binned: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for right, answer in pairs:
        binned[min(bins - 1, int(answer.confidence * bins))].append((answer.confidence, right == answer.intent))
    gaps = (abs(sum(c for c, _ in each) - sum(hit for _, hit in each)) for each in binned.values())
    return sum(gaps) / max(1, len(pairs))
