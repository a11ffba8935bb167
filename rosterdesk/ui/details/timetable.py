"""A person's classes of today by period: what, with whom, where."""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import msgspec
from PySide6.QtWidgets import QWidget

from rosterdesk.model.query import Query, Scope, Sort
from rosterdesk.model.rows import Link, Value
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.subject import Subject, rows_of
from rosterdesk.ui.look import words
from rosterdesk.ui.look.plain import shown

_ENROLLED = ("sourcedId", "class", "role", "status")
_COLUMNS = ("sourcedId", "title", "periods", "classType", "location", "teachers", "terms", "size")
_MOST = 40
_MOST_TEACHERS = 3

Row = dict[str, Value]


class Timetable(msgspec.Struct, frozen=True):
    """A person's classes of a day by period, and the term that they are of."""

    classes: list[Row]
    term: str


def timetable(subject: Subject, role: str) -> Timetable:
    """The classes in which the person is enrolled today in this role."""
    classes = classes_of_today(subject, role)
    return Timetable(classes, _term(subject, classes))


def classes_of_today(subject: Subject, role: str) -> list[Row]:
    """The classes in which the person is enrolled today in this role, by period."""
    reader, here, today = subject.reader, subject.record.sourced_id, subject.today.isoformat()
    enrolled = Query(collection="enrollments", scopes=(Scope("user", here),), as_of=today)
    rows = rows_of(reader, reader.keys(enrolled)[:_MOST], "enrollments", _ENROLLED)
    ids = tuple(
        row["class"].sourced_id
        for row in rows
        if isinstance(row["class"], Link) and row["role"] == role and row["status"] != "tobedeleted"
    )
    if not ids:
        return []
    order = (Sort("periods"), Sort("title"))
    running = Query(collection="classes", ids=ids, sort=order, as_of=today)
    return rows_of(reader, reader.keys(running), "classes", _COLUMNS, today)


def show_timetable(page: Page, found: Timetable, *, teaching: bool) -> None:
    """The section of a page that lists these classes; a teacher's say their size, a student's their teachers."""
    page.heading(page.tr("Timetable") if teaching else page.tr("Schedule"), found.term)
    if not found.classes:
        whole = page.tr("No class meets on this day. The Schedule tab has all classes of the year.")
        page.note(page.tr("No class meets on this day.") if page.subject.as_of else whole)  # the tab is of the day too
        return
    page.rows([_entry(page, row, teaching=teaching) for row in found.classes])


def _entry(page: Page, row: Row, *, teaching: bool) -> tuple[str, list[QWidget], list[QWidget]]:
    title = page.reference(Link("classes", as_text(row["sourcedId"]), as_text(row["title"])))
    room = words.room(row["location"])
    second: list[QWidget] = []
    if teaching:
        size = words.counted("students", row["size"]) if isinstance(row["size"], int) else ""
        second.append(page.label(shown(" · ".join(part for part in (size, room) if part)), "secondary"))
    else:
        second.extend(teachers(page, row["teachers"]))
        if room:
            second.append(page.label(f"· {shown(room, 30)}", "secondary"))
    return words.period(as_text(row["periods"]), as_text(row["classType"])) or "—", [title], second


def teachers(page: Page, links: Value) -> list[QWidget]:
    """Links to the teachers of a class, or amber words where it has none."""
    if not isinstance(links, tuple) or not links:
        return [page.label(page.tr("No teacher"), "warning")]
    first, *others = links[:_MOST_TEACHERS]
    apart = ((page.label("·", "secondary"), page.reference(link)) for link in others)
    return [page.reference(first), *chain.from_iterable(apart)]


def _term(subject: Subject, rows: Sequence[Row]) -> str:
    """Of the terms that run today, the one that most of the classes are of."""
    counts = Counter(
        link.sourced_id for row in rows if isinstance(row["terms"], tuple) for link in row["terms"] if link.present
    )
    if not counts:
        return ""
    today = subject.today.isoformat()
    query = Query(collection="academicSessions", ids=tuple(counts), as_of=today)
    reader = subject.reader
    running = rows_of(reader, reader.keys(query), "academicSessions", ("sourcedId", "title"))
    running.sort(key=lambda row: -counts[as_text(row["sourcedId"])])
    return as_text(running[0]["title"]) if running else ""
