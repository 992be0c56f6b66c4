"""Rasa component: acute danger goes before whatever else a message seems to want."""

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.safety import is_emergency


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EmergencyLayer(GraphComponent, IntentClassifier):
    """Makes a message an emergency when its words say so, or when the classifier before it finds that likely enough.

    In an assistant without that intent it does nothing.
    """

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, *, active: bool = False
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._active = active

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: the intent of danger, and from what chance on the classifier is believed."""
        return {"intent": "emergency", "chance": 0.4}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "EmergencyLayer":
        """Return one that does not know yet whether the assistant has the intent."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "EmergencyLayer":
        """Return the one that was trained."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, active=(folder / "active").exists())

    def train(self, training_data: TrainingData) -> Resource:
        """Note whether the assistant has the intent."""
        with self._storage.write_to(self._resource) as folder:
            if self._config["intent"] in training_data.intents:
                (folder / "active").touch()
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Put the intent of danger first where there is danger."""
        for message in messages:
            if self._active and message.get(TEXT):
                self._look_at(message)
        return messages

    def _look_at(self, message: Message) -> None:
        intent = self._config["intent"]
        ranking = [dict(ranked) for ranked in message.get("intent_ranking", [])]
        chance = next((ranked["confidence"] for ranked in ranking if ranked["name"] == intent), 0.0)
        if not is_emergency(message.get(TEXT)) and chance < self._config["chance"]:
            return
        danger = {"name": intent, "confidence": 1.0}
        rest = [{**ranked, "confidence": 0.0} for ranked in ranking if ranked["name"] != intent]
        message.set(INTENT, danger, add_to_output=True)
        message.set("intent_ranking", [danger, *rest], add_to_output=True)
