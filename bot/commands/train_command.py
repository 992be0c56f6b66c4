"""`kortelijn train`: trains the model where it is missing or out of date; quick when it is not."""

import argparse

from bot.model import up_to_date_model
from bot.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(_: argparse.Namespace, settings: Settings) -> int:
    """Train if needed."""
    up_to_date_model(settings)
    return 0
