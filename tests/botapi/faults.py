"""Trouble on request: errors, lost connections and slow answers, before or after the call took effect."""

import asyncio
import threading
from dataclasses import dataclass
from types import TracebackType

from tests.botapi.clock import Bell
from tests.botapi.errors import ApiError, too_many_requests

_PHRASES = {
    400: "Bad Request",
    403: "Forbidden",
    409: "Conflict",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class Gate:
    """Holds an answer back until the test opens it; as a context manager it opens at the end of the block."""

    def __init__(self) -> None:
        self._bell = Bell()
        self._is_open = threading.Event()
        self._reached = threading.Event()

    def open(self) -> None:
        """Let through what waits and all that comes."""
        self._is_open.set()
        self._bell.ring()

    def wait_until_reached(self, timeout: float = 5.0) -> None:
        """Block until a call stands before the gate; AssertionError after `timeout` seconds."""
        if not self._reached.wait(timeout):
            raise AssertionError(f"no call came to the gate within {timeout} s")

    async def wait_until_reached_async(self, timeout: float = 5.0) -> None:
        """The same, for tests whose own loop runs the bot."""
        await asyncio.to_thread(self.wait_until_reached, timeout)

    async def pass_through(self) -> None:
        """The server's side: report and wait."""
        with self._bell.heard() as rung:
            self._reached.set()
            while not self._is_open.is_set():
                await rung.wait()
                rung.clear()

    def __enter__(self) -> "Gate":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open()


@dataclass
class Fault:
    """One piece of trouble: an error, a gate, or (with neither) a lost connection."""

    method: str
    chat_id: int | None
    times: int | None
    after_effect: bool
    error: ApiError | None = None
    gate: Gate | None = None
    raw_body: bytes | None = None

    def concerns(self, method: str, chat_id: object) -> bool:
        """Whether a call of this method to this chat is hit."""
        return self.method == method.lower() and self.chat_id in (None, chat_id)


class Faults:
    """Planned trouble, used up in the order in which it was planned.

    Throughout: `chat_id` limits it to one chat; `times=None` goes on until `clear()`; `after_effect=True` means that
    the message does appear although the caller sees the call fail.
    """

    def __init__(self) -> None:
        self._planned: list[Fault] = []
        self._gates: list[Gate] = []
        self._lock = threading.Lock()

    def next(
        self,
        method: str,
        *,
        status: int,
        retry_after: int = 1,
        description: str = "",
        raw_body: bytes | None = None,
        chat_id: int | None = None,
        times: int | None = 1,
        after_effect: bool = False,
    ) -> None:
        """Answer the next calls with this status; `retry_after` (seconds) is for 429, `raw_body` replaces the JSON."""
        error = too_many_requests(retry_after) if status == 429 else ApiError(status, _PHRASES.get(status, "Error"))
        error.description = description or error.description
        self._plan(Fault(method.lower(), chat_id, times, after_effect, error=error, raw_body=raw_body))

    def drop(
        self, method: str, *, after_effect: bool = False, chat_id: int | None = None, times: int | None = 1
    ) -> None:
        """Break the connection of the next calls without an answer."""
        self._plan(Fault(method.lower(), chat_id, times, after_effect))

    def hold(
        self, method: str, *, after_effect: bool = False, chat_id: int | None = None, times: int | None = 1
    ) -> Gate:
        """Keep the next calls waiting until the gate that is returned opens."""
        gate = Gate()
        self._gates.append(gate)
        self._plan(Fault(method.lower(), chat_id, times, after_effect, gate=gate))
        return gate

    def clear(self) -> None:
        """Forget all trouble that is planned and open every gate."""
        with self._lock:
            self._planned.clear()
        for gate in self._gates:
            gate.open()

    def take(self, method: str, chat_id: object) -> Fault | None:
        """The server's side: the trouble for this call, if any."""
        with self._lock:
            fault = next((planned for planned in self._planned if planned.concerns(method, chat_id)), None)
            if fault and fault.times is not None:
                fault.times -= 1
                if fault.times <= 0:
                    self._planned.remove(fault)
            return fault

    def _plan(self, fault: Fault) -> None:
        with self._lock:
            self._planned.append(fault)
