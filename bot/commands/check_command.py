"""`kortelijn check`: settings, database, model, Telegram: what is wrong, in words; exit status 1 when anything is."""

import argparse
from collections.abc import Callable

from bot.app import open_knowledge
from bot.settings import SECRETS, Settings
from knowledge.store import KeyProblem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the arguments."""
    parser.add_argument("--settings", action="store_true", help="toon alle instellingen met hun betekenis")


def run(chosen: argparse.Namespace, settings: Settings) -> int:
    """Check one thing after another and print a line for each."""
    if chosen.settings:
        return _settings(settings)
    faults = 0
    for name, check in _CHECKS.items():
        problem = check(settings)
        faults += bool(problem)
        print(f"{name:<12}{problem or 'in orde'}")
    return 1 if faults else 0


def _settings(settings: Settings) -> int:
    for field in Settings.__fields__.values():
        value = getattr(settings, field.name)
        shown = "****" if field.name in SECRETS and value else str(value)
        print(f"KORTELIJN_{field.name.upper():<20} {field.field_info.description} (nu: {shown or '-'})")
    return 0


def _database(settings: Settings) -> str:
    from sqlalchemy.exc import SQLAlchemyError

    try:
        knowledge = open_knowledge(settings)
    except (KeyProblem, SQLAlchemyError, OSError) as error:
        return str(error).splitlines()[0]
    empty = knowledge.store.is_empty()
    return "leeg: laad je gemeente met `kortelijn import` of probeer `kortelijn sample load`" if empty else ""


def _model(settings: Settings) -> str:
    from bot.model import is_up_to_date

    return "" if is_up_to_date(settings) else "ontbreekt of is verouderd: `make setup` of `kortelijn train`"


def _telegram(settings: Settings) -> str:
    """Ask Telegram who the bot is; without a token there is nothing wrong, the web app works."""
    import httpx

    if not settings.telegram_token:
        return ""
    try:
        answer = httpx.get(f"{settings.telegram_base_url}{settings.telegram_token}/getMe", timeout=10)
    except httpx.HTTPError:
        return f"{settings.telegram_base_url} is niet bereikbaar"
    return "" if answer.status_code == httpx.codes.OK else "de token wordt geweigerd; kijk KORTELIJN_TELEGRAM_TOKEN na"


_CHECKS: dict[str, Callable[[Settings], str]] = {"Database": _database, "Model": _model, "Telegram": _telegram}
