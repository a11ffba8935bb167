"""What a test of a source found, as the worker prints it, and how the window says it. Pure."""

import msgspec

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.ui.dialogs.checklist import State

_STEPS = {
    "address": "Address",
    "connection": "Connection",
    "tls": "Encryption",
    "token": "Sign-in",
    "scopes": "Scopes",
}
_SIGHTS: dict[str, tuple[State, str]] = {
    "allowed": ("good", ""),
    "empty": ("good", "empty"),
    "forbidden": ("warning", "not allowed for this key"),
    "absent": ("plain", "the service does not have it"),
    "failed": ("danger", "did not answer"),
}


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
    """All that was found: the JSON of `source test --format json`."""

    ok: bool
    steps: list[Step] = []
    collections: list[Sight] = []


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


def reached(name: str) -> Line:
    """The line of a step or collection that was just looked at, before the verdict is there."""
    return Line(name, title(name), "running")


def lines(verdict: Verdict) -> list[Line]:
    """The checklist, in the order of the test."""
    steps = [Line(step.step, title(step.step), "good" if step.ok else "danger", step.detail) for step in verdict.steps]
    return steps + [_sight(sight) for sight in verdict.collections]


def title(name: str) -> str:
    """The people's word for a step or a collection."""
    if name in _STEPS:
        return _STEPS[name]
    return COLLECTIONS[name].title if name in COLLECTIONS else name


def _sight(sight: Sight) -> Line:
    state, words = _SIGHTS.get(sight.state, ("plain", sight.state))
    count = "allowed" if sight.count is None else f"{sight.count:,}"
    return Line(sight.collection, title(sight.collection), state, words or count)
