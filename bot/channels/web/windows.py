"""Open windows of the web app: each person's windows get what comes in, and tell when they have shown it."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass

#: Seconds after which a window has to ask anew. One whose computer was closed does not, and counts no longer.
_LASTS = 50.0

#: Milliseconds after which a window asks anew.
_RETRY = 500


@dataclass(frozen=True)
class Event:
    """What windows are sent: a message as JSON, with the ids by which a window says that it was shown."""

    ids: tuple[str, ...]
    data: str


@dataclass(eq=False)
class _Window:
    visible: bool
    queue: asyncio.Queue[Event | None]


class Windows:
    """Who has the page open, and a queue for each window."""

    def __init__(self, lasts: float = _LASTS) -> None:
        """A window's stream ends after `lasts` seconds; the browser then opens it again."""
        self._lasts = lasts
        self._open: defaultdict[str, set[_Window]] = defaultdict(set)
        self._awaited: dict[str, asyncio.Future[None]] = {}
        self._closed = False

    def present(self) -> frozenset[str]:
        """Return the ids of those who have a window before them, not one in the background."""
        return frozenset(person for person, windows in self._open.items() if any(w.visible for w in windows))

    def any_of(self, person_id: str) -> bool:
        """Tell whether somebody has a window, be it in the background."""
        return bool(self._open[person_id])

    async def show(self, person_id: str, event: Event, patience: float) -> bool:
        """Put a message in every window of a person and tell whether one has shown it within `patience` seconds.

        Windows in the background are not waited for.
        """
        for window in self._open[person_id]:
            window.queue.put_nowait(event)
        if person_id not in self.present():
            return False
        shown = self._awaited[event.ids[0]] = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(shown, patience)
        except asyncio.TimeoutError:
            return False
        else:
            return True
        finally:
            del self._awaited[event.ids[0]]

    def was_awaited(self, message_id: str) -> bool:
        """Note that a window has shown a message; tell whether somebody was waiting to hear so."""
        shown = self._awaited.get(message_id)
        if shown and not shown.done():
            shown.set_result(None)
        return shown is not None

    async def stream(
        self, person_id: str, waiting: Callable[[], Awaitable[Sequence[Event]]], *, visible: bool
    ) -> AsyncIterator[dict[str, str | int]]:
        """Yield, for one new window, what waits for this person and then what comes, until its time is over."""
        window = _Window(visible, asyncio.Queue())
        ends = asyncio.get_running_loop().time() + self._lasts
        # Open before it is looked up what waits: what comes in between is sent twice, and shown once by its id.
        self._open[person_id].add(window)
        try:
            yield {"retry": _RETRY, "comment": "open"}
            for event in await waiting():
                yield {"data": event.data}
            while (coming := await self._next(window, ends)) is not None:
                yield {"data": coming.data}
        finally:
            self._open[person_id].discard(window)

    async def _next(self, window: _Window, ends: float) -> Event | None:
        left = ends - asyncio.get_running_loop().time()
        if self._closed or left <= 0:
            return None
        try:
            return await asyncio.wait_for(window.queue.get(), left)
        except asyncio.TimeoutError:
            return None

    def close(self) -> None:
        """Close all windows: the server stops."""
        self._closed = True
        for windows in self._open.values():
            for window in windows:
                window.queue.put_nowait(None)
