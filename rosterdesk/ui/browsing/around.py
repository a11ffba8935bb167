"""What is told beside the records that a sync made different: at which schools, and whether it was nearly held."""

from collections.abc import Sequence

import msgspec

from rosterdesk.model import differences
from rosterdesk.model.changes import ChangeQuery
from rosterdesk.model.differences import Counts
from rosterdesk.model.rows import Link, Run
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing.near_limit import warning


class Around(msgspec.Struct, frozen=True):
    """The schools by title, each with its counts by base collection; the warning may be empty. Of all runs together
    after the one that is `since`, their counts by base collection.
    """

    run: int = 0
    since: int = 0
    schools: Sequence[tuple[Link, dict[str, Counts]]] = ()
    warning: str = ""
    together: dict[str, Counts] = {}

    def at(self, school: str) -> dict[str, Counts]:
        """The counts of a school (a sourcedId)."""
        return next((counts for link, counts in self.schools if link.sourced_id == school), {})

    def totals(self) -> list[tuple[Link, int]]:
        """How much is different at each school."""
        found = ((school, sum(differences.added(counts.values()))) for school, counts in self.schools)
        return [each for each in found if each[1]]


def around(reader: Reader, run: Run, since: int) -> Around:
    """What the reader has of it; of a run that made much different, that takes seconds."""
    asked = ChangeQuery(run.run, since or None)
    schools = reader.changes_by_school(asked)
    if since:
        return Around(run.run, since, schools=schools, together=reader.count_changes(asked))
    return Around(run.run, schools=schools, warning=warning(reader, reader.runs(), run))
