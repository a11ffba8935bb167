"""What is kept of judging a roster from one time to the next: values."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, TypeAlias

import msgspec

FindingKey: TypeAlias = tuple[str, str, str, str]
"""What a finding is known by: its rule, and the collection, sourcedId and field that it is about; each may be empty."""

Absence: TypeAlias = Literal["missing", "not visible", "not loaded"]
"""Why a record is not here that others refer to, as its service says: it knows none of that id; this key may not see
it; or it has it, and did not list it.
"""


class Exemption(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a rule finds on a record, or because of it, is right: for this `reason`, as `who` said on the day it was
    `made`. From the day `until` on it counts again; without one it is right until this is taken back.
    """

    rule: str
    collection: str
    sourced_id: str
    reason: str
    who: str = ""
    made: date | None = None
    until: date | None = None

    def holds(self, today: date) -> bool:
        """Whether it still is so on this day."""
        return self.until is None or today < self.until

    @property
    def about(self) -> tuple[str, str, str]:
        """What it is known by: there is one at most of a rule and a record."""
        return self.rule, self.collection, self.sourced_id


class Judging(msgspec.Struct, frozen=True, rename="camel"):
    """One judging of the whole roster, as it was after a run: how much each rule found, by severity, with what it had
    found before where it could not look this time; how much of that is `new` since the judging before, and what is
    `gone`: `None` where there was none before.
    """

    at: str
    run: int
    rules: Mapping[str, Mapping[str, int]]
    new: int | None = None
    gone: int | None = None

    @property
    def count(self) -> int:
        """How much was found in all."""
        return sum(count for counts in self.rules.values() for count in counts.values())
