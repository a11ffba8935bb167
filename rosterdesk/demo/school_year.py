"""The school year that holds a day, with its semesters, terms and grading periods."""

from datetime import date, timedelta

import msgspec

from rosterdesk.demo.wire import Record, Wire


class SchoolYear(msgspec.Struct, frozen=True):
    """The sessions of one year. Classes run in `terms`, the quarters; `last` is the first day after them."""

    first: date
    last: date
    session: Record
    terms: list[Record]

    def semester(self, number: int) -> list[Record]:
        """The terms of the first (0) or second (1) semester."""
        return self.terms[2 * number : 2 * number + 2]


def school_year(wire: Wire, today: date) -> SchoolYear:
    """Makes the sessions of the year that holds `today`. A day in the summer break stretches the year to reach it, so
    that there are current classes on every day."""
    ends = today.year + (today.month >= 7)
    opens, closes = date(ends - 1, 7, 1), date(ends, 7, 1)
    first = min(_monday(date(ends - 1, 8, 20)), max(opens, today - timedelta(days=30)))
    last = max(_monday(date(ends, 6, 14)) - timedelta(days=2), min(closes, today + timedelta(days=5)))
    middle = _monday(date(ends, 1, 13))
    year = _session(wire, f"{ends - 1}–{ends % 100:02} School Year", "schoolYear", opens, closes, ends)
    terms = []
    for semester, (name, begin, end) in enumerate((("Fall", first, middle), ("Spring", middle, last))):
        half = _session(wire, f"{name} Semester {begin.year}", "semester", begin, end, ends, year)
        quarter_ends = _monday(begin + (end - begin) / 2)
        for place, (start, stop) in enumerate(((begin, quarter_ends), (quarter_ends, end))):
            number = 2 * semester + place + 1
            term = _session(wire, f"Quarter {number}", "term", start, stop, ends, half)
            middle_of_term = _monday(start + (stop - start) / 2)
            _session(wire, f"Q{number} Progress Report", "gradingPeriod", start, middle_of_term, ends, term)
            _session(wire, f"Q{number} Report Card", "gradingPeriod", middle_of_term, stop, ends, term)
            terms.append(term)
    return SchoolYear(first, last, year, terms)


def _monday(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def _session(
    wire: Wire, title: str, kind: str, start: date, end: date, ends: int, parent: Record | None = None
) -> Record:
    fields: Record = {
        "title": title,
        "type": kind,
        "startDate": start.isoformat(),
        "endDate": end.isoformat(),
        "schoolYear": str(ends),
    }
    session = wire.add("academicSession", f"{ends}-{title}".replace(" ", "-"), fields)
    if parent:
        session["parent"] = wire.ref("academicSession", parent["sourcedId"])
        parent.setdefault("children", []).append(wire.ref("academicSession", session["sourcedId"]))
    return session
