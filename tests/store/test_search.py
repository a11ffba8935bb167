"""Finding by what somebody types: what comes first, and that nothing typed is dangerous."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.entities import Class, Course, Entity, Org, Ref, User
from rosterdesk.model.query import Query, Scope, Where
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ANA


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("0048213", ANA),
        ("ALOPEZ", ANA),
        ("ana.lopez@example.org", ANA),
        ("ana.lopez@exam", ANA),
        ("lopez ana.lopez@example.org", ANA),
        (ANA, ANA),
        ("0077", "s1"),
        ("hr", "hr"),
        ("ana", ANA),
        ("ana lopez", ANA),
        ("lopez, ana", ANA),
        ("lopez ana", ANA),
        ("LOPEZ  Án", ANA),
        ("angstrom", "t2"),
        ("ångström ev", "t2"),
        ("o’neil", "cy"),
        ("ost", "bo"),
        ("lodz", "s1"),
        ("pott", "pot"),
        ("mathe", "math"),
        ("m7-1", "m7"),
        (ANA.upper(), ANA),
        (ANA[:8], ANA),
        (ANA[:20].upper(), ANA),
        ("555-0101", ANA),
        ("5550101", ANA),
        ("oneil cy", "cy"),
        ("neil", "cy"),
        ("ma-1", "math"),
        ("2b home", "hr"),
    ],
)
def test_the_first_hit_is_the_one_that_is_meant(reader: Reader, text: str, first: str) -> None:
    assert reader.find(text)[0].sourced_id == first


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lopez", [ANA, "g1", "dee"]),  # the deleted one last
        ("ana", [ANA, "cy"]),  # a given name before a username
        ("nobody", []),
        ("lost", []),
        ("pez", []),
        ("0077", ["s1"]),  # nobody whose number has a 77 in it
        (ANA[:7], []),  # so short a part of a UUID is chance
        ("", []),
        ("…", []),
        ("\ue000", []),  # the mark of the deleted
    ],
)
def test_hits_are_ranked(reader: Reader, text: str, expected: list[str]) -> None:
    assert [hit.sourced_id for hit in reader.find(text)] == expected


@pytest.mark.parametrize(
    ("text", "title", "subtitle"),
    [
        ("alopez", "Ána Łopez", "Student · Grade 07 · West High · 0048213"),
        ("angstrom", "Eva Ångström", "Principal, teacher · West High, Łódź Primary"),
        ("m7", "Math 7", "Class · Period 2 · West High · Eva Ångström, Tom Zander"),
        ("lodz", "Łódź Primary", "School · Sunny Valley District · 0077"),
        ("mathem", "Mathematics", "Course · MA-1 · 07, 08 · Sunny Valley District"),
    ],
)
def test_a_hit_says_what_tells_it_apart(reader: Reader, text: str, title: str, subtitle: str) -> None:
    hit = reader.find(text)[0]
    assert (hit.title, hit.subtitle) == (title, subtitle)


def filled(path: Path, entities: dict[str, list[Entity]]) -> Reader:
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, dict(entities))
    return roster.reader(path)


def test_an_exact_id_comes_before_names_and_names_before_the_rest(tmp_path: Path) -> None:
    people: list[Entity] = [
        User(sourced_id="1", given_name="Max", family_name="Rest", middle_name="Marius"),
        User(sourced_id="2", given_name="Mar", family_name="Zoll"),
        User(sourced_id="3", given_name="Ida", family_name="Marlow"),
        User(sourced_id="4", given_name="Ida", family_name="Abel", username="mar"),
        User(sourced_id="5", given_name="Ida", family_name="Mar", status="tobedeleted"),
    ]
    with filled(tmp_path / "a.db", {"users": people}) as reader:
        assert [hit.sourced_id for hit in reader.find("mar")] == ["4", "2", "3", "5", "1"]


def test_people_of_the_school_come_first_among_equals(tmp_path: Path) -> None:
    schools: list[Entity] = [Org(sourced_id=name, name=name, type="school") for name in ("east", "west")]
    people: list[Entity] = [
        User(sourced_id=f"{number:03}", given_name="Kim", family_name=f"Lee{number:03}", role="student",
             orgs=[Ref("west" if number >= 300 else "east")])
        for number in range(303)
    ]  # fmt: skip
    with filled(tmp_path / "a.db", {"orgs": schools, "users": people}) as reader:
        assert [hit.sourced_id for hit in reader.find("lee", 4)] == ["000", "001", "002", "003"]
        assert [hit.sourced_id for hit in reader.find("lee", 4, "west")] == ["300", "301", "302", "000"]
        assert [hit.sourced_id for hit in reader.find("kim lee30", 2, "west")] == ["300", "301"]


def test_people_of_the_school_come_first_among_more_than_are_looked_at(tmp_path: Path) -> None:
    schools: list[Entity] = [Org(sourced_id=name, type="school") for name in ("east", "west")]
    schools.append(Org(sourced_id="arts", type="department", parent=Ref("west")))
    people: list[Entity] = [
        User(sourced_id=f"p{number}", given_name="Kim", family_name=f"Lee{number}", identifier=f"00{number}",
             role="student", orgs=[Ref({4_300: "west", 4_301: "arts"}.get(number, "east"))])
        for number in range(4_302)
    ]  # fmt: skip
    with filled(tmp_path / "a.db", {"orgs": schools, "users": people}) as reader:
        for typed in ("0", "00", "l", "k", "kim l", "lee k", "lee, kim"):
            assert {hit.sourced_id for hit in reader.find(typed, 50, "west")[:2]} == {"p4300", "p4301"}, typed
            assert len(reader.find(typed, 50, "west")) == 50


def test_the_active_come_before_the_deleted_however_many_these_are(tmp_path: Path) -> None:
    gone: list[Entity] = [
        User(sourced_id=f"a{n:03}", family_name=f"Lee A{n}", status="tobedeleted") for n in range(400)
    ]
    here: list[Entity] = [User(sourced_id=f"z{n}", family_name=f"Lee Z{n}") for n in range(3)]
    with filled(tmp_path / "a.db", {"users": [*gone, *here]}) as reader:
        assert [hit.sourced_id for hit in reader.find("lee", 5)] == ["z0", "z1", "z2", "a000", "a001"]


def test_the_active_come_before_thousands_of_deleted(tmp_path: Path) -> None:
    gone: list[Entity] = [
        User(sourced_id=f"a{n}", family_name="Lee", given_name=f"Abe{n}", middle_name="Quin", status="tobedeleted",
             email=f"lee{n}@example.org")
        for n in range(5_000)
    ]  # fmt: skip
    here: list[Entity] = [
        User(sourced_id=f"z{n}", family_name="Lee", given_name=f"Zed{n}", middle_name="Quin", email=f"lee.z{n}@x.org")
        for n in range(3)
    ]
    classes: list[Entity] = [Class(sourced_id=f"k{n}", title=f"Art {n:03}", status="tobedeleted") for n in range(60)]
    classes.append(Class(sourced_id="now", title="Art 999"))
    with filled(tmp_path / "a.db", {"users": [*gone, *here], "classes": classes}) as reader:
        for typed in ("l", "lee", "lee, z", "zed lee", "z", "quin", "quin lee", "lee.z"):
            assert {hit.sourced_id for hit in reader.find(typed, 50)[:3]} == {"z0", "z1", "z2"}, typed
        assert len(reader.find("lee", 50)) == len(reader.find("quin", 50)) == 50
        assert reader.find("art", 50)[0].sourced_id == "now"


def test_people_of_the_school_are_found_by_whatever_word_is_theirs(tmp_path: Path) -> None:
    schools: list[Entity] = [Org(sourced_id=name, type="school") for name in ("east", "west")]
    people: list[Entity] = [
        User(sourced_id=f"p{number}", given_name=f"G{number}", family_name=f"F{number}", middle_name="Ana",
             preferred_first_name="Peg", phone=f"555 01{number:04}", role="student",
             orgs=[Ref("west" if number == 5_500 else "east")])
        for number in range(6_001)
    ]  # fmt: skip
    with filled(tmp_path / "a.db", {"orgs": schools, "users": people}) as reader:
        for typed in ("ana", "peg", "a", "ana peg", "555", "p"):
            assert reader.find(typed, 50, "west")[0].sourced_id == "p5500", typed


def test_an_exact_code_comes_before_names_that_begin_so(tmp_path: Path) -> None:
    people: list[Entity] = [User(sourced_id=f"u{n}", family_name=f"Bio{n}") for n in range(60)]
    courses: list[Entity] = [Course(sourced_id="C1", title="Life Science", course_code="BIO")]
    classes: list[Entity] = [Class(sourced_id="K1", title="Period 1", class_code="Bio")]
    with filled(tmp_path / "a.db", {"users": people, "courses": courses, "classes": classes}) as reader:
        for typed in ("BIO", "bio"):
            assert {hit.sourced_id for hit in reader.find(typed, 50)[:2]} == {"C1", "K1"}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("王小明", "wang"), ("小明王", "wang"), ("王小", "wang"), ("王 小明", "wang"), ("小", "wang"),
        ("0012345", "anne"), ("00123", "anne"), ("00-123_45", "anne"), ("123_45", "anne"),
        ("ma201", "C1"), ("MA-201", "C1"), ("alg23", "K1"), ("sch1", "s1"),
    ],
)  # fmt: skip
def test_names_and_codes_are_found_with_and_without_what_divides_them(tmp_path: Path, typed: str, found: str) -> None:
    entities: dict[str, list[Entity]] = {
        "orgs": [Org(sourced_id="s1", name="North", identifier="SCH-1")],
        "users": [
            User(sourced_id="wang", family_name="王", given_name="小明"),
            User(sourced_id="anne", family_name="Anne", identifier="00-123_45"),
        ],
        "courses": [Course(sourced_id="C1", title="Algebra", course_code="MA-201")],
        "classes": [Class(sourced_id="K1", title="Algebra", class_code="ALG2-3")],
    }
    with filled(tmp_path / "a.db", entities) as reader:
        assert [hit.sourced_id for hit in reader.find(typed)] == [found]


def test_as_many_are_found_as_are_asked_for(tmp_path: Path) -> None:
    people: list[Entity] = [User(sourced_id=f"{n:03}", family_name=f"Lee{n:03}") for n in range(400)]
    with filled(tmp_path / "a.db", {"users": people}) as reader:
        assert [hit.sourced_id for hit in reader.find("lee", 390)] == [f"{n:03}" for n in range(390)]


def test_classes_are_found_among_many_people_of_that_name(tmp_path: Path) -> None:
    people: list[Entity] = [User(sourced_id=f"u{n}", given_name="Art", family_name=f"F{n}") for n in range(200)]
    classes: list[Entity] = [Class(sourced_id="c", title="Art 7")]
    with filled(tmp_path / "a.db", {"users": people, "classes": classes}) as reader:
        assert "c" in {hit.sourced_id for hit in reader.find("art", 10)}
        assert len(reader.find("art", 10)) == 10
        assert reader.find("art", 0) == []


@pytest.mark.parametrize(
    "text",
    ['"', "*", "'", "NEAR(a b)", "a AND", "NOT", "{a b}: c", "a^2", "%", "_", "\\", "a*b", '"" OR ""', "-a", "a:b",
     "(((", "\x00", "ana\x00", "%" * 60_000, "é" * 60_000, "a " * 30_000, "5" * 60_000, "0-" * 30_000, "NEAR(",
     "𞤀𞤁", "ab𞤀cd", "漢字", "😀", "\udcff",
     "ana\udcff", "'; DROP TABLE user; --"],
)  # fmt: skip
def test_anything_may_be_typed(reader: Reader, text: str) -> None:
    reader.find(text)
    reader.find(text, 5, school=text)
    for collection in ("users", "classes", "enrollments"):
        reader.keys(Query(collection=collection, text=text))
    reader.keys(Query(collection="users", ids=(text,), scopes=(Scope("school", text),)))
    for field in ("name", "sourcedId", "role", "grades", "schools", "username"):
        reader.keys(Query(collection="users", where=(Where(field, (text,)),)))
    with pytest.raises(NothingStoredError):
        reader.key("users", text)
    assert len(reader.keys(Query(collection="users"))) == 8


@given(st.text(max_size=40))
@settings(max_examples=80)
def test_no_text_at_all_breaks_a_search(stored: Path, text: str) -> None:
    with roster.reader(stored) as reader:
        assert len(reader.find(text, 3)) <= 3
        assert len(reader.keys(Query(collection="users", text=text))) <= 8


def test_who_was_swept_is_found_no_more_and_who_changed_is_found_by_the_new_name(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    before: list[Entity] = [User(sourced_id="1", given_name="Ada"), User(sourced_id="2", given_name="Bob")]
    with filled(path, {"users": before}) as reader:
        assert [hit.sourced_id for hit in reader.find("ada")] == ["1"]
    with filled(path, {"users": [User(sourced_id="2", given_name="Robert")]}) as reader:
        assert reader.find("ada") == reader.find("bob") == reader.find("1") == []
        assert [hit.sourced_id for hit in reader.find("rob")] == ["2"]
        assert len(reader.keys(Query(collection="users", text="bob"))) == 0


def test_a_class_is_found_by_its_title_without_the_apostrophe(tmp_path: Path) -> None:
    with filled(tmp_path / "a.db", {"classes": [Class(sourced_id="c", title="Driver’s Ed")]}) as reader:
        for typed in ("drivers ed", "driver's", "driver ed", "DRIVERS"):
            assert [hit.sourced_id for hit in reader.find(typed)] == ["c"], typed


@pytest.mark.parametrize(
    ("family", "given", "typed"),
    [
        ("Lee", "Anne-Marie", ["annemarie", "Anne-Marie", "anne marie", "marie anne", "annem lee"]),
        ("Lee", "Annemarie", ["annemarie", "Anne-Marie", "ANNE‐M"]),
        ("O’Brien", "Al", ["obrien", "o'brien", "o brien", "brien"]),
        ("OBrien", "Al", ["obrien", "O’Brien"]),
        ("Smith-O'Brien", "Al", ["obrien", "smithobrien", "smith", "smith-obrien", "o'brien al"]),
    ],
)
def test_a_name_is_found_with_its_hyphen_or_apostrophe_and_without(
    tmp_path: Path, family: str, given: str, typed: list[str]
) -> None:
    with filled(tmp_path / "a.db", {"users": [User(sourced_id="u", family_name=family, given_name=given)]}) as reader:
        for text in typed:
            assert [hit.sourced_id for hit in reader.find(text)] == ["u"], text
            assert len(reader.keys(Query(collection="users", text=text))) == 1, text
