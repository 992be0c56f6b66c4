"""A visitor of the web app: does over HTTP what a person does on the pages."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pyotp

from knowledge.clock import SetClock
from knowledge.services.knowledge import Knowledge

ORIGIN = "http://kortelijn.test"


def problem_on(page: httpx.Response) -> str:
    """Return what a page says went wrong."""
    found = re.search(r'role="alert">([^<]*)<', page.text)
    return unescape(found.group(1)) if found else ""


def secret_on(page: httpx.Response) -> str:
    """Return the key on the page that sets up the authenticator app."""
    found = re.search(r'<code id="secret">([^<]*)</code>', page.text)
    assert found, page.text
    return found.group(1).replace(" ", "")


class Visitor:
    """Somebody with a browser, and later with an authenticator app."""

    def __init__(self, client: httpx.AsyncClient, knowledge: Knowledge, clock: SetClock) -> None:
        self.client = client
        self.chat = ""
        self.secret = ""
        self._knowledge = knowledge
        self._clock = clock
        self._stamp = ""

    @property
    def cookie(self) -> str:
        """What the browser sends along."""
        return "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())

    def digits(self, steps: int = 0) -> str:
        """Return what the authenticator app shows now, or some steps of 30 seconds on."""
        return pyotp.TOTP(self.secret).at(self._clock.now() + timedelta(seconds=30 * steps))

    async def link(self, code: str) -> httpx.Response:
        """Type the invitation code; keep the key that is shown."""
        page = await self.client.post("/koppel", data={"code": code})
        self.secret = secret_on(page) if page.status_code == 200 else ""
        return page

    async def confirm(self, code: str, digits: str) -> httpx.Response:
        """Type the app's first digits."""
        return await self.client.post("/koppel/bevestig", data={"code": code, "totp": digits})

    async def log_in(self, name: str, digits: str) -> httpx.Response:
        """Log in with the app's digits."""
        return await self.client.post("/inloggen", data={"person": name, "totp": digits})

    async def enter(self, person_id: str) -> "Visitor":
        """Go all the way: be invited, set up the app, open the chat."""
        code = self._knowledge.people.invite(person_id).code
        await self.link(code)
        await self.open((await self.confirm(code, self.digits())).headers["location"])
        return self

    async def open(self, chat: str) -> httpx.Response:
        """Open a chat page, and keep its stamp."""
        page = await self.client.get(chat)
        found = re.search(r'name="stamp" content="(\w+)"', page.text)
        self.chat, self._stamp = chat, found.group(1) if found else ""
        return page

    async def send(self, path: str, body: Any, **headers: str) -> httpx.Response:
        """Send what the page's script would."""
        return await self.client.post(f"{self.chat}/{path}", json=body, headers={"X-Kortelijn": self._stamp, **headers})

    async def say(self, text: str) -> dict[str, Any]:
        """Say something and return the first message of the answer."""
        first: dict[str, Any] = (await self.send("bericht", {"text": text})).json()["messages"][0]
        return first

    async def press(self, payload: str) -> dict[str, Any]:
        """Tap a button and return the first message of the answer."""
        first: dict[str, Any] = (await self.send("bericht", {"button": payload})).json()["messages"][0]
        return first

    async def log_out(self) -> httpx.Response:
        """Tap "Uitloggen"."""
        return await self.client.post(f"{self.chat}/uitloggen", data={"stamp": self._stamp})
