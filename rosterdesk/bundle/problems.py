"""What is wrong with a bundle: values, each with its place, and never with a person's data."""

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

Severity: TypeAlias = Literal["error", "warning", "info"]

Place: TypeAlias = tuple[str, str, Severity]
"""A rule, a file, a severity: the places in which problems are counted."""

KEPT = 500
"""So many of a place are kept one by one; all are counted."""


class Flaw(msgspec.Struct, frozen=True):
    """What the standard has against something, by the rule of the catalogue of checks that it breaks."""

    rule: str
    severity: Severity
    message: str


class Problem(msgspec.Struct, frozen=True):
    """A flaw at its place. `row` counts as a spreadsheet does: the header is row 1."""

    rule: str
    severity: Severity
    file: str
    row: int | None
    field: str
    message: str


class Remark(Problem, frozen=True):
    """What was changed or left out when a bundle was written, or is wrong in it: `count` times, first in `row`."""

    count: int = 1

    def __str__(self) -> str:
        place = f"{self.file}, {self.field}" if self.field else self.file
        often = f" ({self.count:,} times)" if self.count > 1 else ""
        return f"{place}: {self.message}{often}"


class CutShortError(Exception):
    """A file of the bundle cannot be read further, or not as a table; `flaw` says why."""

    def __init__(self, flaw: Flaw, row: int | None = None) -> None:
        super().__init__(flaw.message)
        self.flaw = flaw
        self.row = row


class Problems:
    """Collects problems: `kept` of them, `counts` of all."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.counts: Counter[Place] = Counter()

    def note(self, flaw: Flaw, file: str = "", field: str = "", rows: Sequence[int | None] = (None,)) -> None:
        """The same flaw, once for each of the rows."""
        place = (flaw.rule, file, flaw.severity)
        room = max(0, KEPT - self.counts[place])
        self.counts[place] += len(rows)
        self.kept += [Problem(flaw.rule, flaw.severity, file, row, field, flaw.message) for row in rows[:room]]


class Remarks:
    """Collects remarks, the same flaw of a column once."""

    def __init__(self) -> None:
        self._found: dict[tuple[Flaw, str, str], tuple[int | None, int]] = {}

    def note(self, flaw: Flaw, file: str, field: str = "", row: int | None = None, times: int = 1) -> None:
        """The flaw, so many times more."""
        first, count = self._found.get((flaw, file, field), (row, 0))
        self._found[flaw, file, field] = first, count + times

    def listed(self) -> list[Remark]:
        """All remarks, in the order in which they first came."""
        return [
            Remark(flaw.rule, flaw.severity, file, row, field, flaw.message, count)
            for (flaw, file, field), (row, count) in self._found.items()
        ]
