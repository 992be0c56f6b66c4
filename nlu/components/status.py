"""Rasa component: the state that a message reports, looked for once it is known to report one."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.entities import marked_spans
from nlu.meanings import find_status, status
from nlu.spans import Span


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class StatusExtractor(GraphComponent, EntityExtractorMixin):
    """Keeps the state in a message that gives feedback, finds it where the tagger did not, drops it elsewhere."""

    def __init__(self, config: dict[str, Any]) -> None:
        self._config = config

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the intents of messages that report a state."""
        return {"intents": ["send_feedback"]}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "StatusExtractor":
        """Return one; there is nothing to train."""
        return cls(config)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add or drop the state of each message."""
        for message in messages:
            reports = message.get(INTENT, {}).get("name") in self._config["intents"]
            entities = message.get(ENTITIES, [])
            if not reports:
                entities = [entity for entity in entities if entity["entity"] != "status"]
            elif not any(entity["entity"] == "status" for entity in entities):
                entities = entities + self._reported(message)
            message.set(ENTITIES, entities, add_to_output=True)
        return messages

    def _reported(self, message: Message) -> list[dict[str, Any]]:
        text = str(message.get(TEXT) or "")
        place = find_status(text)
        if place is None:
            return []
        span = Span(*place, "status", status(text[slice(*place)]))
        taken = any(span.overlaps(other) for other in marked_spans(message))
        return [] if taken else [span.as_entity(text, type(self).__name__)]
