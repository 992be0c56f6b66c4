"""How Alembic runs here: on the connection it is given, in that connection's transaction."""

from typing import Any

from alembic import context

from knowledge.store.tables import metadata
from knowledge.store.types import EncryptedText, UtcDateTime


def _render(kind: str, item: Any, _: Any) -> Any:
    """Write our own column types as what they are in the database."""
    if kind == "type" and isinstance(item, (UtcDateTime, EncryptedText)):
        return f"sa.{type(item.impl).__name__}()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_item=_render,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
