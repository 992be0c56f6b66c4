"""The log: what happens, never what is said. Rasa's own loggers print message text and are kept to errors."""

import logging
import os

import structlog

#: Loggers that print message text, tokens in addresses, or simply too much.
_TALKATIVE = ("rasa", "rasa_sdk", "httpx", "httpcore", "telegram", "apscheduler", "sanic", "sse_starlette", "asyncio", "tensorflow")


def set_up_log(level: str = "WARNING") -> None:
    """Set the log up for this process: our own at `level`, the talkative ones at ERROR, structlog silent below it."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    # Rasa logs through structlog, with what people wrote among its fields: nothing under an error gets out.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
