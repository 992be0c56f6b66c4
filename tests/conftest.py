"""Fixtures for all tests: a peopled town on SQLite, copied from a template so that it costs next to nothing.

The tests of knowledge/ run on PostgreSQL too: see tests/knowledge/conftest.py.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.clock import SetClock
from knowledge.services.knowledge import Knowledge
from knowledge.store import Store, Vault
from tests import cast


@pytest.fixture(scope="session")
def vault() -> Vault:
    """A key for all tests of this run."""
    return Vault.new()


@pytest.fixture(scope="session")
def town_template(tmp_path_factory: pytest.TempPathFactory, vault: Vault) -> Path:
    """An SQLite file with the cast in it."""
    path = tmp_path_factory.mktemp("town") / "town.db"
    store = Store(f"sqlite:///{path}", vault, cast.clock())
    store.prepare()
    cast.people_the_town(store)
    with store.engine.connect() as connection:
        connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return path


@pytest.fixture
def clock() -> SetClock:
    """The clock of a test; `clock.at` moves it."""
    return cast.clock()


@pytest.fixture
def town_url(town_template: Path, tmp_path: Path) -> str:
    """Where the database with the cast in it is."""
    path = tmp_path / "town.db"
    shutil.copy(town_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def store(town_url: str, vault: Vault, clock: SetClock) -> Iterator[Store]:
    """A store with the cast in it."""
    opened = Store(town_url, vault, clock)
    yield opened
    opened.close()


@pytest.fixture
def knowledge(store: Store) -> Knowledge:
    """All services over the peopled store."""
    return Knowledge.over(store)
