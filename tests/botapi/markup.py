"""Checks keyboards as Telegram does, and reads what a person then sees of them."""

from typing import Any
from urllib.parse import urlsplit

from tests.botapi.errors import bad_request
from tests.botapi.objects import Button, JsonObject

MOST_BUTTONS = 100
_ACTIONS = (
    "callback_data",
    "url",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "copy_text",
    "pay",
)


def checked_markup(markup: Any) -> JsonObject | None:
    """The reply markup if it is one Telegram would take; 400 if not."""
    if markup is None or markup == "":
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        _check_inline(markup["inline_keyboard"])
    elif "keyboard" in markup:
        _check_keyboard(markup["keyboard"])
    elif not markup.keys() & {"remove_keyboard", "force_reply"}:
        return None
    return markup


def inline_markup(markup: JsonObject | None) -> JsonObject | None:
    """The part of a markup that stays on the message: a keyboard with at least one inline button."""
    if markup and any(markup.get("inline_keyboard", [])):
        return {"inline_keyboard": markup["inline_keyboard"]}
    return None


def shown_rows(markup: JsonObject | None) -> tuple[tuple[Button, ...], ...]:
    """The inline buttons as a person sees them."""
    rows = (markup or {}).get("inline_keyboard", [])
    return tuple(
        tuple(Button(button["text"], button.get("callback_data"), button.get("url")) for button in row) for row in rows
    )


def shown_keyboard(markup: JsonObject | None) -> tuple[str, ...]:
    """The titles of a reply keyboard, row after row."""
    rows = (markup or {}).get("keyboard", [])
    return tuple(key if isinstance(key, str) else key["text"] for row in rows for key in row)


def _check_inline(rows: Any) -> None:
    buttons = _buttons(rows, "inline keyboard")
    for button in buttons:
        if not isinstance(button, dict):
            raise bad_request("can't parse inline keyboard button: expected an Object")
        _check_inline_button(button)


def _check_inline_button(button: JsonObject) -> None:
    if not str(button.get("text", "")).strip():
        raise bad_request("can't parse inline keyboard button: Button text must be non-empty")
    actions = [action for action in _ACTIONS if action in button]
    if not actions:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one of the optional fields must be used")
    if "callback_data" in button and not 1 <= len(str(button["callback_data"]).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(str(button["url"]))


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme in ("tg", "ton", "tonsite"):
        return
    problem = ""
    if parts.scheme not in ("http", "https"):
        problem = "Unsupported URL protocol"
    elif ("." not in (parts.hostname or "") and ":" not in (parts.hostname or "")) or " " in url:
        # Telegram wants a dot in the host, so a button to http://localhost is refused: people do stumble over this.
        problem = "Wrong HTTP URL"
    if problem:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")


def _check_keyboard(rows: Any) -> None:
    for key in _buttons(rows, "reply keyboard"):
        title = key if isinstance(key, str) else (key or {}).get("text", "")
        if not str(title).strip():
            raise bad_request("can't parse keyboard button: Button text must be non-empty")


def _buttons(rows: Any, what: str) -> list[Any]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f"can't parse {what}: expected an Array of Arrays of buttons")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("reply markup is too long")
    return buttons
