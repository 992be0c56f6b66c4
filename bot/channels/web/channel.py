"""The web channel: serves the pages in this process and brings messages to open windows."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.routing import BaseRoute

from bot.channels.web.app import Listener, create_app
from bot.channels.web.inbox import Inbox
from bot.channels.web.windows import Windows
from bot.messages import Message
from bot.pacing import Pace
from bot.settings import Settings
from knowledge.services.knowledge import Knowledge

NAME = "web"

#: Seconds that answers under way get when the server stops.
_GRACE = 3


class _Server(uvicorn.Server):
    """Leaves the signals to the process that it runs in, which has more to stop than this."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class WebChannel:
    """Runs beside the other channels, on one event loop."""

    name = NAME
    #: A page takes all at once.
    pace: Pace | None = None

    def __init__(
        self, settings: Settings, knowledge: Knowledge, assistant: Listener, routes: Sequence[BaseRoute] = ()
    ) -> None:
        """Put the pages together; `routes` are those of other channels that are served along with them."""
        self._settings = settings
        self._windows = Windows()
        self._inbox = Inbox(knowledge, self._windows)
        self.app = create_app(settings, knowledge, assistant, self._inbox, routes)
        self._server: _Server | None = None
        self._serving: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Listen, and return the address to go to. Raises OSError when the port is taken."""
        listening = socket.create_server((self._settings.web_host, self._settings.web_port))
        config = uvicorn.Config(
            self.app,
            lifespan="off",
            # Unused, and loading it fails beside the old `websockets` that Rasa pins.
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=_GRACE,
        )
        # What cannot be loaded fails here, not unseen in the task below.
        config.load()
        self._server = _Server(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=[listening]))
        return self._settings.public_url or f"http://{self._settings.web_host}:{listening.getsockname()[1]}"

    async def stop(self) -> None:
        """Close the windows and stop listening."""
        self._windows.close()
        if self._server and self._serving:
            self._server.should_exit = True
            await self._serving

    def present(self) -> frozenset[str]:
        """Return who has a window before them: they may read at once what others get at their own moment."""
        return self._windows.present()

    async def send(self, address: str, message: Message) -> str:
        """Show a message in the person's windows and return its id; without a window it waits for one."""
        return await self._inbox.send(address, message)
