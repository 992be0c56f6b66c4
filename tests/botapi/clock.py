"""The time as the server sees it, and a bell that wakes the server's coroutines from any thread."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone


class Clock:
    """Runs with the wall clock until a test freezes it; always answers in UTC."""

    def __init__(self) -> None:
        self._frozen: datetime | None = None
        self._shift = timedelta()

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return (self._frozen or datetime.now(timezone.utc)) + self._shift

    def timestamp(self) -> int:
        """The present moment in whole seconds since 1970, as the Bot API writes dates."""
        return int(self.now().timestamp())

    def freeze(self, at: datetime) -> None:
        """Stand still at this moment (aware; any zone)."""
        if at.tzinfo is None:
            raise ValueError("the clock wants a moment with a time zone")
        self._frozen, self._shift = at.astimezone(timezone.utc), timedelta()

    def advance(self, seconds: float = 0, *, hours: float = 0) -> None:
        """Jump ahead; works on a frozen clock and on a running one."""
        self._shift += timedelta(seconds=seconds, hours=hours)


class Bell:
    """Rung from any thread; heard by every coroutine that listens."""

    def __init__(self) -> None:
        self._listeners: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def ring(self) -> None:
        """Wake all who listen now."""
        for event, loop in list(self._listeners.items()):
            if not loop.is_closed():
                loop.call_soon_threadsafe(event.set)

    @contextmanager
    def heard(self) -> Iterator[asyncio.Event]:
        """An event that is set at each ring, for the running loop."""
        event = asyncio.Event()
        self._listeners[event] = asyncio.get_running_loop()
        try:
            yield event
        finally:
            del self._listeners[event]
