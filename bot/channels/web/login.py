"""Logging in: the first time with the invitation code and an authenticator app, then with that app.

On the sample municipality one may also simply choose who to be.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import segno
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from actions.texts import say
from bot.channels.web.security import Sessions
from knowledge.sample import is_sample, show
from knowledge.services.knowledge import Knowledge
from knowledge.store import Refusal
from knowledge.store.audit import speaking_over

_Answer = Callable[[Request, FormData], Response]


class LoginPages:
    """The pages before the chat. What answers a form runs in a thread of its own, since the database blocks."""

    def __init__(self, knowledge: Knowledge, sessions: Sessions) -> None:
        self._knowledge = knowledge
        self._logins = knowledge.logins
        self._sessions = sessions

    def routes(self) -> list[Route]:
        """Return the routes of these pages."""
        return [
            Route("/", self.start),
            Route("/inloggen", self.ask_login),
            Route("/inloggen", _form(self._log_in), methods=["POST"]),
            Route("/koppel", self.ask_code),
            Route("/koppel", _form(self._link), methods=["POST"]),
            Route("/koppel/bevestig", _form(self._confirm), methods=["POST"]),
            Route("/proef", _form(self._try_out), methods=["POST"]),
            Route("/gesprek/{key}/uitloggen", _form(self._log_out), methods=["POST"]),
        ]

    def start(self, request: Request) -> Response:
        """Go to the chat of the one who is logged in, else to the login."""
        people = self._sessions.people(request)
        goes_to = self._sessions.address(people[0]) if len(people) == 1 else "/inloggen"
        return RedirectResponse(goes_to, status_code=303)

    def ask_login(self, request: Request) -> Response:
        """Ask who it is."""
        return self._page(request, "login.html")

    def ask_code(self, request: Request) -> Response:
        """Ask for the invitation code; a link in an invitation has it filled in."""
        return self._page(request, "link.html", code=request.query_params.get("code", ""))

    def _log_in(self, request: Request, form: FormData) -> Response:
        name = _text(form, "person")
        try:
            person = self._logins.enter(name, _text(form, "totp"))
        except Refusal as refusal:
            return self._page(request, "login.html", refusal, name=name)
        return self._entered(request, person.id)

    def _link(self, request: Request, form: FormData) -> Response:
        return self._set_up(request, _text(form, "code"))

    def _confirm(self, request: Request, form: FormData) -> Response:
        code = _text(form, "code")
        try:
            person = self._logins.confirm(code, _text(form, "totp"), _source(request))
        except Refusal as refusal:
            if refusal.code == "totp_wrong":
                return self._set_up(request, code, refusal)
            return self._page(request, "link.html", refusal, code=code)
        return self._entered(request, person.id)

    def _try_out(self, request: Request, form: FormData) -> Response:
        """Be one of the sample municipality's people, beside who one is already. Nowhere else."""
        person_id = _text(form, "person")
        if not is_sample(self._knowledge.store):
            return self._page(request, "login.html")
        response = RedirectResponse(self._sessions.address(person_id), status_code=303)
        try:
            self._sessions.open(response, person_id)
        except Refusal as refusal:
            return self._page(request, "login.html", refusal)
        return response

    def _log_out(self, request: Request, form: FormData) -> Response:
        response = RedirectResponse("/", status_code=303)
        if self._sessions.is_own_page(request, _text(form, "stamp")):
            self._sessions.close(request, response)
        return response

    def _set_up(self, request: Request, code: str, refusal: Refusal | None = None) -> Response:
        try:
            needed = self._logins.begin(code, _source(request))
        except Refusal as wrong:
            return self._page(request, "link.html", wrong, code=code)
        picture = segno.make(needed.uri, error="m").svg_data_uri(scale=5, border=2, light="#fff")
        secret = " ".join(needed.secret[start : start + 4] for start in range(0, len(needed.secret), 4))
        shown = {"code": code, "person": needed.person, "secret": secret, "uri": needed.uri, "picture": picture}
        return self._page(request, "setup.html", refusal, **shown)

    def _page(self, request: Request, template: str, refusal: Refusal | None = None, **shown: Any) -> Response:
        shown["problem"] = say(f"refusal_{refusal.code}") if refusal else ""
        if template == "login.html":
            shown["sample"] = self._choices()
            shown["here"] = [(self._sessions.address(one), self._name(one)) for one in self._sessions.people(request)]
        return self._sessions.page(request, template, 403 if refusal else 200, **shown)

    def _choices(self) -> list[dict[str, Any]]:
        """Return who there is to be, on the sample municipality."""
        if not is_sample(self._knowledge.store):
            return []
        return sorted(show(self._knowledge.store)["professionals"], key=lambda person: str(person["name"]))

    def _name(self, person_id: str) -> str:
        person = self._knowledge.people.get(person_id)
        return f"{person.name}, {person.role}" if person else person_id

    def _entered(self, request: Request, person_id: str) -> Response:
        response = RedirectResponse(self._sessions.address(person_id), status_code=303)
        self._sessions.close_all(request, response)
        self._sessions.open(response, person_id)
        return response


def _form(answer: _Answer) -> Callable[[Request], Any]:
    """Return an endpoint that reads the form and has it answered, in a thread."""

    async def endpoint(request: Request) -> Response:
        async with request.form(max_files=0, max_fields=10) as form:
            with speaking_over("web"):
                return await asyncio.to_thread(answer, request, form)

    return endpoint


def _text(form: FormData, field: str) -> str:
    return str(form.get(field, ""))[:200]


def _source(request: Request) -> str:
    return request.client.host if request.client else "unknown"
