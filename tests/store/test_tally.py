"""The counts of the tree, after runs that count again only what they changed."""

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
import pytest

from rosterdesk.model.entities import Entity, Ref
from rosterdesk.store.writer import Writer
from tests.store import roster

Rows = dict[str, Sequence[Entity]]


def without(collection: str, sourced_id: str) -> Callable[[Rows], Rows]:
    return lambda rows: rows | {collection: tuple(each for each in rows[collection] if each.sourced_id != sourced_id)}


def with_other(collection: str, sourced_id: str, **values: object) -> Callable[[Rows], Rows]:
    def changed(rows: Rows) -> Rows:
        return rows | {
            collection: tuple(
                msgspec.structs.replace(each, **values) if each.sourced_id == sourced_id else each
                for each in rows[collection]
            )
        }

    return changed


CHANGES = {
    "nothing": lambda rows: rows,
    "a school of another": with_other("orgs", "s1", parent=Ref("s2")),
    "a school that is none": with_other("orgs", "s2", type="department"),
    "a department gone": without("orgs", "a1"),
    "a course elsewhere": with_other("courses", "math", org=Ref("s1")),
    "a class elsewhere": with_other("classes", "m7", school=Ref("s1"), course=Ref("art"), terms=[Ref("q")]),
    "a class gone": without("classes", "m7"),
    "a session gone": without("academicSessions", "p"),
    "a person elsewhere": with_other("users", roster.ANA, orgs=[Ref("a1")]),
    "a student who teaches": with_other("users", "bo", role="teacher"),
    "a person gone, with what is known of her": without("users", roster.ANA),
    "an enrollment elsewhere": with_other("enrollments", "e1", school=Ref("s1")),
    "an enrollment gone": without("enrollments", "e1"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_later_run_leaves_the_counts_that_a_first_run_would_have_made(
    tmp_path: Path, change: Callable[[Rows], Rows]
) -> None:
    rows = change(dict(roster.in_order()))
    twice, once = roster.store(tmp_path / "twice.db"), tmp_path / "once.db"
    for path in (twice, once):
        with Writer(path, roster.KEY) as writer:
            roster.sync(writer, rows, accept=True)
    assert counts(twice) == counts(once)


def test_what_a_first_run_brought_that_was_killed_is_counted_by_the_next(tmp_path: Path) -> None:
    rows, path = roster.in_order(), tmp_path / "killed.db"
    with Writer(path, roster.KEY) as writer:
        writer.begin(dict.fromkeys(rows, "full"), started=roster.STARTED)
        for name, entities in rows.items():
            for entity in entities:
                writer.put(name, roster.items([entity]), received=1, total=None)
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, {"demographics": rows["demographics"]})
    assert counts(path) == counts(roster.store(tmp_path / "whole.db"))


def counts(path: Path) -> dict[tuple[str, str], int]:
    with roster.reader(path) as reader:
        return {counted: number for counted, number in reader.tally().items() if number}
