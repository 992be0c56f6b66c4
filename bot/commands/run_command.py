"""`kortelijn run`: the bot, the web chat and the clock."""

import argparse
import asyncio
import logging
import sys

from bot.log import set_up_log
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none: everything is a setting."""


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Serve until asked to stop."""
    set_up_log(settings.log_level)
    from bot.service import serve

    try:
        asyncio.run(serve(settings))
    except OSError as error:
        logging.getLogger(__name__).error("start failed: %s", error.strerror)
        print(f"kortelijn: poort {settings.web_port} is bezet; zet KORTELIJN_WEB_PORT op een andere.", file=sys.stderr)
        return 1
    return 0
