"""A person on a card: plain text to paste into a mail or a note."""

from rosterdesk.model.rows import Link
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.details.timetable import Row, classes_of_today
from rosterdesk.ui.look import words
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import shown


def card(subject: Subject) -> str:
    """The name, what they are, how to reach them, and where they are on that day, a line each."""
    roles = words.roles(subject.value("role"))
    what = [words.word(role) for role in roles]
    if subject.text("grades"):
        what.append(words.grade(subject.text("grades")))
    own_id = subject.text("sourcedId")  # which is hidden where people are masked, unlike the record's own
    lines = [subject.record.title or own_id, " · ".join(what)]
    facts = (
        (tr("ID: {0}"), subject.text("identifier") or own_id),
        (tr("School: {0}"), ", ".join(school.title for school in subject.links("schools"))),
        (tr("Email: {0}"), subject.text("email")),
        (tr("Phone: {0}"), subject.text("phone") or subject.text("sms")),
    )
    lines += [text.format(value) for text, value in facts if value]
    role = "student" if "student" in roles else "teacher" if "teacher" in roles else ""
    classes = classes_of_today(subject, role) if role else []
    if classes:
        lines += ["", tr("Schedule on {0}").format(spoken(subject.today))]
        lines += [_line(row, with_teachers=role == "student") for row in classes]
    return "\n".join(shown(line, 1000) for line in lines)


def _line(row: Row, *, with_teachers: bool) -> str:
    links = row["teachers"] if with_teachers and isinstance(row["teachers"], tuple) else ()
    teachers = ", ".join(link.title for link in links if isinstance(link, Link))
    period = words.period(as_text(row["periods"]), as_text(row["classType"]))
    parts = (period, as_text(row["title"]), teachers, words.room(row["location"]))
    return " · ".join(part for part in parts if part)
