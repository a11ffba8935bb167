"""What a key lets its syncs see of each collection, and since when that is so. Pure."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.model.fields import BASES
from rosterdesk.model.rows import CollectionState, Run

State: TypeAlias = Literal["allowed", "empty", "forbidden", "absent", "unread", "unasked"]
"""It has rows; it has none; the key may not read it; the service does not have it; no sync came so far as to find out;
none asked.
"""

_STATUS = re.compile(r"\(HTTP (\d{3})\)")


class Access(msgspec.Struct, frozen=True):
    """How a base collection stands: `why` are the words of who refused it. Where it stood otherwise before, that is
    `was`, and `since` the start of the first run that found it so; else both are empty.
    """

    collection: str
    state: State
    why: str = ""
    since: str = ""
    was: State | Literal[""] = ""


def access(runs: Sequence[Run]) -> list[Access]:
    """Each base collection, in the usual order, after these runs, the newest first; those of chosen schools tell only
    of what no other has asked for.
    """
    whole = [run for run in runs if not run.schools]
    return [_access(name, whole) or _access(name, runs) or Access(name, "unasked") for name in BASES]


def changed(found: Sequence[Access], runs: Sequence[Run]) -> list[Access]:
    """What stands otherwise since the last of these runs."""
    return [each for each in found if runs and each.since == runs[0].started]


def _access(name: str, runs: Sequence[Run]) -> Access | None:
    asked = [(run.started, run.collections[name]) for run in runs if name in run.collections]
    known = [(started, seen, state.why) for started, state in asked if (seen := _seen(state))]
    if not known:
        return Access(name, "unread", asked[0][1].why) if asked else None
    _, now, why = known[0]
    same = list(takewhile(lambda each: each[1] == now, known))
    reason = why if now in {"forbidden", "absent"} else ""
    if len(same) == len(known):
        return Access(name, now, reason)
    return Access(name, now, reason, same[-1][0], known[len(same)][1])


def _seen(state: CollectionState) -> State | None:
    """What one run found out; nothing where it did not come so far, or nothing had changed."""
    if not state.complete and (status := _STATUS.search(state.why)):
        if status[1] == "403" or (status[1] == "401" and state.refused):
            return "forbidden"
        return "absent" if state.refused else None  # a key that was refused as a whole tells nothing of this list
    if state.refused:
        return "forbidden"
    if state.rows:
        return "allowed"
    return "empty" if state.complete and state.kind == "full" else None
