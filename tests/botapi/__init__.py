"""A Telegram Bot API server for tests: real HTTP, the published behaviour, and trouble on request.

with BotApiServer() as server:
    bot = telegram.Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url)
    user = server.user(first_name="Noor")
    user.sends("wie is betrokken?")
    assert "huisarts" in server.wait_for(user)[0].text
"""

from tests.botapi.clock import Clock
from tests.botapi.faults import Faults, Gate
from tests.botapi.objects import Button, Call, ChatMessage, Contact, StoredFile, Tap, TapAnswer
from tests.botapi.people import Group, User, picture
from tests.botapi.server import BotApiServer

__all__ = [
    "BotApiServer",
    "Button",
    "Call",
    "ChatMessage",
    "Clock",
    "Contact",
    "Faults",
    "Gate",
    "Group",
    "StoredFile",
    "Tap",
    "TapAnswer",
    "User",
    "picture",
]
