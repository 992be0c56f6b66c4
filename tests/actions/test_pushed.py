"""Every message that a service leaves for somebody has a text; a missing one would be silence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from actions.pushed import _RENDERERS
from knowledge import services

SERVICES = Path(services.__file__).parent

#: Calls that leave a message, with the place of its kind among what they are given.
_TELLS = {"tell": 2, "_tell_asker": 2, "tell_circle": 2, "_tell_both": 3, "say": 0}


def kinds() -> Iterator[str]:
    """Yield every kind that is named in a call that leaves a message."""
    for path in sorted(SERVICES.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf8"))):
            place = _TELLS.get(_name(node.func)) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and place is not None and len(node.args) > place:
                kind = node.args[place]
                if isinstance(kind, ast.Constant) and isinstance(kind.value, str):
                    yield kind.value


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@pytest.mark.parametrize("kind", sorted(set(kinds())))
def test_it_has_a_text(kind: str) -> None:
    assert kind in _RENDERERS


def test_the_kinds_are_really_found() -> None:
    assert len(set(kinds())) > 15
