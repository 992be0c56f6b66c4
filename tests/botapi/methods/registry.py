"""The methods by name. Names are case-insensitive, as in the Bot API."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests.botapi.errors import not_found
from tests.botapi.params import Params
from tests.botapi.state import World

Handler = Callable[[World, Params], Any]
_HANDLERS: dict[str, Handler] = {}


class Explained(NamedTuple):
    """A result that Telegram accompanies with a sentence."""

    result: Any
    description: str


def method(name: str) -> Callable[[Handler], Handler]:
    """Make a function answer calls of this method."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[name.lower()] = handler
        return handler

    return register


def perform(world: World, name: str, params: Params) -> Any:
    """Do what the method does, as one step; ApiError when it refuses, 404 when there is no such method."""
    handler = _HANDLERS.get(name.lower())
    if handler is None:
        raise not_found()
    with world.changed:
        return handler(world, params)
