"""The test of a bundle: the file, its manifest, then every list in it with its rows and problems."""

from collections.abc import Iterator
from pathlib import Path

from rosterdesk.bundle.reading import Bundle
from rosterdesk.commands.opened_bundle import not_whole
from rosterdesk.commands.remarks import names
from rosterdesk.commands.verdict import NEEDED, Sight, Step, StepName, Verdict
from rosterdesk.errors import BundleError, RosterDeskError
from rosterdesk.progress import Progress, Report
from rosterdesk.settings import Source


class Inspection:
    """One test of a bundle. Each step and list is reported as soon as it is known how it stands."""

    def __init__(self, source: Source, report: Report) -> None:
        self._path = Path(source.bundle)
        self._report = report
        self._steps: list[Step] = []
        self._sights: list[Sight] = []
        self._told: list[str] = []

    def carry_out(self) -> RosterDeskError | None:
        """Read all of it; the error where that cannot be done."""
        try:
            with Bundle(self._path) as bundle:
                return self._read(bundle)
        except BundleError as error:
            self._step("file", str(error), ok=False)
            return error

    def verdict(self, error: RosterDeskError | None) -> Verdict:
        """What was found out until this error."""
        return Verdict(error is None, self._steps, self._sights, (), self._told or [str(error)])

    def _read(self, bundle: Bundle) -> BundleError | None:
        self._step("file", f"{self._path} can be read.")
        missing = [problem.message for problem in bundle.problems if problem.rule == "PKG-01"]
        by = f", written by {bundle.system}" if bundle.system else ""
        self._step("manifest", *missing or [f"OneRoster {bundle.version}{by}."], ok=not missing)
        there = [*bundle.kinds, *(name for name in NEEDED if name not in bundle.kinds)]
        for number, name in enumerate(there, 1):
            sight = _sight(bundle, name) if name in bundle.kinds else Sight(name, "absent", None)
            self._sights.append(sight)
            detail = ", ".join(filter(None, (_rows(sight.count), sight.detail)))
            self._report(Progress("test", name, number, len(there), sight.state, detail))
        self._told = list(_sentences(bundle, self._sights, self._path))
        cut = {sight.collection: sight.detail for sight in self._sights if sight.state == "failed"}
        return not_whole(cut) if cut else None

    def _step(self, name: StepName, detail: str, *, ok: bool = True) -> None:
        self._steps.append(Step(name, ok, detail))
        self._report(Progress("test", name, state="ok" if ok else "failed", detail=detail))


def _sight(bundle: Bundle, name: str) -> Sight:
    """What is in a list, by reading it; its problems are those that came to light meanwhile."""
    before = bundle.counts.total()
    rows = sum(page.received for page in bundle.pages(name))
    found = bundle.counts.total() - before
    problems = f"{found:,} {'problem' if found == 1 else 'problems'}" if found else ""
    if bundle.torn(name):
        return Sight(name, "failed", rows, detail=bundle.why(name))
    return Sight(name, "allowed" if rows else "empty", rows, detail=bundle.why(name) or problems)


def _rows(count: int | None) -> str:
    return "" if count is None else f"{count:,} {'row' if count == 1 else 'rows'}"


def _sentences(bundle: Bundle, sights: list[Sight], path: Path) -> Iterator[str]:
    """What is in the bundle, what is not, and how much is wrong with it."""
    if found := [sight.collection for sight in sights if sight.count]:
        yield f"This bundle has {names(found)}."
    if lacking := [sight.collection for sight in sights if not sight.count]:
        yield f"It has no {names(lacking, 'or')}."
    if changes := [name for name, kind in bundle.kinds.items() if kind == "delta"]:
        yield f"Of {names(changes)} it has only what changed: it wants a copy to change."
    count = bundle.counts.total()
    if not count:
        yield "No problem was found in its files."
    else:
        what = "problem was" if count == 1 else "problems were"
        yield f"{count:,} {what} found in its files; see: rosterdesk check {path}"
