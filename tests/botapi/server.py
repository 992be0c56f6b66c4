"""The server as tests use it: starts, makes people, shows chats, waits, counts calls, makes trouble."""

import asyncio
import threading
from collections.abc import Callable
from itertools import count as counting
from types import TracebackType

from aiohttp import web

from tests.botapi.clock import Clock
from tests.botapi.delivery import WebhookCarrier
from tests.botapi.faults import Faults
from tests.botapi.limits import RateLimits
from tests.botapi.objects import Call, ChatMessage, JsonObject, Tap, TapAnswer
from tests.botapi.people import Group, User, new_user
from tests.botapi.state import BOT_ID, SUPERGROUP_BASE, Chat, Standing, World, shown
from tests.botapi.transport import Transport

Condition = Callable[[list[ChatMessage]], bool]


class BotApiServer:
    """A Bot API server for one bot on 127.0.0.1, in a thread of its own; also reachable from other processes.

    `with BotApiServer() as server:` or `start()` and `stop()`. Everything on the test's side is synchronous and may be
    called from any thread; a test whose own loop runs the bot awaits the `…_async` twins, which do not block it.
    """

    def __init__(
        self,
        *,
        bot_username: str = "kortelijn_test_bot",
        bot_name: str = "Kortelijn",
        privacy_mode: bool = True,
        webhook_retry_seconds: float = 0.02,
    ) -> None:
        self._world = World(bot_username, bot_name)
        self._world.reads_all_in_groups = not privacy_mode
        self._retry_seconds = webhook_retry_seconds
        self._thread = threading.Thread(target=self._run, name="bot-api-server", daemon=True)
        self._started = threading.Event()
        self._stopping: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._user_ids = counting(700_000_001)
        self._group_ids = counting(1_000_001)
        self.port = 0
        self.token = f"{BOT_ID}:{'A' * 35}"

    # -- life ---------------------------------------------------------------------------------------------------------

    def start(self) -> "BotApiServer":
        """Listen on a free port; returns when it does."""
        self._thread.start()
        if not self._started.wait(10):
            raise RuntimeError("the Bot API server did not start")
        return self

    def stop(self) -> None:
        """Open all gates, end all polls and stop listening."""
        self.faults.clear()
        with self._world.changed:
            self._world.closing = True
            self._world.bell.ring()
        if self._loop and self._stopping:
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join(10)

    def __enter__(self) -> "BotApiServer":
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as `base_url`; the token follows right behind."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as `base_file_url`."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    # -- people and circumstances -------------------------------------------------------------------------------------

    def user(
        self,
        first_name: str = "Sam",
        *,
        id: int | None = None,  # noqa: A002
        last_name: str = "",
        username: str = "",
    ) -> User:
        """A person with Telegram who has not met the bot yet."""
        return new_user(self._world, id or next(self._user_ids), first_name, last_name, username)

    def group(self, title: str = "Overleg", *, with_bot: bool = True, supergroup: bool = False) -> Group:
        """A group chat."""
        number = next(self._group_ids)
        kind, chat_id = ("supergroup", SUPERGROUP_BASE - number) if supergroup else ("group", -number)
        standing = Standing.OPEN if with_bot else Standing.UNKNOWN
        with self._world.changed:
            self._world.chats[chat_id] = Chat(chat_id, kind, {"title": title}, standing)
        return Group(self._world, self._world.chats[chat_id])

    @property
    def clock(self) -> Clock:
        """The server's clock: dates of messages, age of taps, the 48 hours, flood control."""
        return self._world.clock

    @property
    def faults(self) -> Faults:
        """Trouble to come."""
        return self._world.faults

    @property
    def limits(self) -> RateLimits:
        """Flood control, off until `limits.enforce()`."""
        return self._world.limits

    # -- what there is to see -----------------------------------------------------------------------------------------

    def chat(self, who: User | Group) -> list[ChatMessage]:
        """The messages that are in this chat now, in order: edits done, deleted ones gone."""
        with self._world.changed:
            return [shown(self._world, stored) for _, stored in sorted(self._world.chats[who.id].messages.items())]

    def replies(self, user: User, *, in_group: Group | None = None) -> list[ChatMessage]:
        """What the bot sent or changed since this person last did something, in the order of the chat."""
        with self._world.changed:
            messages = self._world.chats[(in_group or user).id].messages
            later = [stored for _, stored in sorted(messages.items()) if stored.changed > user.acted_at]
            return [message for message in (shown(self._world, stored) for stored in later) if message.from_bot]

    def calls(self, method: str | None = None) -> list[Call]:
        """All calls so far, or those of one method; with their time, parameters and outcome."""
        with self._world.changed:
            return [call for call in self._world.calls if method is None or call.method.lower() == method.lower()]

    @property
    def pending_updates(self) -> list[JsonObject]:
        """The updates that the bot has not confirmed yet."""
        with self._world.changed:
            return list(self._world.updates.pending)

    @property
    def webhook_failure(self) -> str:
        """Why the last attempt to reach the webhook failed; empty when it did not."""
        with self._world.changed:
            hook = self._world.updates.webhook
            return hook.failure if hook else ""

    # -- waiting, without sleeping ------------------------------------------------------------------------------------

    def wait_until(self, condition: Callable[[], bool], timeout: float = 10.0, what: str = "") -> None:
        """Block until this holds, looking again at each change; AssertionError after `timeout` seconds."""
        with self._world.changed:
            if not self._world.changed.wait_for(condition, timeout):
                raise AssertionError(f"did not happen within {timeout} s: {what or 'what the test waited for'}")

    def wait_for(
        self,
        user: User,
        count: int = 1,
        *,
        until: Condition | None = None,
        in_group: Group | None = None,
        timeout: float = 10.0,
    ) -> list[ChatMessage]:
        """Block until the bot replied (see `replies`) so many times, or until the replies are as wanted."""
        wanted = until or (lambda messages: len(messages) >= count)
        try:
            self.wait_until(lambda: wanted(self.replies(user, in_group=in_group)), timeout)
        except AssertionError as error:
            seen = "\n".join(
                f"  {'bot' if m.from_bot else 'person'}: {m.text} {m.titles}" for m in self.chat(in_group or user)
            )
            raise AssertionError(f"{error}; the chat now:\n{seen}") from None
        return self.replies(user, in_group=in_group)

    def wait_for_call(self, method: str, count: int = 1, timeout: float = 10.0) -> Call:
        """Block until so many calls of this method are over, and return the last of these."""
        self.wait_until(lambda: len(self._finished(method)) >= count, timeout, f"{count} × {method}")
        return self._finished(method)[count - 1]

    def wait_for_answer(self, tap: Tap, timeout: float = 10.0) -> TapAnswer:
        """Block until the bot has answered this tap, and return what it showed."""
        self.wait_until(lambda: tap.answer is not None, timeout, "the answer to a tap")
        assert tap.answer is not None
        return tap.answer

    async def wait_until_async(self, condition: Callable[[], bool], timeout: float = 10.0) -> None:
        """`wait_until` for tests whose own loop runs the bot."""
        await asyncio.to_thread(self.wait_until, condition, timeout)

    async def wait_for_async(
        self,
        user: User,
        count: int = 1,
        *,
        until: Condition | None = None,
        in_group: Group | None = None,
        timeout: float = 10.0,
    ) -> list[ChatMessage]:
        """`wait_for` for tests whose own loop runs the bot."""
        return await asyncio.to_thread(self.wait_for, user, count, until=until, in_group=in_group, timeout=timeout)

    async def wait_for_call_async(self, method: str, count: int = 1, timeout: float = 10.0) -> Call:
        """`wait_for_call` for tests whose own loop runs the bot."""
        return await asyncio.to_thread(self.wait_for_call, method, count, timeout)

    async def wait_for_answer_async(self, tap: Tap, timeout: float = 10.0) -> TapAnswer:
        """`wait_for_answer` for tests whose own loop runs the bot."""
        return await asyncio.to_thread(self.wait_for_answer, tap, timeout)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _finished(self, method: str) -> list[Call]:
        return [call for call in self.calls(method) if call.outcome != "under way"]

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        app = Transport(self._world, self.token).application()
        # A caller that goes away ends its call, as a broken long poll does at Telegram.
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2, handler_cancellation=True)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.port = runner.addresses[0][1]
        carrier = asyncio.create_task(WebhookCarrier(self._world, self._retry_seconds).run())
        self._started.set()
        await self._stopping.wait()
        carrier.cancel()
        await runner.cleanup()
