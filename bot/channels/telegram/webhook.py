"""Updates that Telegram brings to a route of the web app. A 200 means: handled; anything else: bring it again."""

import asyncio
import hmac
import json
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update

#: Where it is, under the public URL.
PATH = "/telegram/webhook"
_HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """The route. Only who knows the secret is heard."""

    def __init__(self, bot: Bot, accept: Callable[[Update], "asyncio.Task[None]"], secret: str) -> None:
        self._bot = bot
        self._accept = accept
        self._secret = secret
        #: Closed until the bot is connected, and when it stops.
        self.is_open = False

    @property
    def route(self) -> Route:
        """What the web app serves."""
        return Route(PATH, self._receive, methods=["POST"])

    async def _receive(self, request: Request) -> Response:
        given = request.headers.get(_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            return Response(status_code=403)
        if not self.is_open:
            return Response(status_code=503)
        try:
            update = Update.de_json(json.loads(await request.body()), self._bot)
        except (ValueError, TypeError, KeyError, AttributeError):
            return Response(status_code=400)
        # Telegram hanging up must not break off what is being done.
        await asyncio.shield(self._accept(update))
        return Response(status_code=200)
