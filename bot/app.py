"""The composition root: the only place where settings, store, services, dialogue and channels meet."""

from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from knowledge.clock import Clock
from knowledge.services.knowledge import Knowledge
from knowledge.store import KeyProblem, Store, Vault
from knowledge.store.migrate import present

if TYPE_CHECKING:
    from bot.assistant import Assistant


def open_knowledge(settings: Settings, clock: Clock | None = None) -> Knowledge:
    """Open the database of this installation, made and brought up to date where needed.

    Raises KeyProblem when the key is missing or not the database's own: a new key is made for a new database only.
    """
    if settings.database.startswith("sqlite:///"):
        Path(settings.database.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    store = Store(settings.database, _vault(settings), clock)
    store.prepare()
    return Knowledge.over(store)


def _vault(settings: Settings) -> Vault:
    if settings.key:
        try:
            return Vault(settings.key.split(","))
        except KeyProblem as problem:
            raise KeyProblem(f"KORTELIJN_KEY is ****. {problem}") from problem
    return Vault.from_file(settings.key_file, create=not settings.key_file.exists() and _is_new(settings.database))


def _is_new(url: str) -> bool:
    """Tell whether there is no database of ours at `url` yet."""
    from sqlalchemy import create_engine

    engine = create_engine(url, future=True)
    try:
        return present(engine) is None
    finally:
        engine.dispose()


def open_assistant(settings: Settings, knowledge: Knowledge) -> "Assistant":
    """Load the dialogue engine (some seconds) and return the assistant on it; trains the model where it must."""
    from bot.assistant import Assistant
    from bot.model import up_to_date_model

    model = up_to_date_model(settings)
    from bot.runtime import Dialogue

    return Assistant(knowledge, Dialogue.load(model, knowledge, settings.redis_url))
