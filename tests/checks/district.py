"""A small district in which no rule finds anything, and ways to spoil it. Nobody in it exists.

Harbor District (d): North School (s1), with classes m1, m2, teacher t1, students a, b, h; South School (s2), with
classes m3, m4, teacher t2, students c, e, i. Everybody is in two classes, and most periods are those of the second, so
that one change does not touch a second rule. Students are as 1.1 sends them at s1, as 1.2 does at s2. z and its
enrollment are deleted, and as wrong as can be.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Literal

import msgspec

from rosterdesk.checks import rules, run
from rosterdesk.checks.judgement import Judgement
from rosterdesk.checks.profile import NO_PROFILE, Profile
from rosterdesk.checks.rule import Rule
from rosterdesk.model.entities import (
    AcademicSession,
    Class,
    Course,
    Demographics,
    Enrollment,
    Entity,
    Item,
    Org,
    Ref,
    Role,
    User,
)
from rosterdesk.store.file import memory
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster

TODAY = date(2026, 10, 1)
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
FALL, SPRING, SUMMER = date(2026, 8, 1), date(2027, 1, 1), date(2027, 7, 1)
"""The first days of the terms, and the first after them."""

Roster = dict[str, dict[str, Entity | Item]]
_PERIODS = {"m2": ["2", "3", "4"], "m4": ["2", "3", "4"], "later": ["5"]}
Change = Callable[[Roster], None]


def clean() -> Roster:
    """The district, by base collection and sourcedId."""
    people: list[Entity] = [*_students("s1", "a", "b", "h"), *_students("s2", "c", "e", "i"), *_staff()]
    entities: dict[str, list[Entity]] = {
        "orgs": [
            Org(sourced_id="d", name="Harbor District", type="district", identifier="1000"),
            Org(sourced_id="s1", name="North School", type="school", identifier="1001", parent=Ref("d")),
            Org(sourced_id="s2", name="South School", type="school", identifier="1002", parent=Ref("d")),
        ],
        "academicSessions": [
            _session("y", "schoolYear", FALL, SUMMER),
            _session("f", "term", FALL, SPRING, "y"),
            _session("p", "term", SPRING, SUMMER, "y"),
            _session("q", "gradingPeriod", FALL, date(2026, 10, 15), "f"),
        ],
        "courses": [_course("k1", "d"), _course("k2", "s1"), _course("k3", "d")],
        "users": people,
        "classes": [
            _class("m1", "s1", "k1", "f"),
            _class("m2", "s1", "k2", "f"),
            _class("m3", "s2", "k3", "f", "p"),
            _class("m4", "s2", "k1", "f"),
            _class("later", "s1", "k1", "p"),
        ],
        "enrollments": [
            enrollment(class_, user)
            for class_, members in {"m1": "abh", "m2": "abh", "m3": "cei", "m4": "cei", "later": "abh"}.items()
            for user in (*members, "t1" if class_ in {"m1", "m2", "later"} else "t2")
        ],
        "demographics": [
            Demographics(sourced_id=user, birth_date=date(2014, 3, day + 1)) for day, user in enumerate("abcehi")
        ],
    }
    entities["enrollments"].append(
        Enrollment(sourced_id="gone", status="tobedeleted", user=Ref("z"), class_=Ref("m1"), role="student")
    )
    return {name: {each.sourced_id: each for each in of_name} for name, of_name in entities.items()}


def enrollment(class_: str, user: str, /, **changes: object) -> Enrollment:
    """An enrollment as the district has them: `m1-a`."""
    school = "s1" if class_ in {"m1", "m2", "later"} else "s2"
    is_teacher = user.startswith("t")
    made = Enrollment(
        sourced_id=f"{class_}-{user}",
        user=Ref(user),
        class_=Ref(class_),
        school=Ref(school),
        role="teacher" if is_teacher else "student",
        primary=True if is_teacher else None,
    )
    return msgspec.structs.replace(made, **changes)


def change(name: str, sourced_id: str, /, **changes: object) -> Change:
    """This record with other values."""

    def spoil(district: Roster) -> None:
        district[name][sourced_id] = msgspec.structs.replace(district[name][sourced_id], **changes)

    return spoil


def sent(name: str, sourced_id: str, /, **members: object) -> Change:
    """This record as it was sent, with other members; the last change of it."""

    def spoil(district: Roster) -> None:
        entity = district[name][sourced_id]
        assert isinstance(entity, Entity)
        item = roster.item(entity)
        district[name][sourced_id] = Item(entity, msgspec.json.encode(msgspec.json.decode(item.record) | members))

    return spoil


def add(name: str, *entities: Entity) -> Change:
    """These records besides."""
    return lambda district: district[name].update({each.sourced_id: each for each in entities})


def drop(name: str, *sourced_ids: str) -> Change:
    """Without these records."""

    def spoil(district: Roster) -> None:
        for sourced_id in sourced_ids:
            del district[name][sourced_id]

    return spoil


class Reading(msgspec.Struct, frozen=True):
    """How the district was read: in a run of this kind, of these schools, `without` some collections, with others
    `refused`, or `incomplete` for a reason, or `bent`, with so many records too many `announced`.
    """

    kind: Literal["full", "delta"] = "full"
    schools: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    incomplete: dict[str, str] = {}
    bent: dict[str, dict[str, int]] = {}
    announced: dict[str, int] = {}


def spoilt(*changes: Change) -> Roster:
    """The district after these changes."""
    district = clean()
    for spoil in changes:
        spoil(district)
    return district


@contextmanager
def reader(
    *changes: Change,
    reading: Reading = Reading(),  # noqa: B008 - it is frozen
    before: Sequence[Change] | None = None,
) -> Iterator[Reader]:
    """A reader of the district after these changes; where it is said what was so `before`, a run read that first."""
    with memory.store() as place:
        with Writer(place, roster.KEY) as writer:
            if before is not None:
                _sync(writer, spoilt(*before), Reading())
            _sync(writer, spoilt(*changes), reading)
        with Reader(place, roster.KEY, today=lambda: TODAY) as opened:
            yield opened


def _sync(writer: Writer, district: Roster, reading: Reading) -> None:
    names = [name for name in district if name not in reading.without]
    writer.begin(dict.fromkeys(names, reading.kind), schools=reading.schools, started=roster.STARTED)
    for name in names:
        why, refused = reading.incomplete.get(name, ""), name in reading.refused
        if not refused:
            items = [each if isinstance(each, Item) else roster.item(each) for each in district[name].values()]
            total = len(items) + reading.announced.get(name, 0)
            writer.put(name, items, received=len(items), total=total, bent=reading.bent.get(name, {}))
        writer.end_collection(name, complete=not why and not refused, why=why, refused=refused)
    writer.end(accept=True)


def judged(
    *changes: Change,
    of: Sequence[Rule] = rules.RULES,
    salt: bytes | None = None,
    version: str = "",
    before: Sequence[Change] | None = None,
    reading: Reading = Reading(),  # noqa: B008 - it is frozen
    profile: Profile = NO_PROFILE,
    today: date = TODAY,
    now: datetime = NOW,
) -> Judgement:
    """What the rules find after these changes, in what a service of this version sent."""
    with reader(*changes, before=before, reading=reading) as opened:
        return run.judge(opened, of, today=today, now=now, salt=salt, version=version, profile=profile)


def _session(sourced_id: str, kind: str, start: date, end: date, parent: str = "") -> AcademicSession:
    return AcademicSession(
        sourced_id=sourced_id,
        title=f"Session {sourced_id}",
        type=kind,
        start_date=start,
        end_date=end,
        parent=Ref(parent) if parent else None,
        school_year="2027",
    )


def _course(sourced_id: str, org: str) -> Course:
    return Course(
        sourced_id=sourced_id,
        title=f"Course {sourced_id}",
        course_code=sourced_id.upper(),
        org=Ref(org),
        school_year=Ref("y"),
        grades=["07"],
    )


def _class(sourced_id: str, school: str, course: str, *terms: str) -> Class:
    return Class(
        sourced_id=sourced_id,
        title=f"Class {sourced_id}",
        class_type="scheduled",
        course=Ref(course),
        school=Ref(school),
        terms=[Ref(term) for term in terms],
        periods=_PERIODS.get(sourced_id, ["1"]),
    )


def _students(school: str, *sourced_ids: str) -> Iterator[User]:
    for sourced_id in sourced_ids:
        student = _person(sourced_id, f"Student{sourced_id}", grades=["07"], agents=[Ref("g")])
        yield _at(student, school, "student", as_1_2=school == "s2")


def _staff() -> Iterator[User]:
    yield _at(_person("t1", "Mentor"), "s1", "teacher", as_1_2=True)
    yield _at(_person("t2", "Master"), "s2", "teacher", as_1_2=False)
    yield _at(_person("g", "Guardian", agents=[Ref(student) for student in "abcehi"]), "s1", "guardian", as_1_2=False)
    yield User(sourced_id="z", status="tobedeleted", username="a", email="a@", identifier="a")


def _person(sourced_id: str, family_name: str, **more: object) -> User:
    made = User(
        sourced_id=sourced_id,
        given_name=f"Given{sourced_id}",
        family_name=family_name,
        username=sourced_id,
        identifier=f"id-{sourced_id}",
        email=f"{sourced_id}@harbor.example",
        enabled_user=True,
    )
    return msgspec.structs.replace(made, **more)


def _at(user: User, school: str, role: str, *, as_1_2: bool) -> User:
    if not as_1_2:
        return msgspec.structs.replace(user, role=role, orgs=[Ref(school)])
    return msgspec.structs.replace(user, roles=[Role(role=role, org=Ref(school), role_type="primary")])
