"""What a run made different, record by record: values that a reader hands out."""

from collections.abc import Sequence
from typing import Any, Literal, TypeAlias

import msgspec

from rosterdesk.model.rows import Run

Kind: TypeAlias = Literal["added", "removed", "changed"]
KINDS: tuple[Kind, ...] = ("added", "removed", "changed")

Fields: TypeAlias = dict[str, tuple[Any, Any]]
"""By a name on the wire: the value before and after, JSON as it was sent; `None` where there was none."""


class ChangeQuery(msgspec.Struct, frozen=True):
    """Which changes are asked for: those of a run, or of it and all before it after the one that is `since`, told
    together; in one collection or in all, in the district or at a school (a sourcedId).
    """

    run: int
    since: int | None = None
    collection: str = ""
    school: str = ""


class Change(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What became of one record. `fields` is what is different of one that changed; one that was added has `returned`
    where it had been removed before, and then what is different from what it was.
    """

    collection: str
    sourced_id: str
    title: str
    fields: Fields = {}
    returned: bool = False


class Step(msgspec.Struct, frozen=True):
    """What one run did to a record: a step of its history."""

    run: int
    kind: Kind
    change: Change


def together(runs: Sequence[Run], run: int) -> list[Run]:
    """The runs before this one, the newest first, after which all that was made different can be told together: not
    those before one that is forgotten, or no longer among `runs`.
    """
    numbered = {each.run: each for each in runs}
    found: list[Run] = []
    while (last := numbered.get(run - len(found))) and not last.forgotten and (before := numbered.get(last.run - 1)):
        found.append(before)
    return found
