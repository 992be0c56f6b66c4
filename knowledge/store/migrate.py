"""Brings a database to the present schema (Alembic), and makes a new step from what changed in the tables."""

from pathlib import Path
from typing import Any

from sqlalchemy import inspect, text

_HERE = Path(__file__).parent / "migrations"

#: Names the lock of those who prepare a database: any number will do, as long as it is always the same.
_OURS = 758_201


def newest() -> str:
    """Return the id of the last migration: file names start with it."""
    return max(path.name.split("_")[0] for path in (_HERE / "versions").glob("[0-9]*.py"))


def present(engine: Any) -> str | None:
    """Return the id of the migration that the database is at; None for an empty one.

    A database that cannot be reached is an error, not an empty one.
    """
    with engine.execution_options(reading=True).connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
        return found


def upgrade(engine: Any) -> None:
    """Apply all migrations that the database lacks. Quick when there are none."""
    if present(engine) == newest():
        return
    from alembic import command

    with engine.begin() as connection:
        one_at_a_time(connection)
        command.upgrade(_config(connection), "head")


def downgrade(engine: Any, to: str) -> None:
    """Take migrations back until `to`; "base" leaves nothing (for developers)."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(_config(connection), to)


def one_at_a_time(connection: Any) -> None:
    """Let a process that starts at the same moment wait; SQLite queues its writers by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:ours)"), {"ours": _OURS})


def make_step(engine: Any, title: str) -> None:
    """Write a new migration from the difference between the database and the tables (for developers)."""
    from alembic import command

    number = f"{len(list((_HERE / 'versions').glob('[0-9]*.py'))) + 1:04d}"
    with engine.connect() as connection:
        command.revision(_config(connection), message=title, autogenerate=True, rev_id=number)


def _config(connection: Any) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config
