"""What a test of a source found, as the worker says it while it looks and prints it at the end, in words. Pure."""

import msgspec

from rosterdesk.model.fields import COLLECTIONS, OPTIONAL
from rosterdesk.progress import Progress
from rosterdesk.ui.dialogs.checklist import Line, State
from rosterdesk.ui.look.language import sentences, tr


class Step(msgspec.Struct, frozen=True):
    """One thing that has to work before the next can."""

    step: str
    ok: bool
    detail: str = ""
    warns: bool = False

    @property
    def state(self) -> str:
        """The worker's word for how it stands."""
        return "failed" if not self.ok else "doubtful" if self.warns else "ok"


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
    steps = [_line(step.step, step.state, step.detail) for step in verdict.steps]
    return steps + [_sight(sight) for sight in verdict.collections]


def _sight(sight: Sight) -> Line:
    count = "" if sight.count is None or sight.state != "allowed" else f"{sight.count:,}"
    return _line(sight.collection, sight.state, count)


def _line(name: str, state: str, detail: str) -> Line:
    mark, words = states().get(state, ("plain", state))
    if mark == "warning" and name in OPTIONAL:
        mark = "plain"  # a fact: nobody needs it for a sync
    return Line(name, _title(name), mark, sentences(detail) or words)


def _title(name: str) -> str:
    """The people's word for a step or a collection."""
    return _steps().get(name) or (sentences(COLLECTIONS[name].title) if name in COLLECTIONS else name)


def _steps() -> dict[str, str]:
    return {
        "address": tr("Address"),
        "connection": tr("Connection"),
        "tls": tr("Encryption"),
        "clock": tr("Clock"),
        "token": tr("Sign-in"),
        "scopes": tr("Scopes"),
        "file": tr("File"),
        "manifest": tr("Manifest"),
    }


def states() -> dict[str, tuple[State, str]]:
    """By the worker's word: the mark, and what is said where the worker says no more."""
    return {
        "": ("running", ""),
        "ok": ("good", ""),
        "doubtful": ("warning", ""),
        "allowed": ("good", tr("allowed")),
        "empty": ("good", tr("empty")),
        "forbidden": ("warning", tr("not allowed for this key")),
        "absent": ("plain", tr("the service does not have it")),
        "failed": ("danger", tr("did not answer")),
    }
