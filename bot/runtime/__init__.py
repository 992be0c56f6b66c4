"""The dialogue engine, Rasa, in this process. Nothing else in bot knows Rasa, so that it can be replaced here."""

import os

# Before Rasa is imported, wherever this was started from: nothing is reported to its makers.
os.environ["RASA_TELEMETRY_ENABLED"] = "false"

from bot.runtime.agent import Dialogue

__all__ = ["Dialogue"]
