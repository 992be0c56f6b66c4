"""The routes of the web app: login, chat, live messages. Pages in Dutch, small, without a framework in the browser."""

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from sse_starlette.sse import EventSourceResponse
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from actions.replies import Reply
from actions.texts import say
from bot.channels.web.guard import Guard
from bot.channels.web.inbox import Inbox, as_json
from bot.channels.web.login import LoginPages
from bot.channels.web.security import Sessions
from bot.messages import Answer, Incoming, Message, from_reply
from bot.reception import Reception
from bot.settings import Settings
from knowledge.entities import Professional
from knowledge.sample import is_sample
from knowledge.services.buttons import Choice
from knowledge.services.knowledge import Knowledge

_HERE = Path(__file__).parent

# At its lowest level it logs every message that it streams, with the text.
logging.getLogger("sse_starlette").setLevel(logging.INFO)


class Listener(Protocol):
    """Who answers: the assistant."""

    async def hear(self, channel: str, address: str, incoming: Incoming) -> Answer:
        """Answer what came in at an address of a channel."""
        ...


class NotHere(Exception):
    """Nobody is logged in at this address, or the page is not one of this session; `status` is that of HTTP."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class ChatPages:
    """The chat itself."""

    def __init__(self, knowledge: Knowledge, assistant: Listener, inbox: Inbox, sessions: Sessions) -> None:
        self._knowledge = knowledge
        self._assistant = assistant
        self._inbox = inbox
        self._sessions = sessions

    def routes(self) -> list[Route]:
        """Return the routes of the chat."""
        return [
            Route("/gesprek/{key}", self.page),
            Route("/gesprek/{key}/begin", self.begin, methods=["POST"]),
            Route("/gesprek/{key}/bericht", self.message, methods=["POST"]),
            Route("/gesprek/{key}/gezien", self.seen, methods=["POST"]),
            Route("/gesprek/{key}/berichten", self.live),
        ]

    def page(self, request: Request) -> Response:
        """Show the chat, or the login to somebody unknown."""
        person_id = self._sessions.person(request)
        if person_id is None:
            return RedirectResponse("/inloggen", status_code=303)
        person = self._knowledge.people.get(person_id)
        sample, stamp = is_sample(self._knowledge.store), self._sessions.stamp(request)
        return self._sessions.page(request, "chat.html", person=person, sample=sample, stamp=stamp)

    async def begin(self, request: Request) -> Response:
        """Return what a page opens with: the house rules to who has yet to accept them, else a greeting."""
        person_id = await self._visitor(request)
        return _said([await asyncio.to_thread(self._opening, person_id)])

    async def message(self, request: Request) -> Response:
        """Answer a text or a tap."""
        person_id = await self._visitor(request)
        answer = await self._assistant.hear("web", person_id, _read(await _json(request)))
        return _said(answer.messages)

    async def seen(self, request: Request) -> Response:
        """Note which messages that came by themselves were shown."""
        person_id = await self._visitor(request)
        ids = (await _json(request)).get("ids")
        await self._inbox.seen(person_id, [str(one) for one in ids] if isinstance(ids, list) else [])
        return JSONResponse({})

    async def live(self, request: Request) -> Response:
        """Stream what comes in for this person while the window is open."""
        person_id = await asyncio.to_thread(self._sessions.person, request)
        if person_id is None:
            raise NotHere(401, say("web_session_over"))
        visible = request.query_params.get("zichtbaar") == "1"
        return EventSourceResponse(self._inbox.stream(person_id, visible=visible), ping=20)

    async def _visitor(self, request: Request) -> str:
        """Return who sends this. Raises NotHere for somebody unknown and for a page that is not ours."""
        person_id = await asyncio.to_thread(self._sessions.person, request)
        if person_id is None:
            raise NotHere(401, say("web_session_over"))
        if not self._sessions.is_own_page(request, request.headers.get("X-Kortelijn", "")):
            raise NotHere(403, say("web_reload"))
        return person_id

    def _opening(self, person_id: str) -> Message:
        person = self._knowledge.people.get(person_id)
        assert person is not None
        reply = _greeting(person) if person.house_rules_accepted_at else self._rules(person)
        return from_reply(self._knowledge, person_id, reply)

    def _rules(self, person: Professional) -> Reply:
        return Reception(self._knowledge).house_rules(say("web_rules_first", name=person.name))


def _greeting(person: Professional) -> Reply:
    on_duty = Choice(say("button_on_duty"), "find_partner", {"on_duty": True}, repeatable=True)
    help_ = Choice(say("button_help"), "help", repeatable=True)
    return Reply(say("web_opening", name=person.name.split()[0]), [on_duty, help_])


def _said(messages: Sequence[Message]) -> Response:
    return JSONResponse({"messages": [as_json(message) for message in messages]})


async def _json(request: Request) -> dict[str, Any]:
    """Return the JSON object that was sent; anything else is an empty one."""
    try:
        read = json.loads(await request.body())
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}


def _read(said: dict[str, Any]) -> Incoming:
    text, button, replied_to = (said.get(key) for key in ("text", "button", "reply_to"))
    if not isinstance(text, str) and not isinstance(button, str):
        return Incoming(kind="other")
    return Incoming(
        text=text if isinstance(text, str) else "",
        button=button if isinstance(button, str) else None,
        replied_to=replied_to if isinstance(replied_to, str) else None,
    )


async def _not_here(_: Request, reason: Exception) -> Response:
    assert isinstance(reason, NotHere)
    return JSONResponse({"error": reason.text}, status_code=reason.status)


async def _not_found(_: Request, __: Exception) -> Response:
    return PlainTextResponse(say("web_gone"), status_code=404)


async def _went_away(_: Request, __: Exception) -> Response:
    """Answer who closed the page while sending: nobody reads it, and it is no error."""
    return Response(status_code=400)


async def _health(_: Request) -> Response:
    return PlainTextResponse("ok")


def create_app(
    settings: Settings, knowledge: Knowledge, assistant: Listener, inbox: Inbox, more: Sequence[BaseRoute] = ()
) -> Starlette:
    """Return the web app; `more` are routes of other channels."""
    sessions = Sessions(settings, knowledge)
    routes = [
        *LoginPages(knowledge, sessions).routes(),
        *ChatPages(knowledge, assistant, inbox, sessions).routes(),
        Route("/gezond", _health),
        Mount("/static", StaticFiles(directory=_HERE / "static")),
        *more,
    ]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, public_url=settings.public_url)],
        exception_handlers={NotHere: _not_here, ClientDisconnect: _went_away, 404: _not_found},
    )
