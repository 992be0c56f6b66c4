"""What holds for every request: nothing too large, nothing that another website sent, strict headers on the answer."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from actions.texts import say

#: What a request may weigh, in bytes; the assistant itself reads 4,096 characters.
_LARGEST = 262_144

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS"})

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    # Not "no-referrer": with that a browser keeps the origin of our own forms to itself too.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_TLS_ONLY = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class Guard:
    """Stands before the app."""

    def __init__(self, app: ASGIApp, *, public_url: str) -> None:
        """Guard `app`, reached by people at `public_url` (empty where that is this machine itself)."""
        self._app = app
        self._own_host = urlsplit(public_url).netloc
        self._headers = {**_HEADERS, **(_TLS_ONLY if public_url.startswith("https://") else {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be, with the headers added to the answer."""

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        await (self._refusal(scope) or self._app)(scope, receive, sending)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        if scope["method"] in _HARMLESS:
            return None
        headers = Headers(scope=scope)
        if self._is_foreign(headers):
            return JSONResponse({"error": say("web_foreign")}, status_code=403)
        length = headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _LARGEST:
            return JSONResponse({"error": say("got_too_long")}, status_code=413 if length else 411)
        return None

    def _is_foreign(self, headers: Headers) -> bool:
        """Tell whether a browser sent this from a page that is not ours. What is no browser names no origin."""
        site = headers.get("sec-fetch-site")
        if site:
            return site not in ("same-origin", "none")
        origin = headers.get("origin")
        # A page that hides its origin sends "null": that has no host, and is not ours either.
        host = urlsplit(origin).netloc if origin else None
        return origin is not None and (not host or host not in (headers.get("host"), self._own_host))
