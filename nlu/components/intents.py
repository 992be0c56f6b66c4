"""Rasa component: what a message wants."""

import pickle
from typing import Any, NamedTuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.entities import marked_spans
from nlu.encoder import encoder
from nlu.intents import LetterModel, Scores, VectorModel, combined
from nlu.masking import exemplified, masked
from nlu.spans import without_overlap
from nlu.spelling import Speller, vocabulary_of

_RANKED = 10


class _Learnt(NamedTuple):
    """What training leaves; `meaning` is None where the encoder itself knows the intents."""

    letters: LetterModel
    meaning: VectorModel | None
    vocabulary: dict[str, int]


class _Read(NamedTuple):
    """A message as the two readers get it."""

    masked: str
    exemplified: str


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DutchIntentClassifier(GraphComponent, IntentClassifier):
    """Classifies the message with its entities out of the way; comes after the components that find them."""

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, learnt: _Learnt | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._learnt = learnt
        self._speller = Speller(learnt.vocabulary if learnt else {})

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings: how little the linear model is held back, and how both readers weigh."""
        return {"regularisation": 0.5, "letters_weight": 0.6, "meaning_weight": 0.8}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DutchIntentClassifier":
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
    ) -> "DutchIntentClassifier":
        """Return the one that was trained."""
        with model_storage.read_from(resource) as folder:
            path = folder / "intents.pkl"
            # Rasa's own archive, made on this machine: as trusted as the code.
            learnt = _Learnt(*pickle.loads(path.read_bytes())) if path.exists() else None  # noqa: S301
            return cls(config, model_storage, resource, learnt)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the annotated messages and keep what was learnt."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        intents = [str(message.get(INTENT)) for message in examples]
        with self._storage.write_to(self._resource) as folder:
            if len(set(intents)) > 1:
                self._learnt = self._learn([_read(message) for message in examples], intents)
                self._speller = Speller(self._learnt.vocabulary)
                (folder / "intents.pkl").write_bytes(pickle.dumps(tuple(self._learnt), protocol=5))
        return self._resource

    def _learn(self, read: list[_Read], intents: list[str]) -> _Learnt:
        letters = LetterModel(regularisation=self._config["regularisation"])
        letters.fit([each.masked for each in read], intents)
        vocabulary = vocabulary_of(each.masked for each in read)
        if letters.intents == encoder().intents:
            return _Learnt(letters, None, vocabulary)
        vectors = encoder().vectors([each.exemplified for each in read])
        return _Learnt(letters, VectorModel().fit(vectors, intents), vocabulary)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        for message in messages:
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        if self._learnt is None or not message.get(TEXT):
            return [{"name": None, "confidence": 0.0}]
        read = _Read(*map(self._speller.mend, _read(message)))
        chances = self._chances(read, self._learnt)[0]
        names = self._learnt.letters.intents
        return [{"name": names[at], "confidence": float(chances[at])} for at in chances.argsort()[::-1][:_RANKED]]

    def _chances(self, read: _Read, learnt: _Learnt) -> Scores:
        vectors = encoder().vectors([read.exemplified])
        scores = learnt.meaning.scores(vectors) if learnt.meaning else encoder().scores(vectors)
        weights = (self._config["letters_weight"], self._config["meaning_weight"])
        return combined(learnt.letters.chances([read.masked]), scores, *weights)


def _read(message: Message) -> _Read:
    text, spans = str(message.get(TEXT)), without_overlap(marked_spans(message))
    return _Read(masked(text, spans), exemplified(text, spans))
