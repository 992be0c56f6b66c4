"""The settings: one object, from a file (`kortelijn.env`) and environment variables, each named KORTELIJN_….

A wrong value is refused at the start with its name, the value (a secret's masked) and what is allowed.
"""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseSettings, ConstrainedInt, Field, ValidationError, validator

#: Values that are never shown.
SECRETS = frozenset({"telegram_token", "key", "webhook_secret", "database_url", "redis_url"})


_PREFIX = "KORTELIJN_"
_FILE = "kortelijn.env"


class SettingsProblem(Exception):
    """A setting has a wrong value; the message names it and says what is allowed."""


class Settings(BaseSettings):
    """Everything that can be set. `description` is what `kortelijn check --settings` and the README's table say."""

    class Config:
        """Where values come from."""

        env_prefix = _PREFIX
        env_file = _FILE
        extra = "forbid"

    data_dir: Path = Field(Path("data"), description="folder for the database, the key and the log")
    database_url: str = Field(
        "", description="SQLAlchemy URL, sqlite:///… or postgresql://…; without it an SQLite file in the data folder"
    )
    key: str = Field("", description="the key of the encrypted columns; without it the file `key` in the data folder")
    telegram_token: str = Field("", description="token of the Telegram bot; without it no Telegram")
    telegram_base_url: str = Field("https://api.telegram.org/bot", description="Bot API address, ending in /bot")
    telegram_webhook: bool = Field(False, description="receive by webhook at the public URL instead of long polling")
    webhook_secret: str = Field("", description="secret that Telegram sends along with each webhook call")
    web_host: str = Field("127.0.0.1", description="address the web app listens on")
    web_port: int = Field(8080, description="port of the web app", ge=0, le=65535)
    public_url: str = Field("", description="https address under which the web app is reached; without it no links")
    spacy_model: str = Field("", description="spaCy pipeline for Dutch; without it nl_core_news_sm or our own")
    model_dir: Path = Field(Path("models"), description="folder of the trained model")
    redis_url: str = Field("", description="redis://… for locks and conversations with several workers")
    tick_seconds: int = Field(20, description="seconds between two ticks of the clock", ge=1, le=3600)
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")

    @validator("telegram_base_url")
    def _ends_in_bot(cls, value: str) -> str:  # noqa: N805 (pydantic 1 validators are class methods)
        if not value.startswith(("http://", "https://")) or not value.endswith("/bot"):
            raise ValueError("een http(s)-adres dat eindigt op /bot")
        return value

    @validator("database_url")
    def _known_database(cls, value: str) -> str:  # noqa: N805
        if value and not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg2://")):
            raise ValueError("sqlite:///… of postgresql://…")
        return value

    @validator("spacy_model")
    def _known_pipeline(cls, value: str) -> str:  # noqa: N805
        if value not in ("", "nl_core_news_sm", "nl_kortelijn_sm"):
            raise ValueError("nl_core_news_sm of nl_kortelijn_sm")
        return value

    @validator("redis_url")
    def _known_redis(cls, value: str) -> str:  # noqa: N805
        if value and not value.startswith(("redis://", "rediss://")):
            raise ValueError("redis://… of rediss://…")
        return value

    @validator("public_url")
    def _public_is_https(cls, value: str) -> str:  # noqa: N805
        if value and not value.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise ValueError("een adres dat begint met https://")
        return value.rstrip("/")

    @validator("log_level")
    def _known_level(cls, value: str) -> str:  # noqa: N805
        if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
            raise ValueError("DEBUG, INFO, WARNING of ERROR")
        return value.upper()

    @property
    def database(self) -> str:
        """The database's URL, also when none was set."""
        return self.database_url or f"sqlite:///{self.data_dir / 'kortelijn.db'}"

    @property
    def key_file(self) -> Path:
        """Where the key is when it is not in the environment."""
        return self.data_dir / "key"


def load_settings(**overrides: Any) -> Settings:
    """Read the settings. Raises SettingsProblem naming every wrong value."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsProblem("\n".join(_in_words(fault) for fault in error.errors())) from error


def unknown_settings() -> list[str]:
    """Return a sentence for each KORTELIJN_… in the environment or the file that is no setting, with what is near."""
    from dotenv import dotenv_values

    known = [f"{_PREFIX}{name.upper()}" for name in Settings.__fields__]
    given = {name.upper() for name in (*os.environ, *dotenv_values(_FILE))}
    wrong = sorted(name for name in given if name.startswith(_PREFIX) and name not in known)
    return [f"{name} ken ik niet{_near(name, known)}" for name in wrong]


def _near(name: str, known: list[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f"; bedoel je {near[0]}?" if near else "."


def _in_words(fault: Any) -> str:
    name = str(fault["loc"][0])
    shown = "****" if name in SECRETS else repr(_raw(name))
    return f"KORTELIJN_{name.upper()} is {shown}. Toegestaan: {_allowed(name, str(fault['msg']))}."


def _allowed(name: str, said: str) -> str:
    """Return what a setting may be: of numbers and switches the range, of others what its own check says."""
    field = Settings.__fields__.get(name)
    if field is None:
        return "niets; zo'n instelling is er niet"
    if field.type_ is bool:
        return "true of false"
    if issubclass(field.type_, ConstrainedInt):
        return f"een heel getal van {field.type_.ge} tot en met {field.type_.le}"
    return said


def _raw(name: str) -> str:
    """Return the value as it was given, environment before file."""
    from dotenv import dotenv_values

    key = f"{_PREFIX}{name}".upper()
    return os.environ.get(key) or dotenv_values(_FILE).get(key) or ""
