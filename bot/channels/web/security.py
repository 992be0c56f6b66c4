"""Sessions of the web app: a cookie for each person, and a stamp that only our own page of that session carries."""

import hmac
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from bot.settings import Settings
from knowledge.services.knowledge import Knowledge
from knowledge.services.logins import SESSION_LASTS

_COOKIE = "kortelijn-"


class Sessions:
    """Who is logged in, and that a request comes from our own page.

    Each person's chat has an address of its own, /gesprek/KEY, and a cookie of its own. So on the sample municipality
    two windows of one browser can be two people. All methods but `stamp` and `is_own_page` read the database.
    """

    def __init__(self, settings: Settings, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._templates = Jinja2Templates(Path(__file__).parent / "templates")
        self._secure = settings.public_url.startswith("https://")
        # Browsers keep a cookie with this prefix to TLS and to this host.
        self._prefix = ("__Host-" if self._secure else "") + _COOKIE

    def key(self, person_id: str) -> str:
        """Return the key in the address of somebody's chat: no name, and no secret either."""
        return self._knowledge.store.vault.lookup(f"chat of {person_id}")[:12]

    def address(self, person_id: str) -> str:
        """Return the path of somebody's chat."""
        return f"/gesprek/{self.key(person_id)}"

    def person(self, request: Request) -> str | None:
        """Return the id of whoever is logged in at the chat of this address, or None."""
        token = self._token(request)
        person_id = self._knowledge.logins.whose(token) if token else None
        return person_id if person_id and self.key(person_id) == request.path_params["key"] else None

    def people(self, request: Request) -> list[str]:
        """Return the ids of all who are logged in in this browser."""
        found = (self._knowledge.logins.whose(token) for _, token in self._all(request))
        return [person_id for person_id in found if person_id]

    def open(self, response: Response, person_id: str) -> None:
        """Log somebody in."""
        token = self._knowledge.logins.open_session(person_id)
        self._knowledge.people.link_here(person_id, "web")
        name = self._prefix + self.key(person_id)
        lasts = int(SESSION_LASTS.total_seconds())
        response.set_cookie(name, token, lasts, httponly=True, secure=self._secure, samesite="strict")

    def close(self, request: Request, response: Response) -> None:
        """Log out who is at the chat of this address."""
        self._close(response, self._prefix + request.path_params["key"], self._token(request))

    def close_all(self, request: Request, response: Response) -> None:
        """Log everybody in this browser out: somebody else takes the seat."""
        for name, token in self._all(request):
            self._close(response, name, token)

    def stamp(self, request: Request) -> str:
        """Return what a page of this session carries, and a page of somebody else cannot know."""
        return self._knowledge.store.vault.lookup(f"page of {self._token(request)}")[:32]

    def is_own_page(self, request: Request, stamp: str) -> bool:
        """Tell whether a request comes from a page that we made for this session."""
        return hmac.compare_digest(stamp.encode(), self.stamp(request).encode())

    def page(self, request: Request, template: str, status_code: int = 200, **shown: Any) -> Response:
        """Return a page."""
        town = self._knowledge.store.setting("municipality", "je gemeente")
        return self._templates.TemplateResponse(request, template, {**shown, "town": town}, status_code=status_code)

    def _token(self, request: Request) -> str:
        return request.cookies.get(self._prefix + request.path_params["key"], "")

    def _all(self, request: Request) -> Iterator[tuple[str, str]]:
        return ((name, token) for name, token in request.cookies.items() if name.startswith(self._prefix))

    def _close(self, response: Response, name: str, token: str) -> None:
        if token:
            self._knowledge.logins.end_session(token)
        response.delete_cookie(name, secure=self._secure, httponly=True, samesite="strict")
