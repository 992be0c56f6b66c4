"""What goes wrong with Telegram: which of it passes, and how long one insists.

What Telegram's library says of an error may hold the token or the text of a message. So it is never logged and
never travels along: errors leave this package as our own, without their cause.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import httpx
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.delivery import InDoubt, Permanent, Temporary

T = TypeVar("T")

#: What Telegram says when there is nobody (any more) at this address.
_NOBODY = ("chat not found", "user not found", "peer_id_invalid", "chat_id is empty", "user is deactivated")


class Refused(Exception):
    """Telegram does not take this call as it is, now or later: a fault of ours, or what it is about is gone."""


#: What every failure here is told as; all of them without the words of Telegram's library.
TROUBLE: tuple[type[Exception], ...] = (Temporary, Permanent, InDoubt, Refused)


@dataclass(frozen=True)
class Patience:
    """How often something is tried, and how long one waits between two tries, in seconds."""

    tries: int
    #: Our own pauses double up to this.
    longest: float
    #: A pause that Telegram asks for is kept to up to this; beyond it one gives up.
    longest_asked: float


#: An answer somebody waits for: some ten minutes, and as long as Telegram asks.
ANSWER = Patience(tries=14, longest=60, longest_asked=3600)
#: A message from the outbox: delivery has a patience of its own.
OUTBOX = Patience(tries=1, longest=0, longest_asked=0)
#: What may fail without anybody missing it: a keyboard that stays, a message that is deleted at the next tick.
CASUAL = Patience(tries=3, longest=5, longest_asked=5)


@dataclass(frozen=True)
class Timing:
    """How long things take, in seconds; a test has its own."""

    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    #: An answer that takes longer shows "typing…".
    typing_after: float = 1.0
    #: How long Telegram holds a poll that has nothing to tell.
    poll: float = 30
    #: How often is looked for new updates while others are being handled.
    look_again: float = 0.3
    #: What is being handled gets so long to finish when the process stops.
    grace: float = 10


def understand(error: TelegramError) -> Temporary | Permanent | InDoubt | Refused:
    """Return what an error of the library is to the rest of the house."""
    if isinstance(error, RetryAfter):
        # The public property is deprecated in its present form.
        return Temporary(error._retry_after.total_seconds())  # noqa: SLF001
    if isinstance(error, Forbidden):
        return Permanent("deactivated" if "deactivated" in error.message else "blocked")
    if isinstance(error, BadRequest):
        nobody = any(words in error.message.lower() for words in _NOBODY)
        return Permanent("chat not found") if nobody else Refused("refused by Telegram")
    if isinstance(error, ChatMigrated):
        return Permanent("moved to a group")
    if isinstance(error, (InvalidToken, Conflict)):
        return Temporary(60)
    return InDoubt("connection lost") if _may_have_arrived(error) else Temporary()


def _may_have_arrived(error: TelegramError) -> bool:
    """A connection that broke or timed out after the request went out leaves it open; a status of Telegram does not."""
    cause = error.__cause__
    never_left = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    return isinstance(cause, httpx.HTTPError) and not isinstance(cause, never_left)


async def insist(call: Callable[[], Awaitable[T]], patience: Patience, timing: Timing) -> T:
    """Return what `call` gives, trying again as long as patience lasts, also what may have arrived: better twice than
    never. Raises Temporary, InDoubt, Permanent or Refused.
    """
    for attempt in range(1, patience.tries + 1):
        try:
            return await call()
        except TelegramError as error:
            trouble = understand(error)
        asked = wait_of(trouble)
        if isinstance(trouble, (Permanent, Refused)) or attempt == patience.tries or asked > patience.longest_asked:
            break
        await timing.pause(max(asked, min(2.0 ** (attempt - 1), patience.longest)))
    raise trouble


def wait_of(trouble: Exception) -> float:
    """Return the seconds that Telegram asked to wait; 0 when it did not."""
    return getattr(trouble, "retry_after", None) or 0


def in_words(error: TelegramError) -> str:
    """Say in Dutch, for who runs the installation, what is wrong and what to do. Holds no secret and no text."""
    if isinstance(error, InvalidToken):
        return "Telegram kent dit token niet. Kijk KORTELIJN_TELEGRAM_TOKEN na bij @BotFather."
    if isinstance(error, Conflict):
        return "Een ander programma leest dezelfde Telegram-bot uit. Stop dat, of gebruik hier een eigen token."
    if isinstance(error, RetryAfter):
        return "Telegram vraagt om even te wachten."
    if isinstance(error, BadRequest):
        return "Telegram weigert de instellingen van de bot. Kijk KORTELIJN_PUBLIC_URL en KORTELIJN_WEBHOOK_SECRET na."
    return "Telegram is niet te bereiken. Kijk de internetverbinding en KORTELIJN_TELEGRAM_BASE_URL na."


def keep_logs_clean() -> None:
    """Silence what logs addresses with the token in it, or the text of messages: the libraries, at any level."""
    for name, level in (("httpx", logging.WARNING), ("httpcore", logging.WARNING), ("telegram", logging.CRITICAL)):
        logging.getLogger(name).setLevel(level)
