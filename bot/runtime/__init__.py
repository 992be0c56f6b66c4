"""The dialogue engine, Rasa, in this process. Nothing else in bot knows Rasa, so that it can be replaced here."""

from bot.runtime.agent import Dialogue

__all__ = ["Dialogue"]
