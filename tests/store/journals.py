"""What the journal of a run must tell, worked out from the records before and after it; and what it does tell."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec

from rosterdesk.model.changes import ChangeQuery
from rosterdesk.store.file.connection import Location
from tests.store import picture
from tests.store.picture import Records

Name = tuple[str, str]
"""A record: its collection and sourcedId."""
_KINDS: tuple[Literal["added", "removed", "changed"], ...] = ("added", "removed", "changed")


class Told(msgspec.Struct):
    """Which records came, with whether they had been here before; which went; which changed, from what to what."""

    added: dict[Name, bool]
    removed: set[Name]
    changed: dict[Name, dict[str, tuple[Any, Any]]]


NOTHING = Told({}, set(), {})


def difference(before: Records, after: Records, gone: set[Name]) -> Told:
    """What happened between two states of a roster; these were removed before."""
    told = Told({}, set(), {})
    for collection in before.keys() | after.keys():
        old, new = before.get(collection, {}), after.get(collection, {})
        for sourced_id in old.keys() | new.keys():
            name, was, is_ = (collection, sourced_id), old.get(sourced_id), new.get(sourced_id)
            if not _lives(was) and _lives(is_):
                told.added[name] = name in gone
            elif _lives(was) and not _lives(is_):
                told.removed.add(name)
            elif was and is_ and (fields := _fields(was, is_)):
                told.changed[name] = fields
    return told


def merged(several: Iterable[Told]) -> Told:
    """What several runs tell, where no two of them tell of one record."""
    whole = Told({}, set(), {})
    for each in several:
        assert not whole.added.keys() & each.added.keys()
        assert not whole.removed & each.removed
        assert not whole.changed.keys() & each.changed.keys()
        whole.added.update(each.added)
        whole.removed.update(each.removed)
        whole.changed.update(each.changed)
    return whole


def told(path: Location, run: int, key: bytes = picture.KEY) -> Told:
    """What the journal tells of the run."""
    with picture.reader(path, key) as opened:
        added, removed, changed = (
            {(each.collection, each.sourced_id): each for each in opened.changes(ChangeQuery(run), kind)}
            for kind in _KINDS
        )
    return Told(
        {name: each.returned for name, each in added.items()},
        set(removed),
        {name: each.fields for name, each in changed.items()},
    )


def _lives(record: dict[str, Any] | None) -> bool:
    return record is not None and record.get("status") != "tobedeleted"


def _fields(before: dict[str, Any], after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {
        name: (before.get(name), after.get(name))
        for name in before.keys() | after.keys()
        if name != "dateLastModified" and before.get(name) != after.get(name)
    }
