"""Every test of knowledge/ that asks for a store runs twice: on SQLite and on a real PostgreSQL."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.store import Vault
from tests import postgres

#: The databases that the same code serves.
ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A server for this run."""
    with postgres.running() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_town(postgres_server: postgres.Server, vault: Vault) -> postgres.Town:
    """The cast on PostgreSQL."""
    return postgres.Town(postgres_server, vault)


@pytest.fixture(params=ENGINES)
def town_url(request: pytest.FixtureRequest, town_template: Path, tmp_path: Path) -> str:
    """Where the database with the cast in it is, on either engine."""
    if request.param == "postgresql":
        town: postgres.Town = request.getfixturevalue("postgres_town")
        return town.restore()
    path = tmp_path / "town.db"
    shutil.copy(town_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where a database with nothing in it is, on either engine."""
    if request.param == "postgresql":
        server: postgres.Server = request.getfixturevalue("postgres_server")
        return server.create("empty")
    return f"sqlite:///{tmp_path / 'empty.db'}"
