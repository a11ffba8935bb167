"""Who is in a class, told by where the day finds them: in it, still to come, or no longer."""

from collections import Counter
from collections.abc import Sequence

import msgspec

from rosterdesk.model.query import Query, Scope, Sort
from rosterdesk.model.related import Related
from rosterdesk.model.rows import Link, Value
from rosterdesk.model.rows import text as as_text
from rosterdesk.store.reading.phases import PHASES
from rosterdesk.ui.details.related_list import Entry
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.look import words
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import shown

_MOST = 2000
_ENROLLED = ("sourcedId", "user", "role", "primary", "phase", "beginDate", "endDate", "status")
_STUDENT = ("sourcedId", "name", "grades", "identifier")
_RANKS: dict[str, int] = {phase: rank for rank, phase in enumerate(PHASES)}

Row = dict[str, Value]


def enrolled(subject: Subject) -> list[Row]:
    """Everybody's enrollments in the class, by name, with the phase in which the day finds each."""
    query = Query(collection="enrollments", scopes=(Scope("class", subject.record.sourced_id),), limit=_MOST)
    reader = subject.reader
    return rows_of(reader, reader.keys(query), "enrollments", _ENROLLED, subject.today.isoformat())


def seats(rows: Sequence[Row]) -> dict[str, Row]:
    """By student the enrollment that counts: who left and came back is in the class."""
    found: dict[str, Row] = {}
    for row in rows:
        user = row["user"]
        if row["role"] != "student" or not isinstance(user, Link):
            continue
        known = found.get(user.sourced_id)
        if known is None or _RANKS[str(row["phase"])] < _RANKS[str(known["phase"])]:
            found[user.sourced_id] = row
    return found


def whole(related: Related) -> Related:
    """The list with everybody in it who is, will be or was in the class."""
    return msgspec.structs.replace(related, query=msgspec.structs.replace(related.query, phases=PHASES))


def entries(subject: Subject) -> list[Entry]:
    """The students below a heading for each phase that there is, with what tells them apart."""
    taken = seats(enrolled(subject))
    query = Query(collection="users", ids=tuple(taken), sort=(Sort("name"),))
    students = rows_of(subject.reader, subject.reader.keys(query), "users", _STUDENT) if taken else []
    begins = Counter(row["beginDate"] for row in taken.values()).most_common(1)
    usual = begins[0][0] if begins else None
    found: list[Entry] = []
    for phase, title in zip(PHASES, _titles(), strict=True):
        here = [row for row in students if taken.get(str(row["sourcedId"]), {}).get("phase") == phase]
        if here:
            found.append(Entry(None, title, f"{len(here):,}"))
            found += [_entry(row, _dates(taken[str(row["sourcedId"])], usual)) for row in here]
    return found


def _entry(student: Row, dates: str) -> Entry:
    sourced_id = as_text(student["sourcedId"])
    title = shown(as_text(student["name"]) or sourced_id, 120)
    parts = (
        dates,
        words.grade(as_text(student["grades"])) if student["grades"] else "",
        as_text(student["identifier"]),
    )
    return Entry(Link("users", sourced_id, title), title, shown(" · ".join(part for part in parts if part), 200))


def _dates(row: Row, usual: Value) -> str:
    """The day that matters, where it says something: of those in the class it is theirs alone, not everybody's."""
    begin, end = as_text(row["beginDate"]), as_text(row["endDate"])
    match row["phase"]:
        case "current":
            return tr("since {0}").format(begin) if begin and begin != usual else ""
        case "incoming":
            return tr("from {0}").format(begin) if begin else ""
        case _:
            if row["status"] == "tobedeleted":
                return words.word("tobedeleted")
            return tr("left {0}").format(end) if end else ""


def _titles() -> tuple[str, str, str]:
    return tr("Current"), tr("Incoming"), tr("Dropped")
