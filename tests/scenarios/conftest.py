"""Fixtures for the scenarios: the trained model once, and for each one the sample municipality on a Monday morning."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.model import model_path
from bot.rehearsal import Rehearsal
from bot.settings import load_settings
from knowledge import sample
from knowledge.clock import SetClock
from knowledge.rules.calendar import AMSTERDAM
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store, Vault
from tests.scenarios.days import Day
from tests.scenarios.phone import Phone

#: A Monday in November, shortly after the first bundle of the day.
MONDAY = datetime(2026, 11, 23, 9, 5, tzinfo=AMSTERDAM)


@pytest.fixture(scope="session")
def sample_town(tmp_path_factory: pytest.TempPathFactory, vault: Vault) -> Path:
    """An SQLite file with the sample municipality as it is on that Monday."""
    path = tmp_path_factory.mktemp("sample") / "sample.db"
    store = Store(f"sqlite:///{path}", vault, SetClock(MONDAY))
    store.prepare()
    sample.load(store, MONDAY.date())
    with store.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


@pytest.fixture(scope="session")
def dialogue_model(sample_town: Path, vault: Vault) -> Any:
    """The trained dialogue, loaded once. Each scenario puts its own town under it."""
    from bot.log import set_up_log
    from bot.runtime import Dialogue

    set_up_log()
    path = model_path(load_settings())
    if not path.exists():
        pytest.skip("the model is not trained yet: `make setup` does that")
    store = Store(f"sqlite:///{sample_town}", vault, SetClock(MONDAY))
    return Dialogue.load(path, Knowledge.over(store))


@pytest.fixture
def knowledge(sample_town: Path, tmp_path: Path, vault: Vault) -> Iterator[Knowledge]:
    """All services over a sample municipality of one's own."""
    path = tmp_path / "sample.db"
    shutil.copy(sample_town, path)
    store = Store(f"sqlite:///{path}", vault, SetClock(MONDAY))
    yield Knowledge.over(store)
    store.close()


@pytest.fixture
def assistant(dialogue_model: Any, knowledge: Knowledge) -> Assistant:
    """The real assistant on that town."""
    from rasa.core.tracker_store import InMemoryTrackerStore

    from bot.runtime.endpoint import InProcessEndpoint

    processor = dialogue_model._agent.processor
    processor.action_endpoint = InProcessEndpoint(knowledge)
    processor.tracker_store = InMemoryTrackerStore(processor.domain)
    return Assistant(knowledge, dialogue_model)


@pytest.fixture
def rehearsal(assistant: Assistant, knowledge: Knowledge) -> Rehearsal:
    """That assistant with the real clock and delivery."""
    return Rehearsal(knowledge, assistant)


@pytest.fixture
def phone(assistant: Assistant) -> Phone:
    """A telephone that nobody is linked on."""
    return Phone(assistant, "31612")


@pytest.fixture
def other_phone(assistant: Assistant) -> Phone:
    """Another one."""
    return Phone(assistant, "31634")


@pytest.fixture
def day(rehearsal: Rehearsal, knowledge: Knowledge) -> Iterator[Day]:
    """A day in the town: people say and tap things, and time passes."""
    the_day = Day(rehearsal, knowledge)
    yield the_day
    the_day.close()
