"""The parameters of a call, however they came: query, form, JSON or multipart."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.web_request import FileField

from tests.botapi.errors import bad_request
from tests.botapi.objects import JsonObject


@dataclass(frozen=True)
class Upload:
    """A file that came with a multipart call."""

    name: str
    mime_type: str
    content: bytes


class Params:
    """Parameters by name; a value that came as text is read as the type that is asked for."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self.values: JsonObject = dict(values)
        self.uploads = dict(uploads or {})

    def text(self, name: str) -> str | None:
        """A text, or None when it was not given."""
        value = self.values.get(name)
        return None if value is None else str(value)

    def integer(self, name: str, default: int = 0) -> int:
        """A whole number; the default when it is absent or no number at all, as Telegram does."""
        try:
            return int(self.values.get(name, default))
        except (TypeError, ValueError):
            return default

    def flag(self, name: str) -> bool:
        """True for true, True, 1 and yes."""
        return str(self.values.get(name, "")).lower() in ("true", "1", "yes")

    def json(self, name: str) -> Any:
        """An object or list; texts are read as JSON, with 400 when they are not."""
        value = self.values.get(name)
        if not isinstance(value, str) or not value:
            return value
        try:
            return json.loads(value)
        except ValueError as error:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error

    def upload(self, name: str) -> Upload | None:
        """The file under this name, sent directly or by reference (`attach://other-name`)."""
        reference = str(self.values.get(name, ""))
        return self.uploads.get(reference.removeprefix("attach://") if reference else name)

    def chat_id(self) -> int | str:
        """The chat that is meant: a number, or @name."""
        value = self.values.get("chat_id")
        if value in (None, ""):
            raise bad_request("chat_id is empty")
        try:
            return int(str(value))
        except ValueError:
            return str(value)


async def read_params(request: web.Request) -> Params:
    """All parameters of a request; later sources win over the query."""
    values: JsonObject = dict(request.query)
    uploads: dict[str, Upload] = {}
    if request.content_type == "application/json":
        values |= await _json_body(request)
    elif request.method == "POST":
        for name, value in (await request.post()).items():
            if isinstance(value, FileField):
                with value.file as received:
                    uploads[name] = Upload(value.filename, value.content_type, received.read())
            else:
                values[name] = value.decode() if isinstance(value, (bytes, bytearray)) else value
    return Params(values, uploads)


async def _json_body(request: web.Request) -> JsonObject:
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise bad_request("can't parse request JSON object") from error
    if not isinstance(body, dict):
        raise bad_request("object expected as request body")
    return body
