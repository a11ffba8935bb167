"""A course: what it is, and its classes of today."""

from rosterdesk.model.query import Query, Scope, Sort
from rosterdesk.model.rows import Link
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details import words
from rosterdesk.ui.details.page import Page, Subject, rows_of
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.timetable import teachers
from rosterdesk.ui.plain import shown

_COLUMNS = ("sourcedId", "title", "periods", "classType", "location", "teachers", "size")
_MOST = 12


class CoursePage(Page):
    """Its numbers, what the source says of it, its sections."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        super().__init__(subject, sheet)
        reader = subject.reader
        order = (Sort("periods"), Sort("title"))
        query = Query(collection="classes", scopes=(Scope("course", subject.record.sourced_id),), sort=order)
        keys = reader.keys(query)
        self.figures([(f"{len(keys):,}", "class" if len(keys) == 1 else "classes")])
        self.fields("courseCode", "org", "schoolYear", "grades", "subjects", always=("courseCode", "org"))
        rows = rows_of(reader, keys[:_MOST], "classes", _COLUMNS)
        if rows:
            self.heading(self.tr("Classes"), f"the first {_MOST} of {len(keys)}" if len(keys) > _MOST else "")
            entries = []
            for row in rows:
                title = self.reference(Link("classes", as_text(row["sourcedId"]), as_text(row["title"])))
                size = words.counted("students", row["size"]) if isinstance(row["size"], int) else ""
                period = words.period(as_text(row["periods"]), as_text(row["classType"]))
                entries.append(
                    (period, [title], [*teachers(self, row["teachers"]), self.label(shown(f"· {size}"), "secondary")])
                )
            self.rows(entries)
        self.heading(self.tr("Record"))
        self.fields("sourcedId", "dateLastModified")
