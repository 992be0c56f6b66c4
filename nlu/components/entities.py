"""Rasa component: the entities of a message, knowing the town."""

import random
from collections.abc import Iterable
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.entities import entities
from nlu.known import known_spans
from nlu.lexicon import Situation, situation
from nlu.spans import Span
from nlu.swaps import swapped
from nlu.tagger import Tagger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class TownEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Finds entities by what the situation knows, by rules, and by a tagger that learns from the training data."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, tagger: Tagger | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._tagger = tagger

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: rounds of training, how often each message is told again with other names, the pipeline.

        `spacy_model` names the spaCy pipeline that tells word classes; the environment variable
        KORTELIJN_SPACY_MODEL goes before it, and without both it is the best there is.
        """
        return {"iterations": 60, "swaps": 1, "spacy_model": None}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "TownEntityExtractor":
        """Return an untrained one."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "TownEntityExtractor":
        """Return the one that was trained."""
        with model_storage.read_from(resource) as folder:
            path = folder / "tagger"
            tagger = Tagger(path.read_bytes(), config["spacy_model"]) if path.exists() else None
            return cls(config, model_storage, resource, tagger)

    def train(self, training_data: TrainingData) -> Resource:
        """Train the tagger on the annotated messages and keep it."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        told = [(str(message.get(TEXT)), list(marked_spans(message))) for message in examples]
        with self._storage.write_to(self._resource) as folder:
            if any(marked for _, marked in told):
                self._tagger = self._learn(told)
                (folder / "tagger").write_bytes(self._tagger.model)
        return self._resource

    def _learn(self, told: list[tuple[str, list[Span]]]) -> Tagger:
        # The same swaps at every training: a model follows from its data alone.
        chance = random.Random(5)  # noqa: S311
        again = [swapped(text, spans, chance) for _ in range(self._config["swaps"]) for text, spans in told if spans]
        texts = [text for text, _ in told + again]
        known = [known_spans(text, Situation()) for text in texts]
        marked = [spans for _, spans in told + again]
        return Tagger.train(texts, known, marked, self._config["iterations"], self._config["spacy_model"])

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities to each message."""
        for message in messages:
            text = message.get(TEXT)
            if text and self._tagger:
                found = entities(text, situation.get(), self._tagger)
                said = [span.as_entity(text, type(self).__name__) for span in found]
                message.set(ENTITIES, message.get(ENTITIES, []) + said, add_to_output=True)
        return messages


def marked_spans(message: Message) -> Iterable[Span]:
    """Yield the entities that a message of the training data, or a component before, was given."""
    for entity in message.get(ENTITIES, []):
        yield Span(entity["start"], entity["end"], entity["entity"])
