"""What two rosters have in common and what not, as tables: for people on a terminal, and for files."""

from collections.abc import Iterable, Iterator, Sequence

from rosterdesk.commands import change_table, plain_table
from rosterdesk.export.table import Table
from rosterdesk.language import Say, all_english
from rosterdesk.model import differences
from rosterdesk.model.attributes import Kind
from rosterdesk.model.comparison import KINDS, Compared, Comparison, Difference
from rosterdesk.model.fields import collection

HEADERS = all_english("what", "collection", "sourcedId", "title", "field", "left", "right")
"""What each line of the differences has."""

_WIDTHS = (12, 16, 22, 30, 18, 30, 30)
_COUNTS = all_english("left", "right", "different", "same", "unknown", "ambiguous")
SUMMARY = ("collection", *_COUNTS, *all_english("fields", "leftLacks", "rightLacks"))
"""What each line of the counts has."""
_MOST_WORDS = 6  # fields that are named beside the counts


def lines(told: Comparison) -> Iterator[str]:
    """The table, line by line."""
    if not any(each.told for each in told.collections):
        yield f"Nothing that can be told is different between {told.left} and {told.right}."
    yield ""
    headers = ("Collection", f"Only in {told.left}", f"Only in {told.right}", "Different", "Same", "Fields")
    numbers = (False, True, True, True, True, False)
    yield from plain_table.lines(headers, map(_counted, told.collections), numbers)
    if told.records:
        yield ""
        yield from plain_table.lines(("What", "Collection", "Sourced ID", "Title", "Difference"), _rows(told))
    for sentence in _lacks(told):
        yield ""
        yield plain_table.printable(sentence)


def rows(told: Iterable[Difference | Compared], say: Say = str) -> Iterator[tuple[str, ...]]:
    """A line a field that differs, or a record of one side alone; where not all could be compared, one for why."""
    for each in told:
        if isinstance(each, Compared):
            if each.left_lacks or each.right_lacks:
                yield say("unknown"), each.collection, "", "", "", say(each.left_lacks), say(each.right_lacks)
            continue
        record = (say(each.kind), each.collection, each.sourced_id, each.title)
        if not each.fields:
            yield (*record, "", "", "")
        for name, (left, right) in each.fields.items():
            yield (*record, name, *differences.arrow(left, right))


def table(lines: Iterable[tuple[str, ...]], count: int, names: Sequence[str], say: Say = str) -> Table:
    """These lines, which are so many, for a file; what is ours in its headers is said in a language."""
    return Table(
        collection="comparison",
        headers=tuple(map(say, HEADERS)),
        kinds=(Kind.TEXT,) * len(HEADERS),
        widths=_WIDTHS,
        rows=lines,
        count=count,
        info=tuple(zip((say("Left"), say("Right")), names, strict=True)),
        title=say("Differences"),
    )


def summary(told: Comparison, say: Say = str) -> Table:
    """How much is different by collection, for a file; what is ours in it is said in a language."""
    return Table(
        collection="comparison",
        headers=tuple(map(say, SUMMARY)),
        kinds=(Kind.TEXT, *(Kind.NUMBER for _ in _COUNTS), Kind.TEXT, Kind.TEXT, Kind.TEXT),
        widths=(16, *(10 for _ in _COUNTS), 40, 40, 40),
        rows=[
            (
                each.collection,
                *(getattr(each, name) for name in _COUNTS),
                ", ".join(_fields(each)),
                say(each.left_lacks),
                say(each.right_lacks),
            )
            for each in told.collections
        ],
        count=len(told.collections),
        info=((say("Left"), told.left), (say("Right"), told.right)),
        title=say("Summary"),
    )


def _counted(each: Compared) -> tuple[str, ...]:
    counts = (f"{count:,}" for count in (each.left, each.right, each.different, each.same))
    named = _fields(each)
    more = f" and {len(named) - _MOST_WORDS} more" if len(named) > _MOST_WORDS else ""
    return collection(each.collection).title, *counts, ", ".join(named[:_MOST_WORDS]) + more


def _fields(each: Compared) -> list[str]:
    """The fields that differ, the most common first, with how often."""
    ordered = sorted(each.fields.items(), key=lambda pair: (-pair[1], pair[0]))
    return [f"{name} {count:,}" for name, count in ordered]


def _rows(told: Comparison) -> Iterator[tuple[str, ...]]:
    words = {"left": f"only in {told.left}", "right": f"only in {told.right}"}
    for kind in KINDS:
        for each in told.records:
            if each.kind == kind:
                for field in _told(told, each) or [""]:
                    title = collection(each.collection).title
                    yield words.get(kind, kind), title, each.sourced_id, change_table.cut(each.title), field


def _told(told: Comparison, each: Difference) -> list[str]:
    """What is different of a record, a line a field; of one that is ambiguous, what it shares, and on which side."""
    if each.kind != "ambiguous":
        return change_table.fields(each)
    return [
        f"{name}: {change_table.cut(left or right)} in {told.left if left else told.right}"
        for name, (left, right) in each.fields.items()
    ]


def _lacks(told: Comparison) -> Iterator[str]:
    """Why some of it could not be told, or not for certain."""
    for each in told.collections:
        for name, why in ((told.left, each.left_lacks), (told.right, each.right_lacks)):
            if why:
                of = f" {each.unknown:,} records of the other side may be missing or not." if each.unknown else ""
                yield f"{name}: {why}{of}"
        if each.unknown and not (each.left_lacks or each.right_lacks):
            yield f"{collection(each.collection).title}: {each.unknown:,} have no {told.by}, so they were not compared."
        if each.ambiguous:
            yield (
                f"{collection(each.collection).title}: {each.ambiguous:,} cannot be told apart by {told.by} alone, so"
                " nobody knows which of them belong together."
            )
