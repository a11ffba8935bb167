"""What a query answers: each scope, filter, order and day on the hand-made roster."""

from itertools import product
from pathlib import Path

import pytest

from rosterdesk.errors import UsageError
from rosterdesk.model import fields
from rosterdesk.model.entities import Class, Enrollment, Ref, User
from rosterdesk.model.query import Query, Scope, Sort, Where
from rosterdesk.model.related import related
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ANA, ids


@pytest.mark.parametrize(
    ("collection", "expected"),
    [
        ("orgs", ["a1", "s1", "d", "s2"]),
        ("schools", ["s1", "s2"]),
        ("academicSessions", ["y", "f", "q", "p"]),
        ("terms", ["f", "p"]),
        ("gradingPeriods", ["q"]),
        ("courses", ["art", "math"]),
        ("classes", ["hr", "m7", "pot", "old"]),
        ("users", ["x", "t2", ANA, "dee", "g1", "cy", "bo", "t1"]),
        ("students", [ANA, "dee", "cy", "bo"]),
        ("teachers", ["t2", "t1"]),
        ("enrollments", ["e6", "e1", "e2", "e4", "e7", "e3", "e5"]),
        ("demographics", [ANA, "nobody"]),
        ("resources", ["book", "app"]),
        ("categories", ["hw", "te", "un"]),
        ("scoreScales", ["abc", "pf"]),
        ("lineItems", ["l1", "l2", "l3"]),
        ("results", ["r1", "r2", "r3"]),
        ("assessmentLineItems", ["al1", "al"]),
        ("assessmentResults", ["ar", "ar1"]),
    ],
)
def test_a_collection_has_its_records_in_its_usual_order(reader: Reader, collection: str, expected: list[str]) -> None:
    assert ids(reader, Query(collection=collection)) == expected
    assert reader.count(Query(collection=collection)) == len(expected)


@pytest.mark.parametrize(
    ("collection", "relation", "of", "expected"),
    [
        ("orgs", "school", "s1", {"s1", "a1"}),
        ("orgs", "parent", "d", {"s1", "s2"}),
        ("orgs", "member", "cy", {"s1", "s2"}),
        ("orgs", "user", ANA, {"s2"}),
        ("orgs", "class", "pot", {"a1"}),
        ("schools", "school", "d", {"s1", "s2"}),
        ("schools", "term", "p", {"s2"}),
        ("academicSessions", "school", "s2", {"y", "f", "p"}),
        ("academicSessions", "class", "m7", {"f", "p"}),
        ("academicSessions", "parent", "y", {"f", "p"}),
        ("academicSessions", "term", "f", {"f", "q"}),
        ("terms", "user", "cy", {"p"}),
        ("courses", "school", "s2", {"math"}),
        ("courses", "school", "s1", {"art"}),
        ("courses", "school", "d", {"art", "math"}),
        ("courses", "user", ANA, {"math"}),
        ("courses", "course", "art", {"art"}),
        ("classes", "school", "s2", {"hr", "m7"}),
        ("classes", "school", "s1", {"pot", "old"}),
        ("classes", "school", "d", {"hr", "m7", "pot", "old"}),
        ("classes", "course", "math", {"m7"}),
        ("classes", "term", "f", {"m7"}),
        ("classes", "term", "y", {"hr", "m7", "pot"}),
        ("classes", "user", ANA, {"m7", "hr"}),
        ("classes", "user", "cy", {"pot"}),
        ("classes", "user", "t2", {"m7"}),
        ("classes", "class", "m7", {"m7"}),
        ("users", "school", "s1", {"cy", "dee", "t2"}),
        ("users", "class", "m7", {ANA, "bo", "t1", "t2"}),
        ("users", "agents_of", ANA, {"g1"}),
        ("users", "dependants_of", "g1", {ANA}),
        ("users", "user", "bo", {"bo"}),
        ("users", "term", "p", {ANA, "bo", "t1", "t2", "cy"}),
        ("students", "class", "m7", {ANA, "bo"}),
        ("students", "course", "art", {"cy"}),
        ("students", "school", "s2", {ANA, "bo", "cy"}),
        ("teachers", "class", "m7", {"t1", "t2"}),
        ("teachers", "school", "s1", {"t2"}),
        ("teachers", "school", "s2", {"t1"}),
        ("enrollments", "school", "s1", {"e7"}),
        ("enrollments", "class", "m7", {"e1", "e3", "e4", "e5", "e6"}),
        ("enrollments", "user", "cy", {"e4", "e7"}),
        ("enrollments", "term", "p", {"e1", "e3", "e4", "e5", "e6", "e7"}),
        ("enrollments", "course", "math", {"e1", "e3", "e4", "e5", "e6"}),
        ("demographics", "user", ANA, {ANA}),
        ("demographics", "school", "s2", {ANA}),
        ("demographics", "class", "m7", {ANA}),
        ("resources", "class", "m7", {"app"}),
        ("resources", "course", "math", {"book"}),
        ("resources", "user", "t1", {"app"}),
        ("resources", "school", "s2", {"app", "book"}),
        ("resources", "term", "y", {"app", "book"}),
        ("classes", "resource", "app", {"m7"}),
        ("courses", "resource", "book", {"math"}),
        ("users", "resource", "app", {"t1"}),
        ("categories", "class", "m7", {"te"}),
        ("categories", "school", "d", {"hw", "te"}),
        ("categories", "user", "cy", {"hw"}),
        ("scoreScales", "school", "s2", {"abc"}),
        ("scoreScales", "class", "m7", {"abc"}),
        ("scoreScales", "course", "art", {"pf"}),
        ("lineItems", "class", "m7", {"l1"}),
        ("lineItems", "school", "s2", {"l1", "l3"}),
        ("lineItems", "term", "f", {"l1"}),
        ("lineItems", "term", "p", {"l2", "l3"}),
        ("lineItems", "user", ANA, {"l1"}),
        ("lineItems", "category", "hw", {"l2"}),
        ("lineItems", "score_scale", "abc", {"l1"}),
        ("results", "user", "bo", {"r2", "r3"}),
        ("results", "class", "m7", {"r1", "r2"}),
        ("results", "class", "hr", {"r3"}),
        ("results", "school", "d", {"r1", "r2", "r3"}),
        ("results", "line_item", "l1", {"r1", "r2"}),
        ("results", "line_item", "later", {"r3"}),
        ("assessmentLineItems", "parent", "al", {"al1"}),
        ("assessmentLineItems", "school", "s2", {"al"}),
        ("assessmentLineItems", "score_scale", "abc", {"al1"}),
        ("assessmentResults", "assessment_line_item", "al", {"ar"}),
        ("assessmentResults", "user", "bo", {"ar1"}),
        ("assessmentResults", "school", "s2", {"ar", "ar1"}),
        ("assessmentResults", "class", "m7", {"ar"}),
        ("classes", "school", "nowhere", set()),
        ("students", "class", "nowhere", set()),
    ],
)
def test_a_scope_keeps_what_belongs_to_a_record(
    reader: Reader, collection: str, relation: str, of: str, expected: set[str]
) -> None:
    query = Query(collection=collection, scopes=(Scope(relation, of),))  # type: ignore[arg-type]
    assert set(ids(reader, query)) == expected
    assert reader.count(query) == len(expected)


@pytest.mark.parametrize("base", fields.BASES)
def test_every_list_that_belongs_to_a_record_can_be_asked_for(reader: Reader, base: str) -> None:
    for each in related(base, "nowhere"):
        assert reader.count(each.query) == 0


@pytest.mark.parametrize(
    ("collection", "text", "expected"),
    [
        ("resources", "angstrom algebra", {"book"}),
        ("resources", "book", {"book"}),
        ("lineItems", "unit-1", {"l1"}),
        ("lineItems", "pottery", {"l2"}),
        ("lineItems", "math", {"l1"}),
        ("lineItems", "…", set()),
        ("results", "lopez", {"r1"}),
        ("results", "bo", {"r2", "r3"}),
        ("assessmentResults", "ar1", {"ar1"}),
        ("assessmentLineItems", "part", {"al1"}),
        ("categories", "work home", {"hw"}),
    ],
)
def test_what_is_not_searched_is_found_by_its_title_and_by_whom_it_names(
    reader: Reader, collection: str, text: str, expected: set[str]
) -> None:
    assert set(ids(reader, Query(collection=collection, text=text))) == expected


def test_scopes_narrow_together(reader: Reader) -> None:
    scopes = (Scope("school", "s2"), Scope("class", "m7"))
    assert ids(reader, Query(collection="students", scopes=scopes)) == [ANA, "bo"]


def test_a_relation_that_says_nothing_of_a_collection_is_refused_with_those_that_do(reader: Reader) -> None:
    with pytest.raises(UsageError, match=r"class, course, resource, school"):
        reader.keys(Query(collection="classes", scopes=(Scope("agents_of", "x"),)))


@pytest.mark.parametrize(
    ("collection", "field", "values", "expected"),
    [
        ("students", "grades", ("07",), {ANA}),
        ("students", "grades", ("kg", "10"), {"cy", "bo"}),
        ("courses", "grades", ("08",), {"math"}),
        ("results", "score", ("87.5",), {"r1"}),
        ("results", "score", ("9",), {"r2"}),
        ("results", "score", ("nan",), set()),
        ("results", "score", ("",), {"r3"}),
        ("results", "lineItem", ("unit-1 quiz",), {"r1", "r2"}),
        ("results", "scoreStatus", ("Fully Graded",), {"r1", "r2"}),
        ("resources", "roles", ("Teacher",), {"book"}),
        ("lineItems", "category", ("te",), {"l1"}),
        ("categories", "weight", ("3", "0.25"), {"hw", "te"}),
        ("courses", "grades", ("8",), set()),
        ("courses", "subjects", ("science",), {"math"}),
        ("courses", "subjects", ("Arts",), {"art"}),
        ("classes", "periods", ("3",), {"pot"}),
        ("users", "role", ("teacher",), {"t1", "t2"}),
        ("users", "role", ("Principal",), {"t2"}),
        ("users", "role", ("EXT:Coach",), {"x"}),
        ("users", "name", ("lopez, gil",), {"g1"}),
        ("users", "name", ("Ana Lopez",), {ANA}),
        ("users", "name", ("Solo",), {"x"}),
        ("users", "familyName", ("LOPEZ",), {"dee", "g1"}),
        ("users", "familyName", ("ŁOPEZ",), {ANA}),
        ("users", "familyName", ("",), {"x"}),
        ("users", "email", ("ana.lopez@EXAMPLE.org",), {ANA}),
        ("users", "enabledUser", ("true",), {ANA}),
        ("users", "enabledUser", ("FALSE",), {"bo"}),
        ("users", "enabledUser", ("maybe",), set()),
        ("users", "status", ("tobedeleted",), {"dee"}),
        ("users", "schools", ("West High",), {ANA, "bo", "cy", "t1", "t2", "g1"}),
        ("users", "schools", ("łódź primary",), {"cy", "t2"}),
        ("users", "schools", ("s1",), {"cy", "t2"}),
        ("users", "agents", ("Gil Lopez",), {ANA}),
        ("users", "agents", ("lost",), {ANA}),
        ("users", "homeroom", ("r10",), {ANA}),
        ("users", "sourcedId", (ANA,), {ANA}),
        ("users", "dateLastModified", ("2026-09-01",), {ANA}),
        ("users", "dateLastModified", ("2026-09-01T12:30:15.250Z",), {ANA}),
        ("users", "dateLastModified", ("2026-09-02",), set()),
        ("users", "dateLastModified", ("yesterday",), set()),
        ("classes", "status", ("ACTIVE",), {"m7", "hr", "pot"}),
        ("classes", "teachers", ("Eva Ångström",), {"m7"}),
        ("classes", "teachers", ("Zander, Tom",), {"m7"}),
        ("classes", "size", ("1",), {"m7", "hr", "pot"}),
        ("classes", "size", ("0",), {"old"}),
        ("classes", "size", ("many",), set()),
        ("classes", "course", ("Mathematics",), {"m7"}),
        ("classes", "course", ("gone",), {"old"}),
        ("classes", "course", ("",), {"hr"}),
        ("classes", "terms", ("fall",), {"m7"}),
        ("classes", "title", ("ünter",), {"old"}),
        ("academicSessions", "endDate", ("2027-07-01",), {"y", "p"}),
        ("academicSessions", "endDate", ("soon",), set()),
        ("enrollments", "user", ("Ána Łopez",), {"e1", "e2"}),
        ("enrollments", "grades", ("07",), {"e1", "e2"}),
        ("enrollments", "periods", ("2",), {"e1", "e3", "e4", "e5", "e6"}),
        ("enrollments", "email", ("tom@example.org",), {"e5"}),
        ("enrollments", "primary", ("true",), {"e6"}),
        ("enrollments", "beginDate", ("2026-10-01",), {"e3"}),
        ("demographics", "sex", ("Female",), {ANA}),
        ("demographics", "birthDate", ("2013-05-06",), {ANA}),
        ("demographics", "user", (ANA,), {ANA}),
        ("orgs", "parent", ("Sunny Valley District",), {"s1", "s2"}),
        ("orgs", "type", ("SCHOOL", "department"), {"s1", "s2", "a1"}),
        ("orgs", "type", (), set()),
    ],
)
def test_a_filter_compares_as_text_without_case(
    reader: Reader, collection: str, field: str, values: tuple[str, ...], expected: set[str]
) -> None:
    query = Query(collection=collection, where=(Where(field, values),))
    assert set(ids(reader, query)) == expected
    assert reader.count(query) == len(expected)


@pytest.mark.parametrize(
    ("collection", "where", "expected"),
    [
        ("students", Where("grades", ("07", "10"), negated=True), {"cy", "dee"}),
        ("students", Where("grades", ("",), negated=True), {ANA, "bo", "cy", "dee"}),
        ("students", Where("email", ("",)), {"bo", "cy", "dee"}),
        ("students", Where("email", ("",), negated=True), {ANA}),
        ("users", Where("schools", ("West High",), negated=True), {"dee", "x"}),
        ("users", Where("schools", ("",)), {"x"}),
        ("classes", Where("course", ("Mathematics",), negated=True), {"hr", "old", "pot"}),
        ("classes", Where("size", least="1"), {"hr", "m7", "pot"}),
        ("classes", Where("size", most="0.5"), {"old"}),
        ("classes", Where("size", least="1", negated=True), {"old"}),
        ("classes", Where("size", least="many"), set()),
        ("enrollments", Where("beginDate", least="2026-08-01", most="2026-08-01"), {"e1"}),
        ("enrollments", Where("beginDate", least="2026-08-02"), {"e3"}),
        ("enrollments", Where("beginDate", least="soon"), set()),
        ("users", Where("dateLastModified", least="2026-09-01", most="2026-09-01"), {ANA}),
        ("users", Where("dateLastModified", least="2026-09-02"), set()),
        ("users", Where("dateLastModified", most="2026-08-31"), set()),
        ("users", Where("dateLastModified", most="9999-12-31"), {ANA}),
        ("users", Where("email", least="a"), set()),
        ("demographics", Where("birthDate", least="2013-01-01", most="2013-12-31"), {ANA}),
    ],
)
def test_a_filter_may_be_turned_round_or_be_a_range(
    reader: Reader, collection: str, where: Where, expected: set[str]
) -> None:
    query = Query(collection=collection, where=(where,))
    assert set(ids(reader, query)) == expected
    assert reader.count(query) == len(expected)


@pytest.mark.parametrize(
    ("collection", "sort", "expected"),
    [
        ("students", (Sort("grades"),), ["cy", ANA, "dee", "bo"]),
        ("students", (Sort("grades", descending=True),), ["bo", "dee", ANA, "cy"]),
        ("students", (Sort("identifier"), Sort("name")), [ANA, "bo", "dee", "cy"]),
        ("students", (Sort("identifier", descending=True), Sort("name")), ["bo", ANA, "dee", "cy"]),
        ("students", (Sort("homeroom"), Sort("name", descending=True)), [ANA, "bo", "cy", "dee"]),
        ("students", (Sort("schools"), Sort("name")), ["dee", "cy", ANA, "bo"]),
        ("classes", (Sort("periods"),), ["pot", "m7", "hr", "old"]),
        ("classes", (Sort("teachers"), Sort("title")), ["m7", "hr", "pot", "old"]),
        ("classes", (Sort("size", descending=True), Sort("title")), ["hr", "m7", "pot", "old"]),
        ("classes", (Sort("terms"), Sort("title")), ["hr", "m7", "pot", "old"]),
        ("enrollments", (Sort("class"), Sort("user")), ["e2", "e6", "e1", "e4", "e3", "e5", "e7"]),
        ("enrollments", (Sort("grades"), Sort("beginDate")), ["e4", "e7", "e1", "e2", "e3", "e5", "e6"]),
        ("users", (Sort("givenName"),), [ANA, "bo", "cy", "dee", "t2", "g1", "x", "t1"]),
        ("orgs", (Sort("parent"), Sort("name")), ["a1", "s1", "s2", "d"]),
    ],
)
def test_rows_sort_by_any_field_with_nothing_last(
    reader: Reader, collection: str, sort: tuple[Sort, ...], expected: list[str]
) -> None:
    assert ids(reader, Query(collection=collection, sort=sort)) == expected


@pytest.mark.parametrize(
    ("roles", "expected"),
    [
        (("guardian", "principal", "ext:coach"), ["x", "t2", "g1"]),
        (("guardian", "student"), [ANA, "dee", "g1", "cy", "bo"]),
        (("guardian", ""), ["g1"]),
    ],
)
def test_the_first_people_of_some_roles_are_the_first_of_all(
    reader: Reader, roles: tuple[str, ...], expected: list[str]
) -> None:
    for limit in (None, 1, 2, 9):
        query = Query(collection="users", where=(Where("role", roles),), limit=limit)
        assert ids(reader, query) == expected[:limit]


@pytest.mark.parametrize("collection", fields.COLLECTIONS)
def test_every_field_sorts_filters_and_counts(reader: Reader, collection: str) -> None:
    everything = set(reader.keys(Query(collection=collection)))
    for field in fields.collection(collection).fields:
        for descending in (False, True):
            query = Query(collection=collection, sort=(Sort(field.name, descending),))
            assert set(reader.keys(query)) == everything, field.name
        for value, count in reader.facets(Query(collection=collection), field.name):
            query = Query(collection=collection, where=(Where(field.name, (value,)),))
            assert len(reader.keys(query)) == count, (field.name, value)


@pytest.mark.parametrize(
    ("collection", "text", "expected"),
    [
        ("users", "lopez", {ANA, "dee", "g1"}),
        ("users", "lop an", {ANA}),
        ("users", "ANA", {ANA, "cy"}),
        ("users", "0048", {ANA, "bo"}),
        ("users", "example.org", {ANA, "t1"}),
        ("users", "ana.lopez@exam", {ANA}),
        ("users", "ost", {"bo"}),
        ("users", "o'neil", {"cy"}),
        ("users", ANA, {ANA}),
        ("users", "pez", set()),
        ("users", "   ", {ANA, "bo", "cy", "dee", "t1", "t2", "g1", "x"}),
        ("users", "***", set()),
        ("classes", "math", {"m7"}),
        ("classes", "m7 1", {"m7"}),
        ("orgs", "lodz", {"s1"}),
        ("academicSessions", "quarter fi", {"q"}),
        ("enrollments", "lopez", {"e1", "e2"}),
        ("enrollments", "homeroom", {"e2"}),
        ("demographics", "ana", {ANA}),
    ],
)
def test_a_text_keeps_rows_in_which_every_word_begins_a_word(
    reader: Reader, collection: str, text: str, expected: set[str]
) -> None:
    assert set(ids(reader, Query(collection=collection, text=text))) == expected


@pytest.mark.parametrize(
    ("day", "enrollments", "students"),
    [
        ("2026-07-31", set(), set()),
        ("2026-08-01", {"e1", "e2", "e5", "e6"}, {ANA}),
        ("2026-09-30", {"e1", "e2", "e5", "e6"}, {ANA}),
        ("2026-10-01", {"e2", "e3", "e5", "e6"}, {"bo"}),
        ("2027-01-01", {"e2", "e3", "e5", "e6", "e7"}, {"bo"}),
        ("2027-07-01", set(), set()),
    ],
)
def test_an_enrollment_counts_from_its_first_day_to_the_day_before_its_end(
    reader: Reader, day: str, enrollments: set[str], students: set[str]
) -> None:
    assert set(ids(reader, Query(collection="enrollments", as_of=day))) == enrollments
    roster = Query(collection="students", scopes=(Scope("class", "m7"),), as_of=day)
    assert set(ids(reader, roster)) == students


@pytest.mark.parametrize(
    ("day", "sessions", "classes"),
    [
        ("2026-07-31", set(), set()),
        ("2026-08-01", {"y", "f", "q"}, {"m7", "hr"}),
        ("2026-10-14", {"y", "f", "q"}, {"m7", "hr"}),
        ("2026-10-15", {"y", "f"}, {"m7", "hr"}),
        ("2027-01-01", {"y", "p"}, {"m7", "hr", "pot"}),
        ("2027-07-01", set(), set()),
    ],
)
def test_a_session_runs_to_the_day_before_its_end_and_a_class_with_its_terms(
    reader: Reader, day: str, sessions: set[str], classes: set[str]
) -> None:
    assert set(ids(reader, Query(collection="academicSessions", as_of=day))) == sessions
    assert set(ids(reader, Query(collection="classes", as_of=day))) == classes


def test_the_schedule_of_a_day_has_the_classes_that_the_user_is_in_then(reader: Reader) -> None:
    schedule = Query(collection="classes", scopes=(Scope("user", ANA),), as_of="2026-10-01")
    assert ids(reader, schedule) == ["hr"]


def test_a_day_that_is_none_is_refused(reader: Reader) -> None:
    with pytest.raises(UsageError, match="not a date"):
        reader.keys(Query(collection="classes", as_of="tomorrow"))


def test_ids_keep_just_these_and_a_limit_the_first(reader: Reader) -> None:
    assert ids(reader, Query(collection="users", ids=(ANA, "bo", "nobody"))) == [ANA, "bo"]
    assert ids(reader, Query(collection="users", ids=tuple(str(each) for each in range(50_000)))) == []
    limited = Query(collection="users", limit=2)
    assert ids(reader, limited) == ["x", "t2"]
    assert reader.count(limited) == 2
    assert reader.count(Query(collection="users", limit=100)) == 8
    assert ids(reader, Query(collection="users", limit=0)) == []


@pytest.mark.parametrize("name", ["name; DROP TABLE user", "t.record", "nothing", ""])
def test_only_fields_that_there_are_reach_the_sql(reader: Reader, name: str) -> None:
    for query in (
        Query(collection="users", sort=(Sort(name),)),
        Query(collection="users", where=(Where(name, ("x",)),)),
    ):
        with pytest.raises(UsageError, match="no field"):
            reader.keys(query)
    with pytest.raises(UsageError, match="no field"):
        reader.facets(Query(collection="users"), name)


def test_an_unknown_collection_is_refused_with_those_that_there_are(reader: Reader) -> None:
    with pytest.raises(UsageError, match="no collection"):
        reader.keys(Query(collection="user; DROP TABLE user"))


@pytest.mark.parametrize("value", ["' OR 1=1 --", '"', ";", "%", "\x1f", "ß", "x" * 60_000, "😀", "NULL"])
def test_a_hostile_value_is_only_a_value(reader: Reader, value: str) -> None:
    for collection in fields.COLLECTIONS.values():
        for field in collection.fields:
            assert reader.count(Query(collection=collection.name, where=(Where(field.name, (value,)),))) == 0
    assert reader.keys(Query(collection="users", scopes=(Scope("school", value),))).tolist() == []
    assert reader.keys(Query(collection="users", ids=(value,))).tolist() == []


@pytest.mark.parametrize("name", ["user", "class", "school", "grades", "email", "periods"])
@pytest.mark.parametrize("descending", [False, True])
def test_all_rows_stand_in_the_order_of_what_they_refer_to_and_those_without_come_last(
    tmp_path: Path, name: str, descending: bool
) -> None:
    people = [
        User(
            sourced_id=str(n),
            given_name="Kim",
            family_name="Lee" if n % 2 else "Abe",
            grades=[["KG"], ["7"], []][n % 3],
        )
        for n in range(4)
    ]
    classes = [Class(sourced_id="a", title="Alpha"), Class(sourced_id="z", title="Zeta")]
    enrollments = [
        Enrollment(sourced_id=f"e{n}", user=who, class_=which, school=where, role="student")
        for n, (who, which, where) in enumerate(
            product([Ref("0"), Ref("3"), Ref("1"), Ref("lost"), None], [Ref("z"), None, Ref("a")], [Ref("s"), None])
        )
    ]
    with Writer(tmp_path / "a.db", roster.KEY) as writer:
        roster.sync(writer, {"users": people, "classes": classes, "enrollments": enrollments})
        roster.sync(writer, {"enrollments": enrollments[3:]})
    with roster.reader(tmp_path / "a.db") as reader:
        sort = (Sort(name, descending), Sort("sourcedId"))
        everything = tuple(each.sourced_id for each in enrollments)
        found = ids(reader, Query(collection="enrollments", sort=sort))
        assert found == ids(reader, Query(collection="enrollments", sort=sort, ids=everything))
        assert sorted(found) == sorted(everything[3:])
        assert found[:7] == ids(reader, Query(collection="enrollments", sort=sort, limit=7))
