"""The log: what happens, never what is said. Rasa's own loggers print message text and are kept to errors."""

import logging
import os
import traceback
from pathlib import Path

import structlog

#: Loggers that print message text, tokens in addresses, or simply too much.
_TALKATIVE = (
    "rasa",
    "rasa_sdk",
    "httpx",
    "httpcore",
    "telegram",
    "apscheduler",
    "sanic",
    "sse_starlette",
    "asyncio",
    "tensorflow",
    "py.warnings",
)


def set_up_log(level: str = "WARNING") -> None:
    """Set the log up for this process: our own at `level`, the talkative ones at ERROR, structlog silent below it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    # What Rasa and TensorFlow warn their own makers of goes to the log, where it is kept silent.
    logging.captureWarnings(capture=True)
    # Rasa logs through structlog, with what people wrote among its fields: nothing under an error gets out.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))


def kind_and_place(error: BaseException) -> str:
    """Return what kind of error this is and where it was raised, without its text: that may hold what was said."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno} ({frames[-1].name})" if frames else ""
    return type(error).__name__ + place
