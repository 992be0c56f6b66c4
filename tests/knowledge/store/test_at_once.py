"""Several write at once, in one process and in more, and all of it arrives."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from cryptography.fernet import Fernet
from sqlalchemy import func, select

from knowledge.clock import SetClock
from knowledge.store import Store, Vault, tables
from knowledge.store.audit import verify
from tests.cast import ANNA, BRAM, SARA, WEDNESDAY, people_the_town
from tests.knowledge.store import writer

_TIMES = 25


def written(store: Store) -> dict[str, int]:
    """Return how many rows each has in the log."""
    with store.reading() as session:
        actor = tables.audit.c.actor
        return dict(session.execute(select(actor, func.count()).where(actor.is_not(None)).group_by(actor)).all())


def test_threads_that_write_at_once_all_get_through_and_the_log_stays_whole(store: Store) -> None:
    people = [ANNA, BRAM, SARA]
    with ThreadPoolExecutor(len(people)) as pool:
        list(pool.map(lambda by: writer.write(store, by, _TIMES), people))
    assert written(store) == dict.fromkeys(people, _TIMES)
    with store.reading() as session:
        assert verify(session, store.vault) is None


def test_processes_that_write_at_once_all_get_through_and_the_log_stays_whole(empty_url: str) -> None:
    key = Fernet.generate_key().decode()
    store = Store(empty_url, Vault([key]), SetClock(WEDNESDAY))
    store.prepare()
    people_the_town(store)
    command = [sys.executable, "-m", "tests.knowledge.store.writer", empty_url, key]
    others = [subprocess.Popen([*command, by, str(_TIMES)], stderr=subprocess.PIPE, text=True) for by in (ANNA, BRAM)]
    writer.write(store, SARA, _TIMES)
    assert [(other.communicate()[1], other.returncode) for other in others] == [("", 0), ("", 0)]
    assert written(store) == dict.fromkeys([ANNA, BRAM, SARA], _TIMES)
    with store.reading() as session:
        assert verify(session, store.vault) is None
    store.close()


def test_a_long_row_of_readers_keeps_nobody_waiting(store: Store) -> None:
    readers = [store.reading() for _ in range(4)]
    sessions = [reader.__enter__() for reader in readers]
    for session in sessions:
        session.execute(select(tables.professional)).all()
    writer.write(store, ANNA, 3)
    for reader in readers:
        reader.__exit__(None, None, None)
    assert written(store) == {ANNA: 3}
