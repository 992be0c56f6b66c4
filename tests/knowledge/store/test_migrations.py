"""The migrations make exactly the tables of the code, go back, and cost nothing when there is nothing to do."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from knowledge.clock import SetClock
from knowledge.entities import Professional
from knowledge.store import Store, Vault, migrate, tables
from knowledge.store.audit import START, Head, head
from tests.cast import ANNA, WEDNESDAY, people_the_town


@pytest.fixture
def new(empty_url: str, vault: Vault) -> Store:
    """A store over a database with nothing in it."""
    return Store(empty_url, vault, SetClock(WEDNESDAY))


def names(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_the_migrations_make_what_the_code_expects(new: Store) -> None:
    new.prepare()
    with new.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, tables.metadata) == []
    new.close()


def test_what_was_made_can_be_taken_back_and_made_again(new: Store) -> None:
    new.prepare()
    people_the_town(new)
    migrate.downgrade(new.engine, "base")
    assert names(new) <= {"alembic_version"}
    assert migrate.present(new.engine) is None
    new.prepare()
    people_the_town(new)
    with new.reading() as session:
        assert session.get(Professional, ANNA).name == "Anna Visser"
    new.close()


def test_an_empty_database_is_at_no_migration_and_a_new_one_at_the_last(new: Store) -> None:
    assert migrate.present(new.engine) is None
    assert new.is_empty()
    new.prepare()
    assert migrate.present(new.engine) == migrate.newest()
    with new.reading() as session:
        assert head(session) == Head(0, START)
    new.close()


def test_a_second_time_nothing_is_migrated_or_written(new: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    new.prepare()
    monkeypatch.delattr(migrate, "_config")
    monkeypatch.delattr(Store, "work")
    with new.reading() as reader:
        before = head(reader)
    new.prepare()
    with new.reading() as reader:
        assert head(reader) == before
    new.close()


def test_a_database_that_is_not_there_is_an_error_and_not_an_empty_one(vault: Vault) -> None:
    away = Store("postgresql+psycopg2://postgres@/town?host=/nowhere", vault)
    with pytest.raises(OperationalError):
        migrate.present(away.engine)
    away.close()


def test_two_that_start_at_the_same_moment_make_one_database(empty_url: str, vault: Vault) -> None:
    stores = [Store(empty_url, vault, SetClock(WEDNESDAY)) for _ in range(4)]
    with ThreadPoolExecutor(len(stores)) as pool:
        list(pool.map(Store.prepare, stores))
    with stores[0].work() as work:
        work.record("read", "something")
    with stores[1].reading() as session:
        assert head(session).last_id == 1
    for store in stores:
        store.close()
