"""Rasa component: what a message wants."""

import pickle
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.entities import marked_spans
from nlu.intents import IntentModel
from nlu.masking import masked
from nlu.spans import without_overlap

_RANKED = 10


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class MaskedTextClassifier(GraphComponent, IntentClassifier):  # type: ignore[misc]
    """Classifies the message with its entities masked; comes after the components that find them."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: how little the linear model is held back."""
        return {"regularisation": 0.3}

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> "MaskedTextClassifier":
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
    ) -> "MaskedTextClassifier":
        """Return the one that was trained."""
        with model_storage.read_from(resource) as folder:
            path = folder / "intents.pkl"
            # Rasa's own archive, made on this machine: as trusted as the code.
            model = pickle.loads(path.read_bytes()) if path.exists() else None  # noqa: S301
            return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the annotated messages and keep what was learnt."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        texts = [_masked(message) for message in examples]
        intents = [str(message.get(INTENT)) for message in examples]
        with self._storage.write_to(self._resource) as folder:
            if len(set(intents)) > 1:
                self._model = IntentModel(regularisation=self._config["regularisation"]).fit(texts, intents)
                (folder / "intents.pkl").write_bytes(pickle.dumps(self._model, protocol=5))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        for message in messages:
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        if self._model is None or not message.get(TEXT):
            return [{"name": None, "confidence": 0.0}]
        chances = self._model.chances([_masked(message)])[0]
        best = chances.argsort()[::-1][:_RANKED]
        names = self._model.intents
        return [{"name": names[at], "confidence": float(chances[at])} for at in best]


def _masked(message: Message) -> str:
    return masked(str(message.get(TEXT)), without_overlap(marked_spans(message)))
