"""What a test of a source found, as the worker says it while it looks and prints it at the end, in words. Pure."""

import msgspec

from rosterdesk.model.fields import COLLECTIONS, OPTIONAL
from rosterdesk.progress import Progress
from rosterdesk.ui.dialogs.checklist import State

_STEPS = {
    "address": "Address",
    "connection": "Connection",
    "tls": "Encryption",
    "clock": "Clock",
    "token": "Sign-in",
    "scopes": "Scopes",
    "file": "File",
    "manifest": "Manifest",
}
_STATES: dict[str, tuple[State, str]] = {
    "": ("running", ""),
    "ok": ("good", ""),
    "allowed": ("good", "allowed"),
    "empty": ("good", "empty"),
    "forbidden": ("warning", "not allowed for this key"),
    "absent": ("plain", "the service does not have it"),
    "failed": ("danger", "did not answer"),
}
"""By the worker's word: the mark, and what is said where the worker says no more."""


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


class Line(msgspec.Struct, frozen=True):
    """One line of the checklist."""

    name: str
    text: str
    state: State
    detail: str = ""


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


def title(name: str) -> str:
    """The people's word for a step or a collection."""
    if name in _STEPS:
        return _STEPS[name]
    return COLLECTIONS[name].title if name in COLLECTIONS else name


def _sight(sight: Sight) -> Line:
    count = "" if sight.count is None or sight.state != "allowed" else f"{sight.count:,}"
    return _line(sight.collection, sight.state, count)


def _line(name: str, state: str, detail: str) -> Line:
    mark, words = _STATES.get(state, ("plain", state))
    if mark == "warning" and name in OPTIONAL:
        mark = "plain"  # a fact: nobody needs it for a sync
    return Line(name, title(name), mark, detail or words)
