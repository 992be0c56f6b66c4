"""Column types: moments in UTC, encrypted text. The vault travels with the engine's dialect, so one per store."""

import json
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator):
    """A moment, aware and in UTC on the Python side. A naive datetime is refused: it hides a mistake."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Store without zone, in UTC. Raises ValueError for a naive moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without time zone: {value!r}")
        return value.astimezone(timezone.utc).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Read back as aware, in UTC."""
        return None if value is None else value.replace(tzinfo=timezone.utc)


class EncryptedText(TypeDecorator):
    """Text that only the installation's key makes readable."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        """Encrypt with the vault of this store."""
        return None if value is None else str(dialect.vault.encrypt(value))

    def process_result_value(self, value: str | None, dialect: Any) -> str | None:
        """Decrypt with the vault of this store."""
        return None if value is None else str(dialect.vault.decrypt(value))


class EncryptedJson(EncryptedText):
    """A JSON value that only the installation's key makes readable."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        """Write as JSON, encrypted."""
        return super().process_bind_param(json.dumps(value), dialect)

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        """Decrypt and read the JSON."""
        text = super().process_result_value(value, dialect)
        return None if text is None else json.loads(text)
