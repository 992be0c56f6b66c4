"""The HTTP side: addresses, tokens, planned trouble and the shape of answers."""

import asyncio
import re
from typing import Any

from aiohttp import web

from tests.botapi.delivery import get_updates
from tests.botapi.errors import ApiError, not_found, unauthorized
from tests.botapi.faults import Fault
from tests.botapi.methods import Explained, perform
from tests.botapi.objects import Call
from tests.botapi.params import Params, read_params
from tests.botapi.state import World

LARGEST_BODY = 60 * 1024 * 1024
_TOKEN = re.compile(r"\d+:[\w-]{35}")


class Transport:
    """Turns requests into calls and their results into answers."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token

    def application(self) -> web.Application:
        """What the web server serves."""
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_route("*", "/{anything:.*}", _nothing_here)
        return app

    async def _call(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            params = await read_params(request)
        except ApiError as refusal:
            return _refused(refusal)
        call = self._log(request.match_info["method"], params)
        try:
            result = await self._carry_out(call.method, params)
        except ApiError as refusal:
            self._finish(call, refusal.description)
            return _refused(refusal)
        except asyncio.CancelledError:
            self._finish(call, "caller went away")
            raise
        except _DroppedError:
            self._finish(call, "dropped")
            _break_connection(request)
            return web.Response()
        except _RawAnswerError as answer:
            self._finish(call, f"status {answer.status}")
            return web.Response(status=answer.status, body=answer.body, content_type="text/html")
        self._finish(call, "ok")
        return _succeeded(result)

    async def _carry_out(self, method: str, params: Params) -> Any:
        fault = self._world.faults.take(method, _named_chat(params))
        if fault and not fault.after_effect:
            await _suffer(fault)
        result = await self._effect(method, params)
        if fault and fault.after_effect:
            await _suffer(fault)
        return result

    async def _effect(self, method: str, params: Params) -> Any:
        if self._world.logged_out:
            raise ApiError(400, "Logged out")
        if method.lower() == "getupdates":
            return await get_updates(self._world, params)
        return perform(self._world, method, params)

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
        except ApiError as refusal:
            return _refused(refusal)
        for kept in list(self._world.files.values()):
            if kept.path == request.match_info["path"]:
                return web.Response(body=kept.content, content_type="application/octet-stream")
        return _refused(not_found())

    def _check_token(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise not_found()
        if token != self._token:
            raise unauthorized()

    def _log(self, method: str, params: Params) -> Call:
        call = Call(method, params.values, tuple(sorted(params.uploads)), self._world.clock.now())
        with self._world.changed:
            self._world.calls.append(call)
            self._world.tell()
        return call

    def _finish(self, call: Call, outcome: str) -> None:
        with self._world.changed:
            call.outcome = outcome
            self._world.tell()


class _DroppedError(Exception):
    """This connection is to break without an answer."""


class _RawAnswerError(Exception):
    """This call is to be answered with these bytes."""

    def __init__(self, status: int, body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.body = body


async def _suffer(fault: Fault) -> None:
    if fault.gate:
        await fault.gate.pass_through()
    elif fault.error and fault.raw_body is not None:
        raise _RawAnswerError(fault.error.code, fault.raw_body)
    elif fault.error:
        raise fault.error
    else:
        raise _DroppedError


def _named_chat(params: Params) -> int | str | None:
    return params.chat_id() if params.values.get("chat_id") else None


def _break_connection(request: web.Request) -> None:
    if request.transport:
        request.transport.abort()


def _succeeded(result: Any) -> web.Response:
    if isinstance(result, Explained):
        return web.json_response({"ok": True, "result": result.result, "description": result.description})
    return web.json_response({"ok": True, "result": result})


def _refused(refusal: ApiError) -> web.Response:
    return web.json_response(refusal.body(), status=refusal.code)


async def _nothing_here(_request: web.Request) -> web.StreamResponse:
    return _refused(not_found())
