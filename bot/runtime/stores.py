"""Where conversations and their locks are: in this process, or in Redis when several workers share the work."""

from typing import Any
from urllib.parse import urlsplit

from rasa.core.lock_store import InMemoryLockStore, LockStore, RedisLockStore
from rasa.core.tracker_store import InMemoryTrackerStore, RedisTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

#: Events kept per conversation; a longer memory only makes each turn slower.
_MEMORY = 200

#: Seconds after which Redis forgets a conversation: what is remembered between turns is gone after an hour.
_FORGET_AFTER = 3600


def stores(redis_url: str) -> tuple[TrackerStore, LockStore]:
    """Return the stores of conversations and of locks; without a URL both are in memory."""
    conversations: TrackerStore
    if redis_url:
        place = _place(redis_url)
        conversations = RedisTrackerStore(Domain.empty(), record_exp=_FORGET_AFTER, **place)
        locks: LockStore = RedisLockStore(**place)
    else:
        conversations, locks = InMemoryTrackerStore(Domain.empty()), InMemoryLockStore()
    conversations.max_event_history = _MEMORY
    return conversations, locks


def _place(url: str) -> dict[str, Any]:
    """Return a redis:// or rediss:// URL in the words of Rasa's stores."""
    parts = urlsplit(url)
    return {
        "host": parts.hostname or "localhost",
        "port": parts.port or 6379,
        "db": int(parts.path.strip("/") or 0),
        "username": parts.username,
        "password": parts.password,
        "use_ssl": parts.scheme == "rediss",
        "key_prefix": "kortelijn",
    }
