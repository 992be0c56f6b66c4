"""The channel as the rest of the house knows it: start, stop, send, delete in time."""

import asyncio
import logging
import secrets
from datetime import datetime
from functools import partial

from starlette.routing import Route
from telegram import Update

from actions.texts import say
from bot.channels.telegram import webhook
from bot.channels.telegram.connection import build, introduce, until_done
from bot.channels.telegram.handlers import UPDATES, Handlers, Listener
from bot.channels.telegram.intake import Intake
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.sending import CHANNEL, Sender
from bot.channels.telegram.trouble import OUTBOX, Timing
from bot.delivery import Permanent, Temporary
from bot.messages import Message
from bot.pacing import TELEGRAM, Pace
from bot.settings import Settings, SettingsProblem
from knowledge.services.knowledge import Knowledge

logger = logging.getLogger(__name__)

#: Messages deleted per tick at most; the rest waits for the next.
_DELETED_AT_ONCE = 100

#: Seconds.
_AFTER_A_FAULT = 30.0

#: Seconds after which a task that goes on regardless is told again to end.
_ASK_AGAIN = 0.5


class TelegramChannel:
    """Telegram, by long polling or by webhook, as the settings say."""

    name = CHANNEL

    def __init__(
        self, settings: Settings, assistant: Listener, knowledge: Knowledge, timing: Timing | None = None
    ) -> None:
        """Put everything together; nothing reaches out yet. Raises SettingsProblem for a webhook without an address."""
        if settings.telegram_webhook and not settings.public_url:
            raise SettingsProblem("KORTELIJN_TELEGRAM_WEBHOOK vraagt om een KORTELIJN_PUBLIC_URL.")
        self.pace = Pace(TELEGRAM)
        self._timing = timing or Timing()
        self._by_webhook = settings.telegram_webhook
        self._address = settings.public_url + webhook.PATH
        # Told to Telegram at each start, so without a setting a fresh one will do, for one process.
        self._secret = settings.webhook_secret or secrets.token_urlsafe(32)
        self._application = build(settings)
        self._chats = knowledge.chats
        self._sender = Sender(self._application.bot, knowledge.chats, self._timing)
        self._handlers = Handlers(assistant, knowledge.people, self._sender, self._timing)
        self._handlers.add_to(self._application)
        self._intake = Intake(self._application.process_update, self._apologise, knowledge.chats, self._timing)
        self._poller = Poller(self._application.bot, self._intake.accept, self._timing)
        self._webhook = webhook.Webhook(self._application.bot, self._intake.accept, self._secret)
        self._life: asyncio.Task[None] | None = None
        #: Set once Telegram knows the bot: from then on messages can be sent.
        self.connected = asyncio.Event()

    @property
    def routes(self) -> list[Route]:
        """What the web app must serve for this channel: the webhook, if that is how updates come."""
        return [self._webhook.route] if self._by_webhook else []

    @property
    def username(self) -> str:
        """The bot's name, as in t.me/NAME; empty while it is not connected."""
        return self._application.bot.username if self.connected.is_set() else ""

    async def start(self) -> None:
        """Begin, in the background: a wrong token or a missing network is said, and tried again."""
        self._life = asyncio.create_task(self._live())

    async def stop(self) -> None:
        """Take nothing new in, finish what is being handled, confirm it, and let go."""
        self._webhook.is_open = False
        if self._life:
            await _end(self._life)
        await self._intake.drain()
        if self.connected.is_set() and not self._by_webhook:
            await self._poller.confirm()
        self.connected.clear()
        await self._application.shutdown()
        # Shutting down an application that never got through leaves its connections open.
        await self._application.bot.shutdown()

    async def send(self, address: str, message: Message) -> str:
        """Send a message and return its id. Raises what delivery knows: Temporary, Permanent, InDoubt."""
        if not self.connected.is_set():
            raise Temporary(30)
        if not address.isdecimal():
            raise Permanent("no such chat")
        return await self._sender.send(int(address), message, OUTBOX)

    async def delete_old(self, now: datetime) -> int:
        """Delete what stood in the chats long enough at `now` (UTC), of both sides; return how many went."""
        if not self.connected.is_set():
            return 0
        deleted = 0
        for message in await asyncio.to_thread(self._chats.to_delete, CHANNEL, now, _DELETED_AT_ONCE):
            if not await self._sender.delete(int(message.address), int(message.message_id)):
                break
            deleted += 1
        return deleted

    async def _live(self) -> None:
        """Connect and take in what comes; after a fault of our own, after a while, again."""
        while True:
            try:
                await self._connect()
                await (self._take_webhook if self._by_webhook else self._poll)()
                return
            except Exception as error:  # noqa: BLE001 (whatever it is, Telegram must not stay silent for ever)
                logger.error("Telegram: een fout van onszelf, %s; ik begin opnieuw.", type(error).__name__)
            await self._timing.pause(_AFTER_A_FAULT)

    async def _connect(self) -> None:
        await until_done(self._application.initialize, self._timing)
        self.connected.set()
        await introduce(self._application.bot)

    async def _take_webhook(self) -> None:
        self._webhook.is_open = True
        hook = partial(
            self._application.bot.set_webhook, self._address, allowed_updates=UPDATES, secret_token=self._secret
        )
        await until_done(hook, self._timing)
        logger.info("Telegram is verbonden als @%s (webhook).", self.username)

    async def _poll(self) -> None:
        await until_done(self._application.bot.delete_webhook, self._timing)
        logger.info("Telegram is verbonden als @%s.", self.username)
        await self._poller.run()

    async def _apologise(self, update: Update) -> None:
        if update.effective_chat and update.effective_chat.type == update.effective_chat.PRIVATE:
            await self._handlers.tell(update.effective_chat.id, say("telegram_send_again"))


async def _end(task: "asyncio.Task[None]") -> None:
    """Cancel a task until it has ended: a request that comes back at the same moment swallows the first time."""
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=_ASK_AGAIN)
    if not task.cancelled() and task.exception():
        logger.error("Telegram: it had ended already: %s", type(task.exception()).__name__)
