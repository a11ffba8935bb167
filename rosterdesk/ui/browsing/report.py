"""What is said of the roster as a whole, in place of its rows: its findings or its changes. Values."""

from typing import Literal, TypeAlias

import msgspec

from rosterdesk.checks.rule import Severity
from rosterdesk.model.changes import Kind

Level: TypeAlias = Severity | Literal["", "not run", "excepted"]
"""So severe; nothing is all of them; or the rules that could not be judged; or what somebody says is right."""

Way: TypeAlias = Literal["rule", "cause", "severity", "school"]
"""What findings are put together by."""


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules find: of this level, in this school (a sourcedId), with this text; put together `by` this, and the
    `branch` that is read, by the keys that lead to it.
    """

    level: Level = ""
    school: str = ""
    text: str = ""
    by: Way = "rule"
    branch: tuple[str, ...] = ()


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What a run made different, 0 being the last: of this kind, in this collection, at this school (a sourcedId). Or
    all runs together after the one that is `since`, at all schools.
    """

    run: int = 0
    since: int = 0
    kind: Kind | Literal[""] = ""
    collection: str = ""
    school: str = ""


Report: TypeAlias = Findings | Changes
