"""A small hand-made roster, and a store that holds it. Nobody in it exists.

Sunny Valley District (d)
  Łódź Primary (s1)  ─ Arts Department (a1)
  West High (s2)
2026 (y) ─ Fall (f), Spring (p) ─ First Quarter (q), part of Fall
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from rosterdesk.model import fields
from rosterdesk.model.entities import (
    AcademicSession,
    AssessmentLineItem,
    AssessmentResult,
    Category,
    Class,
    Course,
    Demographics,
    Enrollment,
    Entity,
    Item,
    LineItem,
    Org,
    Ref,
    Resource,
    Result,
    Role,
    ScoreScale,
    User,
)
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Run
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.store.writing.journal import Kind

KEY = bytes(range(32))
TODAY = date(2026, 10, 1)
STARTED = datetime(2026, 9, 30, 4, 0, tzinfo=UTC)
MODIFIED = datetime(2026, 9, 1, 12, 30, 15, 250_000, tzinfo=UTC)
ANA = "3f2504e0-4f89-11d3-9a0c-0305e82c3301"

ROSTER: dict[str, tuple[Entity, ...]] = {
    "orgs": (
        Org(sourced_id="d", name="Sunny Valley District", type="district", identifier="0001"),
        Org(sourced_id="s1", name="Łódź Primary", type="school", identifier="0077", parent=Ref("d")),
        Org(sourced_id="s2", name="West High", type="school", parent=Ref("d")),
        Org(sourced_id="a1", name="Arts Department", type="department", parent=Ref("s1")),
    ),
    "academicSessions": (
        AcademicSession(
            sourced_id="y", title="2026–27", type="schoolYear", start_date=date(2026, 8, 1), end_date=date(2027, 7, 1)
        ),
        AcademicSession(
            sourced_id="f", title="Fall", type="term", start_date=date(2026, 8, 1), end_date=date(2027, 1, 1),
            parent=Ref("y"), school_year="2027",
        ),
        AcademicSession(
            sourced_id="p", title="Spring", type="term", start_date=date(2027, 1, 1), end_date=date(2027, 7, 1),
            parent=Ref("y"), school_year="2027",
        ),
        AcademicSession(
            sourced_id="q", title="First Quarter", type="gradingPeriod", start_date=date(2026, 8, 1),
            end_date=date(2026, 10, 15), parent=Ref("f"),
        ),
    ),
    "courses": (
        Course(
            sourced_id="math", title="Mathematics", course_code="MA-1", org=Ref("d"), school_year=Ref("y"),
            grades=["07", "08"], subjects=["Maths", "Science"], resources=[Ref("book")],
        ),
        Course(sourced_id="art", title="Art", course_code="AR-1", org=Ref("a1"), grades=["KG"], subjects=["arts"]),
    ),
    "users": (
        User(
            sourced_id=ANA, given_name="Ána", family_name="Łopez", username="alopez", email="Ana.Lopez@example.org",
            identifier="0048213", role="student", orgs=[Ref("s2")], grades=["07"], agents=[Ref("g1"), Ref("lost")],
            enabled_user=True, date_last_modified=MODIFIED, phone="555-0101",
        ),
        User(
            sourced_id="bo", given_name="Bo", family_name="Øst", identifier="0048214", role="student", orgs=[Ref("s2")],
            grades=["10"], enabled_user="false",
        ),
        User(
            sourced_id="cy", given_name="Cy", family_name="O'Neil", role="student", orgs=[Ref("s1"), Ref("s2")],
            grades=["KG"], username="anaconda",
        ),
        User(
            sourced_id="dee", given_name="Dee", family_name="lopez", role="student", orgs=[Ref("a1")], grades=["09;10"],
            status="tobedeleted",
        ),
        User(sourced_id="t1", given_name="Tom", family_name="Zander", email="tom@example.org", role="teacher",
             orgs=[Ref("s2")], resources=[Ref("app")]),
        User(
            sourced_id="t2", given_name="Eva", family_name="Ångström",
            roles=[Role(role="teacher", org=Ref("s1"), role_type="secondary"),
                   Role(role="principal", org=Ref("s2"), role_type="primary")],
        ),
        User(sourced_id="g1", given_name="Gil", family_name="Lopez", role="guardian", orgs=[Ref("s2")]),
        User(sourced_id="x", given_name="Solo", role="ext:coach"),
    ),
    "classes": (
        Class(
            sourced_id="m7", title="Math 7", class_code="M7-1", class_type="scheduled", location="R2",
            course=Ref("math"), school=Ref("s2"), terms=[Ref("f"), Ref("p")],
            grades=["07"], subjects=["Maths"], periods=["2"], resources=[Ref("app"), Ref("app"), Ref("no")],
        ),
        Class(
            sourced_id="hr", title="Homeroom 2B", class_type="homeroom", location="R10", school=Ref("s2"),
            terms=[Ref("y")], periods=["10"],
        ),
        Class(
            sourced_id="pot", title="pottery", class_type="Scheduled", course=Ref("art"), school=Ref("a1"),
            terms=[Ref("p")], periods=["1", "3"],
        ),
        Class(sourced_id="old", title="Ünter", course=Ref("gone"), school=Ref("s1"), status="tobedeleted"),
    ),
    "enrollments": (
        Enrollment(
            sourced_id="e1", user=Ref(ANA), class_=Ref("m7"), school=Ref("s2"), role="student",
            begin_date=date(2026, 8, 1), end_date=date(2026, 10, 1),
        ),
        Enrollment(sourced_id="e2", user=Ref(ANA), class_=Ref("hr"), school=Ref("s2"), role="student"),
        Enrollment(
            sourced_id="e3", user=Ref("bo"), class_=Ref("m7"), school=Ref("s2"), role="student",
            begin_date=date(2026, 10, 1),
        ),
        Enrollment(
            sourced_id="e4", user=Ref("cy"), class_=Ref("m7"), school=Ref("s2"), role="student", status="tobedeleted"
        ),
        Enrollment(sourced_id="e5", user=Ref("t1"), class_=Ref("m7"), school=Ref("s2"), role="teacher"),
        Enrollment(
            sourced_id="e6", user=Ref("t2"), class_=Ref("m7"), school=Ref("s2"), role="teacher", primary="true"
        ),
        Enrollment(sourced_id="e7", user=Ref("cy"), class_=Ref("pot"), school=Ref("a1"), role="student", primary=False),
    ),
    "demographics": (
        Demographics(sourced_id=ANA, birth_date=date(2013, 5, 6), sex="female"),
        Demographics(sourced_id="nobody"),
    ),
    "resources": (
        Resource(
            sourced_id="book", title="Ängström's Algebra", vendor_resource_id="9-78", roles=["student", "teacher"],
            importance="primary", vendor_id="press",
        ),
        Resource(sourced_id="app", title="Graphs", vendor_resource_id="g", application_id="graphs"),
    ),
    "categories": (
        Category(sourced_id="hw", title="Homework", weight=0.25),
        Category(sourced_id="te", title="Tests", weight=3.0),
        Category(sourced_id="un", title="Unused"),
    ),
    "scoreScales": (
        ScoreScale(sourced_id="abc", title="Letters", type="ordinal", org=Ref("s2"), class_=Ref("m7")),
        ScoreScale(sourced_id="pf", title="Pass or fail", course=Ref("art")),
    ),
    "lineItems": (
        LineItem(
            sourced_id="l1", title="Unit-1 quiz", class_=Ref("m7"), category=Ref("te"), assign_date=date(2026, 9, 1),
            due_date=date(2026, 9, 8), grading_period=Ref("q"), score_scale=Ref("abc"), result_value_min=0.0,
            result_value_max=100.0,
        ),
        LineItem(sourced_id="l2", title="Vase", class_=Ref("pot"), category=Ref("hw"), due_date=date(2027, 2, 1)),
        LineItem(sourced_id="l3", title="Portfolio", school=Ref("s2"), academic_session=Ref("p")),
    ),
    "results": (
        Result(
            sourced_id="r1", line_item=Ref("l1"), student=Ref(ANA), score=87.5, score_status="fully graded",
            score_date=date(2026, 9, 9), comment="Well done",
        ),
        Result(sourced_id="r2", line_item=Ref("l1"), student=Ref("bo"), score=9.0, score_status="fully graded"),
        Result(sourced_id="r3", line_item=Ref("later"), student=Ref("bo"), class_=Ref("hr"), text_score="B"),
    ),
    "assessmentLineItems": (
        AssessmentLineItem(sourced_id="al", title="State test", class_=Ref("m7"), result_value_max=36.0),
        AssessmentLineItem(sourced_id="al1", title="Part one", parent=Ref("al"), score_scale=Ref("abc")),
    ),
    "assessmentResults": (
        AssessmentResult(
            sourced_id="ar", assessment_line_item=Ref("al"), student=Ref(ANA), score=31.0, score_percentile=99.5,
        ),
        AssessmentResult(sourced_id="ar1", assessment_line_item=Ref("al1"), student=Ref("bo"), text_score="A"),
    ),
}  # fmt: skip


def item(entity: Entity) -> Item:
    """The entity with its JSON, as a service would have sent it."""
    said = {name: value for name, value in msgspec.to_builtins(entity).items() if value not in (None, [])}
    return Item(entity, msgspec.json.encode(said))


def items(entities: Iterable[Entity]) -> list[Item]:
    """Each entity with its JSON."""
    return [item(entity) for entity in entities]


def sync(
    writer: Writer,
    roster: Mapping[str, Sequence[Entity]],
    *,
    complete: bool = True,
    kind: Kind = "full",
    schools: Sequence[str] = (),
    started: datetime = STARTED,
    accept: bool = False,
) -> Run:
    """One run that brings these records, a page a collection."""
    writer.begin(dict.fromkeys(tuple(roster), kind), schools=schools, started=started)
    for collection, entities in roster.items():
        writer.put(collection, items(entities), received=len(entities), total=len(entities))
        writer.end_collection(collection, complete=complete, why="" if complete else "It stopped.")
    return writer.end(accept=accept)


def in_order() -> dict[str, Sequence[Entity]]:
    """The roster, in the order in which a sync asks for it."""
    return {collection: ROSTER[collection] for collection in fields.BASES}


def ids(reader: Reader, query: Query) -> list[str]:
    """The sourcedIds of the answer, in order."""
    return [str(row[0]) for row in reader.rows(query.collection, reader.keys(query), ("sourcedId",))]


def store(path: Path) -> Path:
    """A store at this path that holds the roster."""
    with Writer(path, KEY) as writer:
        sync(writer, in_order())
    return path


def reader(path: Path) -> Reader:
    """A reader of it, on the roster's day."""
    return Reader(path, KEY, today=lambda: TODAY)
