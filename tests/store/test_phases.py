"""What is current, incoming or dropped on a day: every edge of every window, against plain Python."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.errors import UsageError
from rosterdesk.model.entities import AcademicSession, Class, Course, Enrollment, Org, Ref, Role, User
from rosterdesk.model.query import Phase, Query, Scope, Sort, Where
from rosterdesk.model.rows import Link
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ANA, ids

PHASES: tuple[Phase, ...] = get_args(Phase)
FIRST = date(2026, 9, 1)
DAYS = [FIRST + timedelta(days=number) for number in range(7)]
CLASSES, PEOPLE, SESSIONS, SCHOOLS = ("c1", "c2"), ("u1", "u2", "u3"), ("year", "term", "later"), ("north", "south")

an_edge = st.none() | st.sampled_from(DAYS[1:-1])
a_status = st.sampled_from(["active", "active", "active", "tobedeleted"])


class World(msgspec.Struct):
    """A small district whose every window begins and ends within a week."""

    sessions: list[AcademicSession]
    classes: list[Class]
    users: list[User]
    enrollments: list[Enrollment]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    def references(ids: Iterable[str], most: int) -> list[Ref]:
        return [Ref(each) for each in draw(st.lists(st.sampled_from(list(ids)), unique=True, max_size=most))]

    def roles() -> list[Role]:
        a_role = st.builds(
            Role, role=st.sampled_from(["student", "teacher"]), org=st.sampled_from(SCHOOLS).map(Ref),
            begin_date=an_edge, end_date=an_edge,
        )  # fmt: skip
        return draw(st.lists(a_role, max_size=3))

    def enrollment(number: int) -> Enrollment:
        return Enrollment(
            sourced_id=f"e{number}", user=Ref(draw(st.sampled_from(PEOPLE))),
            class_=Ref(draw(st.sampled_from(CLASSES))), role=draw(st.sampled_from(["student", "student", "teacher"])),
            begin_date=draw(an_edge), end_date=draw(an_edge), status=draw(a_status),
        )  # fmt: skip

    return World(
        sessions=[
            AcademicSession(
                sourced_id=each, title=each, start_date=draw(an_edge), end_date=draw(an_edge), status=draw(a_status),
                parent=Ref("year") if each == "term" else None,
            )
            for each in SESSIONS
        ],
        classes=[
            Class(sourced_id=each, title=each, terms=references(SESSIONS, 2), course=Ref("k"), status=draw(a_status))
            for each in CLASSES
        ],
        users=[User(sourced_id=each, family_name=each, roles=roles(), status=draw(a_status)) for each in PEOPLE],
        enrollments=[enrollment(number) for number in range(draw(st.integers(0, 8)))],
    )  # fmt: skip


def phase(begin: date | None, end: date | None, status: str, day: date) -> Phase:
    """The words of the design: active, and begin <= day < end, is current."""
    if status != "active" or (end is not None and end <= day):
        return "dropped"
    return "incoming" if begin is not None and begin > day else "current"


def best(found: Iterable[Phase]) -> Phase | None:
    there = set(found)
    return next((each for each in ("current", "incoming", "dropped") if each in there), None)


def window(world: World, class_id: str) -> tuple[date | None, date | None]:
    """From the first day of the class's terms to the end of the last; of terms that are active and have days."""
    (class_,) = (each for each in world.classes if each.sourced_id == class_id)
    named = {ref.sourced_id for ref in class_.terms}
    days = [
        (each.start_date, each.end_date)
        for each in world.sessions
        if each.sourced_id in named and each.status == "active" and each.start_date and each.end_date
    ]
    real = [(start, end) for start, end in days if start < end]
    return (min(start for start, _ in real), max(end for _, end in real)) if real else (None, None)


def of_enrollment(world: World, each: Enrollment, day: date) -> Phase:
    assert each.user is not None
    assert each.class_ is not None
    start, end = window(world, each.class_.sourced_id)
    person = next(user for user in world.users if user.sourced_id == each.user.sourced_id)
    status = each.status if person.status == "active" else person.status
    return phase(each.begin_date or start, each.end_date or end, status, day)


def of_class(world: World, class_: Class, day: date) -> Phase:
    return phase(*window(world, class_.sourced_id), class_.status, day)


def is_in(each: Enrollment, *, of: Iterable[str], user: str, role: str = "") -> bool:
    assert each.user is not None
    assert each.class_ is not None
    return each.user.sourced_id == user and each.class_.sourced_id in set(of) and role in ("", each.role)


def people(world: World, classes: Iterable[str], role: str, day: date) -> dict[str, Phase | None]:
    """Everybody's phase in these classes; nobody's where they were never in one."""
    found: dict[str, Phase | None] = {}
    for user in PEOPLE:
        theirs = [each for each in world.enrollments if is_in(each, of=classes, user=user, role=role)]
        found[user] = best(of_enrollment(world, each, day) for each in theirs)
    return found


def classes_within(world: World, *sessions: str) -> list[str]:
    return [each.sourced_id for each in world.classes if {ref.sourced_id for ref in each.terms} & set(sessions)]


def at_school(world: World, school: str, role: str, day: date) -> dict[str, Phase | None]:
    return {
        user.sourced_id: best(
            phase(each.begin_date, each.end_date, user.status, day)
            for each in user.roles
            if each.org == Ref(school) and role in ("", each.role)
        )
        for user in world.users
    }


def schedule(world: World, user: str, day: date) -> dict[str, Phase | None]:
    found: dict[str, Phase | None] = {}
    for class_ in world.classes:
        enrolled = best(
            of_enrollment(world, each, day)
            for each in world.enrollments
            if is_in(each, of=[class_.sourced_id], user=user)
        )
        both = (enrolled, of_class(world, class_, day))
        found[class_.sourced_id] = None if enrolled is None else max(both, key=("current", "incoming", "dropped").index)
    return found


def expected(world: World, day: date) -> dict[tuple[str, Scope | None], dict[str, Phase | None]]:
    """Who has which phase on the day, by collection and scope."""
    views = {"users": "", "students": "student", "teachers": "teacher"}
    return {
        ("enrollments", None): {each.sourced_id: of_enrollment(world, each, day) for each in world.enrollments},
        ("academicSessions", None): {
            each.sourced_id: phase(each.start_date, each.end_date, each.status, day) for each in world.sessions
        },
        ("classes", None): {each.sourced_id: of_class(world, each, day) for each in world.classes},
        **{("classes", Scope("user", user)): schedule(world, user, day) for user in PEOPLE},
        **{(view, Scope("class", each)): people(world, [each], views[view], day) for view in views for each in CLASSES},
        **{(view, Scope("course", "k")): people(world, CLASSES, views[view], day) for view in views},
        **{
            (view, Scope("term", "year")): people(world, classes_within(world, "year", "term"), views[view], day)
            for view in views
        },
        **{
            (view, Scope("school", each)): at_school(world, each, views[view], day)
            for view in views
            for each in SCHOOLS
        },
    }


def written(world: World, folder: str) -> Path:
    path = Path(folder) / "a.db"
    with Writer(path, roster.KEY) as writer:
        roster.sync(
            writer,
            {
                "orgs": [Org(sourced_id=each, name=each, type="school") for each in SCHOOLS],
                "academicSessions": world.sessions,
                "courses": [Course(sourced_id="k", title="k")],
                "users": world.users,
                "classes": world.classes,
                "enrollments": world.enrollments,
            },
        )
    return path


ASKED: tuple[tuple[Phase, ...], ...] = ((), *((each,) for each in PHASES), ("incoming", "dropped"))


@given(worlds(), st.sampled_from(DAYS))
@settings(max_examples=25)
def test_every_list_has_on_every_day_what_its_windows_say(world: World, today: date) -> None:
    with TemporaryDirectory() as folder, Reader(written(world, folder), roster.KEY, today=lambda: today) as reader:
        for day in (today - timedelta(days=1), today, today + timedelta(days=1)):
            for (collection, scope), found in expected(world, day).items():
                query = Query(collection=collection, scopes=(scope,) if scope else (), as_of=day.isoformat())
                for asked in ASKED:
                    wanted = {each for each, its in found.items() if its in (asked or ("current",))}
                    assert set(ids(reader, msgspec.structs.replace(query, phases=asked))) == wanted, (query, asked)
                    if asked and day == today:
                        assert set(ids(reader, msgspec.structs.replace(query, phases=asked, as_of=None))) == wanted


@given(worlds(), st.sampled_from(DAYS))
@settings(max_examples=25)
def test_what_is_derived_is_that_of_the_day(world: World, day: date) -> None:
    def current(class_: Class, role: str) -> set[str]:
        found = people(world, [class_.sourced_id], role, day)
        return {user for user, its in found.items() if its == "current"}

    def at_all(class_: Class) -> set[str]:
        theirs = [each for each in world.enrollments if each.status == "active"]
        alive = [user.sourced_id for user in world.users if user.status == "active"]
        of = [class_.sourced_id]
        return {user for user in alive if any(is_in(each, of=of, user=user, role="student") for each in theirs)}

    with TemporaryDirectory() as folder, Reader(written(world, folder), roster.KEY, today=lambda: DAYS[0]) as reader:
        keys = [reader.key("classes", each.sourced_id) for each in world.classes]
        rows = reader.rows("classes", keys, ("size", "teachers"), day.isoformat())
        for class_, (size, teachers) in zip(world.classes, rows, strict=True):
            runs = of_class(world, class_, day) == "current"
            assert size == len(current(class_, "student") if runs else at_all(class_))
            assert isinstance(teachers, tuple)
            assert {link.sourced_id for link in teachers} == current(class_, "teacher")
        query = Query(collection="enrollments", as_of=day.isoformat(), phases=PHASES)
        keys = list(reader.keys(query))
        said = reader.rows("enrollments", keys, ("sourcedId", "phase"), query.as_of)
        assert dict(said) == {each.sourced_id: of_enrollment(world, each, day) for each in world.enrollments}  # type: ignore[arg-type]
        assert dict(reader.facets(query, "phase")) == {
            each: count for each in PHASES if (count := [its for _, its in said].count(each))
        }


@pytest.mark.parametrize(
    ("phases", "expected"),
    [
        (("current",), {"bo"}),
        (("dropped",), {ANA, "cy"}),
        (("incoming",), set()),
        (("current", "dropped"), {ANA, "bo", "cy"}),
    ],
)
def test_without_a_day_the_phases_are_those_of_today(
    reader: Reader, phases: tuple[Phase, ...], expected: set[str]
) -> None:
    query = Query(collection="students", scopes=(Scope("class", "m7"),), phases=phases)
    assert set(ids(reader, query)) == expected


def test_enrollments_say_sort_and_filter_by_their_phase(reader: Reader) -> None:
    everything = Query(collection="enrollments", sort=(Sort("phase"), Sort("sourcedId")))
    assert ids(reader, everything) == ["e2", "e3", "e5", "e6", "e7", "e1", "e4"]
    for value, found in (("Dropped", {"e1", "e4"}), ("incoming", {"e7"}), ("soon", set()), ("", set())):
        assert set(ids(reader, Query(collection="enrollments", where=(Where("phase", (value,)),)))) == found


def test_the_teachers_of_a_class_are_those_of_the_day(tmp_path: Path) -> None:
    first, second = (
        Enrollment(sourced_id=each, user=Ref(each), class_=Ref("c"), role="teacher", begin_date=begin, end_date=end)
        for each, begin, end in (("old", None, DAYS[3]), ("new", DAYS[3], None))
    )
    people = [User(sourced_id=each, family_name=each, role="teacher") for each in ("old", "new")]
    with Writer(tmp_path / "a.db", roster.KEY) as writer:
        roster.sync(writer, {"users": people, "classes": [Class(sourced_id="c")], "enrollments": [first, second]})
    with roster.reader(tmp_path / "a.db") as reader:
        for day, teacher in ((DAYS[2], "old"), (DAYS[3], "new")):
            as_of = day.isoformat()
            assert reader.rows("classes", [1], ("teachers",), as_of) == [((Link("users", teacher, teacher),),)]
            found = Query(collection="classes", where=(Where("teachers", (teacher,)),), as_of=as_of)
            assert ids(reader, found) == ["c"]
            assert reader.facets(Query(collection="classes", as_of=as_of), "teachers") == [(teacher, 1)]


def test_an_enrollment_without_days_lasts_as_long_as_its_class(tmp_path: Path) -> None:
    term = AcademicSession(sourced_id="t", title="t", start_date=DAYS[1], end_date=DAYS[3])
    class_ = Class(sourced_id="c", title="c", terms=[Ref("t")], class_type="homeroom", location="R1")
    people = [User(sourced_id=each, family_name=each, role=each) for each in ("student", "teacher")]
    enrolled = [
        Enrollment(sourced_id=each, user=Ref(each), class_=Ref("c"), role=each) for each in ("student", "teacher")
    ]
    with Writer(tmp_path / "a.db", roster.KEY) as writer:
        content = {"academicSessions": [term], "users": people, "classes": [class_], "enrollments": enrolled}
        roster.sync(writer, content)
    with roster.reader(tmp_path / "a.db") as reader:
        for day, found, room in ((DAYS[0], 0, None), (DAYS[1], 1, "R1"), (DAYS[2], 1, "R1"), (DAYS[3], 0, None)):
            as_of = day.isoformat()
            for collection, scope in (("students", ("class", "c")), ("classes", ("user", "student"))):
                asked = Query(collection=collection, scopes=(Scope(*scope),), as_of=as_of)  # type: ignore[arg-type]
                assert reader.count(asked) == found
            ((size, teachers),) = reader.rows("classes", [1], ("size", "teachers"), as_of)
            assert (size, bool(teachers)) == (1, bool(found))
            assert reader.rows("users", [1], ("homeroom",), as_of) == [(room,)]
            assert reader.facets(Query(collection="users", as_of=as_of), "homeroom") == [(room, 1)] * found
        assert reader.count(Query(collection="students", scopes=(Scope("class", "c"),))) == 1


def test_whoever_is_marked_as_deleted_is_dropped_everywhere(tmp_path: Path) -> None:
    person = User(sourced_id="u", family_name="u", role="student", orgs=[Ref("s")], status="tobedeleted")
    enrolled = Enrollment(sourced_id="e", user=Ref("u"), class_=Ref("c"), role="student")
    with Writer(tmp_path / "a.db", roster.KEY) as writer:
        roster.sync(writer, {"orgs": [Org(sourced_id="s")], "users": [person], "classes": [Class(sourced_id="c")],
                             "enrollments": [enrolled]})  # fmt: skip
    with roster.reader(tmp_path / "a.db") as reader:
        for collection, scope in (
            *((each, Scope("class", "c")) for each in ("users", "students", "enrollments")),
            ("students", Scope("school", "s")),
            ("enrollments", Scope("user", "u")),
            ("classes", Scope("user", "u")),
        ):
            for asked, found in (("current", 0), ("incoming", 0), ("dropped", 1)):
                query = Query(collection=collection, scopes=(scope,), phases=(asked,))  # type: ignore[arg-type]
                assert reader.count(query) == found, query
        assert reader.rows("classes", [1], ("size",)) == [(0,)]


@pytest.mark.parametrize("ask", [Reader.keys, Reader.count, lambda reader, query: reader.facets(query, "status")])
def test_phases_of_what_has_none_are_refused_with_what_helps(
    reader: Reader, ask: Callable[[Reader, Query], object]
) -> None:
    for query in (
        Query(collection="users", phases=("dropped",)),
        Query(collection="courses", phases=("current",), as_of="2026-10-01"),
        Query(collection="users", scopes=(Scope("agents_of", ANA),), phases=("current",)),
    ):
        with pytest.raises(UsageError, match="no days of their own"):
            ask(reader, query)
    assert ids(reader, Query(collection="courses", as_of="2026-10-01")) == ["art", "math"]


@pytest.mark.parametrize(
    ("query", "action"),
    [
        (Query(collection="orgs", scopes=(Scope("school", "s1"),)), "Ask for them without a phase."),
        (Query(collection="results", scopes=(Scope("class", "m7"),)), "Ask for them without a phase."),
        (
            Query(collection="courses", scopes=(Scope("school", "s1"),)),
            "Narrow them to one of these, or ask without a phase: a person.",
        ),
        (
            Query(collection="students"),
            "Narrow them to one of these, or ask without a phase: a class, a course, a term, a school.",
        ),
    ],
)
def test_the_way_on_from_phases_that_a_list_has_not_is_one_that_helps(
    reader: Reader, query: Query, action: str
) -> None:
    with pytest.raises(UsageError) as refused:
        reader.keys(msgspec.structs.replace(query, phases=("dropped",)))
    assert refused.value.action == action
