"""Every text that the window can show, as its source code has it: what a catalogue must translate."""

import ast
from collections.abc import Iterator
from pathlib import Path

import rosterdesk

PACKAGE = Path(rosterdesk.__file__).parent
_WINDOW = PACKAGE / "ui"
_MARKING = {"tr", "translate"}  # the calls whose text is the user's; `translate` has a context before it


def of_the_window() -> set[str]:
    """The literal texts that the window's code asks a translation of; one with a comment as `comment|text`."""
    return {text for path in _WINDOW.rglob("*.py") for text in _marked(ast.parse(path.read_text(encoding="utf-8")))}


def not_literal() -> list[str]:
    """Places where the window asks for the translation of what is no literal, so that nobody can collect it."""
    found = []
    for path in sorted(_WINDOW.rglob("*.py")):
        calls = _calls(ast.parse(path.read_text(encoding="utf-8")))
        found += [f"{path.relative_to(PACKAGE)}:{call.lineno}" for call in calls if _text(call) is None]
    return found


def _marked(tree: ast.Module) -> Iterator[str]:
    for call in _calls(tree):
        text = _text(call)
        if text is not None:
            comment = call.args[1] if len(call.args) > 1 and _name(call) == "tr" else None
            said = comment.value if isinstance(comment, ast.Constant) and comment.value else ""
            yield f"{said}|{text}" if said else text


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in _MARKING and node.args:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _text(call: ast.Call) -> str | None:
    place = 1 if _name(call) == "translate" else 0
    node = call.args[place] if len(call.args) > place else None
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
