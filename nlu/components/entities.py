"""Rasa component: the entities of a message, knowing the town."""

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
from nlu.tagger import Tagger


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class TownEntityExtractor(GraphComponent, EntityExtractorMixin):  # type: ignore[misc]
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
        """Return the settings: rounds of training of the tagger."""
        return {"iterations": 80}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
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
            model = folder / "tagger"
            return cls(config, model_storage, resource, Tagger(model.read_bytes()) if model.exists() else None)

    def train(self, training_data: TrainingData) -> Resource:
        """Train the tagger on the annotated messages and keep it."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        texts = [str(message.get(TEXT)) for message in examples]
        marked = [list(marked_spans(message)) for message in examples]
        with self._storage.write_to(self._resource) as folder:
            if any(marked):
                known = [known_spans(text, Situation()) for text in texts]
                self._tagger = Tagger.train(texts, known, marked, self._config["iterations"])
                (folder / "tagger").write_bytes(self._tagger.model)
        return self._resource

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
