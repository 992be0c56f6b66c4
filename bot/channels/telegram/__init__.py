"""Telegram: updates in, messages out. Nothing else in the house knows Telegram.

A message is followed in one reading: `polling` or `webhook` → `intake` (once, in order per chat) → `handlers`
(`reading` says what it is) → the assistant → `sending` (`shape` says what it looks like).
"""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.connection import NotReached, reach

__all__ = ["NotReached", "TelegramChannel", "reach"]
