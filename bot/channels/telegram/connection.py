"""Getting through to Telegram: who the bot is, its commands, its webhook; with patience, and saying what is wrong."""

import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, LinkPreviewOptions
from telegram.error import InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, ApplicationBuilder, Defaults

from actions.texts import say
from bot.channels.telegram.handlers import App
from bot.channels.telegram.trouble import Timing, in_words, keep_logs_clean
from bot.settings import Settings

logger = logging.getLogger(__name__)

COMMANDS = ("start", "help", "stop")

#: Seconds between two tries: at first, at most, and where somebody must mend a setting.
_SHORT, _LONG, _MENDING = 2.0, 300.0, 60.0


class NotReached(Exception):
    """Telegram was not reached; the message says in Dutch what is wrong."""


def build(settings: Settings) -> App:
    """Return the library's application, with what holds for every message: it is not to be forwarded or saved."""
    keep_logs_clean()
    defaults = Defaults(protect_content=True, link_preview_options=LinkPreviewOptions(is_disabled=True))
    builder: Any = ApplicationBuilder().token(settings.telegram_token).base_url(settings.telegram_base_url)
    # Taking updates in is our own: see polling and webhook. The rate limiter keeps to thirty messages a second.
    application: App = builder.updater(None).job_queue(None).defaults(defaults).rate_limiter(AIORateLimiter()).build()
    return application


async def until_done(step: Callable[[], Awaitable[object]], timing: Timing) -> None:
    """Try a step until it succeeds, ever less often; each new problem is said once."""
    pause, said = _SHORT, ""
    while True:
        try:
            await step()
            return
        except TelegramError as error:
            problem = in_words(error)
            pause = max(pause, _MENDING if isinstance(error, InvalidToken) else _SHORT)
        if problem != said:
            logger.warning("%s De webapp werkt gewoon door; ik probeer het steeds opnieuw.", problem)
        said = problem
        await timing.pause(pause)
        pause = min(pause * 2, _LONG)


async def introduce(bot: Bot) -> None:
    """Tell Telegram the bot's commands; without them everything still works."""
    try:
        await bot.set_my_commands([(name, say(f"telegram_command_{name}")) for name in COMMANDS])
    except TelegramError as error:
        logger.info("Telegram: de opdrachten zijn niet ingesteld (%s).", type(error).__name__)


async def reach(settings: Settings) -> str:
    """Return the bot's user name, as in t.me/NAME. Raises NotReached."""
    keep_logs_clean()
    try:
        async with Bot(settings.telegram_token, base_url=settings.telegram_base_url) as bot:
            return bot.username
    except TelegramError as error:
        raise NotReached(in_words(error)) from None
