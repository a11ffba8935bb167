"""What a run made different, as a table for people: the numbers by collection and school, then record by record."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.remarks import title
from rosterdesk.model import differences
from rosterdesk.model.changes import KINDS, Change, ChangeQuery, Kind
from rosterdesk.model.differences import Counts
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run
from rosterdesk.store.reader import Reader

_SHOWN = 50  # records of a kind; CSV and JSON have all
_LONGEST = 60  # characters of a value


class Told(msgspec.Struct, frozen=True):
    """What was made different up to this run, as far as it is `asked` for: of these kinds, of each so many records at
    most. Nothing is told of the collections that are `hidden`. Read anew whenever it is gone through.
    """

    reader: Reader
    run: Run
    asked: ChangeQuery
    kinds: Sequence[Kind] = KINDS
    limit: int | None = None
    hidden: frozenset[str] = frozenset()

    def changes(self, kind: Kind) -> Iterator[Change]:
        """Those of this kind; none where others were asked for."""
        if kind not in self.kinds:
            return iter(())
        found = self.reader.changes(self.asked, kind, self.limit)
        return (each for each in found if each.collection not in self.hidden)

    def tells(self, collection: str) -> bool:
        """Whether this base collection is asked for, and shown."""
        return self.asked.collection in {"", collection} and collection not in self.hidden


def lines(told: Told) -> Iterator[str]:
    """The table, line by line; of each kind of change so many records at most."""
    asked = told.asked
    schools = told.reader.changes_by_school(asked)
    if asked.school:
        listed = (counts for school, counts in schools if school.sourced_id == asked.school)
        counted = next(listed, {}) or told.reader.count_changes(asked)  # of a district nobody has counted it
    elif asked.since is not None:
        counted = told.reader.count_changes(asked)
    else:
        counted = {name: differences.total([state]) for name, state in told.run.touched.items()}
    counted = {name: counts for name, counts in counted.items() if any(counts) and told.tells(name)}
    counts = differences.added(counted.values())
    words = differences.words(counts) or "no changes are on record"
    if asked.since is None:
        yield f"Run {told.run.run}, begun {told.run.started}. {title(told.run)} read: {words}."
    else:
        yield f"From run {asked.since} to run {told.run.run}, begun {told.run.started}: {words}."
    if not any(counts):
        return
    yield ""
    yield from _counts("Collection", ((collection(name).title, each) for name, each in counted.items()))
    if schools and not asked.school:
        yield ""
        yield from _counts("School", ((cut(link.title), _within(told, each)) for link, each in schools))
    yield ""
    shown = msgspec.structs.replace(told, limit=told.limit or _SHOWN)
    rows = chain.from_iterable(_rows(shown, kind) for kind in told.kinds)
    yield from plain_table.lines(("What", "Collection", "Sourced ID", "Title", "Change"), rows)
    if not told.limit and any(getattr(counts, kind) > _SHOWN for kind in told.kinds):
        yield ""
        yield f"Of each kind {_SHOWN} records are shown; --limit N shows more, --format csv or json all."


def _within(told: Told, counts: Mapping[str, Counts]) -> Counts:
    """What is asked for of the counts of a school."""
    return differences.added(each for name, each in counts.items() if told.tells(name))


def _counts(title: str, counted: Iterable[tuple[str, Counts]]) -> Iterator[str]:
    rows = ((name, *(f"{count:,}" for count in counts)) for name, counts in counted if any(counts))
    yield from plain_table.lines((title, "Added", "Changed", "Removed"), rows, (False, True, True, True))


def _rows(told: Told, kind: Kind) -> Iterator[tuple[str, ...]]:
    for change in told.changes(kind):
        what = "came back" if change.returned else kind
        for field in fields(change) or [""]:
            yield what, collection(change.collection).title, change.sourced_id, cut(change.title), field


def fields(change: Change) -> list[str]:
    """What is different of a record, a line a field."""
    told = ((name, *differences.arrow(before, after)) for name, (before, after) in change.fields.items())
    return [f"{name}: {cut(before) or 'nothing'} → {cut(after) or 'nothing'}" for name, before, after in told]


def cut(text: str) -> str:
    """The text as far as it may stand in a table."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
