"""Every text that the window can show, as its source code has it: what a catalogue must translate."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import rosterdesk
from rosterdesk.checks.rules import RULES
from rosterdesk.credentials.passphrase_vault import PassphraseVault
from rosterdesk.credentials.system_keyring import KeyringVault
from rosterdesk.credentials.vault import MemoryVault
from rosterdesk.model import bends, vocabulary
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.related import related

PACKAGE = Path(rosterdesk.__file__).parent
_WINDOW = PACKAGE / "ui"
_LANGUAGE = _WINDOW / "look" / "language.py"
_END = re.compile(r"(?<=[.!?]) (?=[^a-z])")
_NAMED = re.compile(r"\{\w+(!s)?\}")
_SAID = re.compile(r"(?=.*[a-z]{3})[A-Z“{].* .*(?<! )[.!?]")
"""What reads as a sentence, and not as SQL."""
_SILENT = {"demo", "ui", "checks", "arguments", "__main__.py"}
"""Parts of the package whose sentences never reach the window, or are collected in another way."""
_OF_THE_COMMAND_LINE = {"exports", "main", "secrets", "selection", "selftest", "settings", "source_add", "stats"}
"""Commands that the window never starts."""


def of_the_window() -> set[str]:
    """The literal texts that the window's code asks a translation of; one with a comment as `comment|text`."""
    return {text for path in _sources() for text in _marked(ast.parse(path.read_text(encoding="utf-8")))}


def not_literal() -> list[str]:
    """Places where the window asks for the translation of what is no literal, so that nobody can collect it."""
    found = []
    for path in _sources():
        calls = _calls(ast.parse(path.read_text(encoding="utf-8")))
        found += [f"{path.relative_to(PACKAGE)}:{call.lineno}" for call in calls if _text(call) is None]
    return found


def of_the_layers_below() -> set[str]:
    """The sentences of errors and reports, a place for each thing that is filled in; titles; the rules' texts."""
    said = {part for path in sorted(PACKAGE.rglob("*.py")) for part in _sentences(path)}
    said |= {f"{{0}} {words}." for both in bends.WORDS.values() for words in both}
    said |= {*vocabulary.WORDS.values()}
    said |= {vault.label for vault in (KeyringVault, PassphraseVault, MemoryVault)}
    for rule in RULES:
        said.add(rule.title)
        said |= {
            _numbered(part)
            for text in (rule.why, rule.fix, rule.good, rule.message)
            for part in _END.split(text)
            if part
        }
    for each in COLLECTIONS.values():
        said |= {each.title, *(field.title for field in each.fields)}
        said |= {listed.title for listed in related(each.base, "")}
    return said


def of_files() -> set[str]:
    """The texts of files and paper, which have a translation of their own unless the layers below say them too."""
    paths = [path for folder in ("export", "commands") for path in sorted((PACKAGE / folder).rglob("*.py"))]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in paths]
    marked = {text for tree in trees for call in _calls(tree, "say", "english") if (text := _text(call)) is not None}
    for call in (call for tree in trees for call in _calls(tree, "all_english")):
        marked |= {str(each.value) for each in call.args if isinstance(each, ast.Constant)}
    return marked - of_the_layers_below()


def _sources() -> list[Path]:
    return [path for path in sorted(_WINDOW.rglob("*.py")) if path != _LANGUAGE]


def _sentences(path: Path) -> Iterator[str]:
    if _SILENT & {*path.relative_to(PACKAGE).parts}:
        return
    if path.parent.name == "commands" and path.stem in _OF_THE_COMMAND_LINE:
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    unsaid = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}  # docstrings
    unsaid |= {id(part) for node in nodes if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in nodes:
        if id(node) not in unsaid:
            yield from (_numbered(part) for part in _END.split(_pattern(node)) if _SAID.fullmatch(part))


def _pattern(node: ast.AST) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(part.value if isinstance(part, ast.Constant) else "{x}" for part in parts)
    return ""


def _numbered(text: str) -> str:
    """The sentence with its places named by their order."""
    places = iter(range(10))
    return _NAMED.sub(lambda _: f"{{{next(places)}}}", text)


def _marked(tree: ast.Module) -> Iterator[str]:
    for call in _calls(tree):
        text = _text(call)
        if text is not None:
            comment = call.args[1] if len(call.args) > 1 else None
            said = comment.value if isinstance(comment, ast.Constant) and comment.value else ""
            yield f"{said}|{text}" if said else text


def _calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in (names or ("tr",)) and node.args:
            yield node


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _text(call: ast.Call) -> str | None:
    node = call.args[0]
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
