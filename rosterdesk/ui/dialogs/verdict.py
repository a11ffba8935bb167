"""What a test of a source found, as the worker says it while it looks and prints it at the end, in words. Pure."""

import msgspec
from PySide6.QtCore import QCoreApplication

from rosterdesk.model.fields import COLLECTIONS, OPTIONAL
from rosterdesk.progress import Progress
from rosterdesk.ui.dialogs.checklist import Line, State


class Step(msgspec.Struct, frozen=True):
    """One thing that has to work before the next can."""

    step: str
    ok: bool
    detail: str = ""


class Sight(msgspec.Struct, frozen=True):
    """What the key sees of one collection."""

    collection: str
    state: str
    count: int | None = None
    milliseconds: int = 0
    detail: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """All that was found: the JSON of `source test --format json`. `summary` says it in sentences."""

    ok: bool
    steps: list[Step] = []
    collections: list[Sight] = []
    summary: list[str] = []


def read(output: str) -> Verdict | None:
    """The verdict that a worker printed; `None` where it printed none."""
    try:
        return msgspec.json.decode(output, type=Verdict)
    except (msgspec.DecodeError, UnicodeError):
        return None


def reached(found: Progress) -> Line:
    """The line of a step or collection that was just looked at, before the verdict is there."""
    return _line(found.collection, found.state, found.detail)


def lines(verdict: Verdict) -> list[Line]:
    """The checklist, in the order of the test."""
    steps = [_line(step.step, "ok" if step.ok else "failed", step.detail) for step in verdict.steps]
    return steps + [_sight(sight) for sight in verdict.collections]


def _sight(sight: Sight) -> Line:
    count = "" if sight.count is None or sight.state != "allowed" else f"{sight.count:,}"
    return _line(sight.collection, sight.state, count)


def _line(name: str, state: str, detail: str) -> Line:
    mark, words = _states().get(state, ("plain", state))
    if mark == "warning" and name in OPTIONAL:
        mark = "plain"  # a fact: nobody needs it for a sync
    return Line(name, _title(name), mark, detail or words)


def _title(name: str) -> str:
    """The people's word for a step or a collection."""
    return _steps().get(name) or (COLLECTIONS[name].title if name in COLLECTIONS else name)


def _steps() -> dict[str, str]:
    return {
        "address": _tr("Address"),
        "connection": _tr("Connection"),
        "tls": _tr("Encryption"),
        "clock": _tr("Clock"),
        "token": _tr("Sign-in"),
        "scopes": _tr("Scopes"),
        "file": _tr("File"),
        "manifest": _tr("Manifest"),
    }


def _states() -> dict[str, tuple[State, str]]:
    """By the worker's word: the mark, and what is said where the worker says no more."""
    return {
        "": ("running", ""),
        "ok": ("good", ""),
        "allowed": ("good", _tr("allowed")),
        "empty": ("good", _tr("empty")),
        "forbidden": ("warning", _tr("not allowed for this key")),
        "absent": ("plain", _tr("the service does not have it")),
        "failed": ("danger", _tr("did not answer")),
    }


def _tr(text: str) -> str:
    return QCoreApplication.translate("verdict", text)
