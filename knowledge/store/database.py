"""The database: SQLite in WAL mode by default, PostgreSQL when grown up; the same code for both."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import create_engine, event, insert, inspect, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from knowledge.clock import Clock, SystemClock
from knowledge.store import audit, mapping, registry_stamp, tables  # noqa: F401 (importing maps the entities and stamps)
from knowledge.store.encryption import KeyProblem, Vault
from knowledge.store.work import Memory, Refusal, Work

_KEY_PROOF = "key_proof"


class Store:
    """Opens the database and hands out units of work."""

    def __init__(self, url: str, vault: Vault, clock: Clock | None = None) -> None:
        """Open `url` (an SQLAlchemy URL). Nothing is read or made yet: see `prepare`."""
        self.clock = clock or SystemClock()
        self.vault = vault
        self.engine = _engine(url)
        self.engine.dialect.vault = vault

    def prepare(self) -> None:
        """Bring the schema up to date and prove the key. Raises KeyProblem when it is not the database's own."""
        from knowledge.store.migrate import one_at_a_time, upgrade

        upgrade(self.engine)
        with self.reading() as session:
            if _is_proved(session, self.vault):
                return
        with self.work() as work:
            one_at_a_time(work.session.connection())
            if not _is_proved(work.session, self.vault):
                put_setting(work.session, _KEY_PROOF, self.vault.encrypt(_KEY_PROOF))
                work.session.execute(insert(tables.audit_head).values(one=1, last_id=0, hash=audit.START))

    def is_empty(self) -> bool:
        """Tell whether there is nobody in it yet."""
        with self.reading() as session:
            return not inspect(session.connection()).has_table("professional") or (
                session.execute(select(tables.professional.c.id).limit(1)).first() is None
            )

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session for reading what needs no audit row (the registry, the outbox, settings)."""
        with Session(self.engine.execution_options(reading=True), future=True, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def work(self, by: str | None = None, *, undoable: bool = False, memory: Memory | None = None) -> Iterator[Work]:
        """Open a unit of work for the professional `by`; it commits at the end of the block.

        With `undoable` the change can be taken back for a minute, and nobody is told sooner. `memory` is shared by the
        works of one tick: see `Work.once`. A Refusal undoes the work, is recorded and goes on to the caller; any other
        exception undoes everything.
        """
        with Session(self.engine, future=True, expire_on_commit=False) as session:
            work = Work(session, self.clock.now(), by, undoable=undoable, memory=memory)
            try:
                yield work
                work.finish()
            except Refusal as refusal:
                session.rollback()
                self._record_refusal(session, work, refusal)
                raise
            audit.append(session, work.entries, by, work.now, self.vault)
            session.commit()

    def _record_refusal(self, session: Session, work: Work, refusal: Refusal) -> None:
        entry = audit.Entry(
            action="read",
            object=refusal.params.get("object", "request"),
            case=refusal.params.get("case"),
            reason=refusal.code,
            outcome="refused",
        )
        audit.append(session, [entry], work.by, work.now, self.vault)
        session.commit()

    def setting(self, name: str, default: str = "") -> str:
        """Return the municipality's setting `name`, or `default`."""
        with self.reading() as session:
            query = select(tables.setting.c.value).where(tables.setting.c.name == name)
            return str(session.execute(query).scalar_one_or_none() or default)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()


def _engine(url: str) -> Any:
    if not url.startswith("sqlite"):
        return create_engine(url, future=True, pool_pre_ping=True, hide_parameters=True)
    how = {"poolclass": QueuePool, "connect_args": {"check_same_thread": False}}
    engine = create_engine(url, future=True, hide_parameters=True, **how)
    _tame_sqlite(engine)
    return engine


def put_setting(session: Session, name: str, value: str) -> None:
    """Set the municipality's setting `name`."""
    session.execute(tables.setting.delete().where(tables.setting.c.name == name))
    session.execute(insert(tables.setting).values(name=name, value=value))


def _is_proved(session: Session, vault: Vault) -> bool:
    """Tell whether the database was made with this key; False for a new one. Raises KeyProblem for another key."""
    proof = session.execute(select(tables.setting.c.value).where(tables.setting.c.name == _KEY_PROOF)).scalar()
    if proof is not None and vault.decrypt(proof) != _KEY_PROOF:
        raise KeyProblem("De sleutel past niet bij deze database.")
    return proof is not None


def _tame_sqlite(engine: Any) -> None:
    """Let SQLite queue its writers instead of failing them: the write lock is taken at the start of a work."""

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
