"""The methods of the Bot API, one module per subject; importing this fills the registry."""

from tests.botapi.methods import chats, files, messages, profile, webhooks
from tests.botapi.methods.registry import Explained, perform

__all__ = ["Explained", "chats", "files", "messages", "perform", "profile", "webhooks"]
