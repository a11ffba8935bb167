"""What a run made different, as a table for people: the numbers by collection, then record by record."""

from collections.abc import Iterator
from itertools import chain

from rosterdesk.commands import plain_table
from rosterdesk.commands.remarks import title
from rosterdesk.model import differences
from rosterdesk.model.changes import KINDS, Change, Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run
from rosterdesk.store.reader import Reader

_SHOWN = 50  # records of a kind; CSV and JSON have all
_LONGEST = 60  # characters of a value


def lines(reader: Reader, run: Run, limit: int | None) -> Iterator[str]:
    """The table, line by line; of each kind of change so many records at most."""
    counts = differences.total(run.touched.values())
    told = differences.words(counts) or "no changes are on record"
    yield f"Run {run.run}, begun {run.started}. {title(run)} read: {told}."
    if not any(counts):
        return
    yield ""
    yield from _counts(run)
    yield ""
    most = limit or _SHOWN
    rows = chain.from_iterable(_rows(reader, run, kind, most) for kind in KINDS)
    yield from plain_table.lines(("What", "Collection", "Sourced ID", "Title", "Change"), rows)
    if not limit and any(count > most for count in counts):
        yield ""
        yield f"Of each kind {most} records are shown; --limit N shows more, --format csv or json all."


def _counts(run: Run) -> Iterator[str]:
    different = {name: differences.total([state]) for name, state in run.touched.items()}
    rows = ((collection(name).title, *(f"{n:,}" for n in counts)) for name, counts in different.items() if any(counts))
    yield from plain_table.lines(("Collection", "Added", "Changed", "Removed"), rows, (False, True, True, True))


def _rows(reader: Reader, run: Run, kind: Kind, most: int) -> Iterator[tuple[str, ...]]:
    for change in reader.changes(run.run, kind, limit=most):
        what = "came back" if change.returned else kind
        for told in _fields(change) or [""]:
            yield what, collection(change.collection).title, change.sourced_id, _cut(change.title), told


def _fields(change: Change) -> list[str]:
    told = ((name, *differences.arrow(before, after)) for name, (before, after) in change.fields.items())
    return [f"{name}: {_cut(before) or 'nothing'} → {_cut(after) or 'nothing'}" for name, before, after in told]


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
