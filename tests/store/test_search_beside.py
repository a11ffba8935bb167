"""Finding by words of two things at once: of a person or a class, and of its school or its teacher."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.entities import Class, Enrollment, Entity, Org, Ref, User
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ANA


def found(reader: Reader, text: str, limit: int = 50) -> list[str]:
    return [hit.sourced_id for hit in reader.find(text, limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lopez west", [ANA, "g1"]),
        ("west LÓPEZ", [ANA, "g1"]),
        ("ana high west", [ANA, "cy"]),
        ("homeroom 2b west", ["hr"]),
        ("math west", ["m7"]),
        ("cy łódź", ["cy"]),
        ("lodz o'neil", ["cy"]),
        ("math zander", ["m7"]),
        ("ångström math 7", ["m7"]),
        ("lopez west primary", []),  # no school has both words
        ("lopez wes", []),  # so few letters begin too much
        ("cy prima", ["cy"]),
        ("math zand", []),
        ("math angst", ["m7"]),
        ("pottery west", []),
        ("west high", ["s2"]),
    ],
)
def test_some_words_may_be_those_of_a_school_or_a_teacher(reader: Reader, text: str, expected: list[str]) -> None:
    assert found(reader, text) == expected


def test_who_has_all_words_comes_before_who_has_some_of_them_of_a_school(tmp_path: Path) -> None:
    entities: dict[str, list[Entity]] = {
        "orgs": [Org(sourced_id=each, name=f"{each.title()} School", type="school") for each in ("washington", "east")],
        "users": [
            User(sourced_id="1", given_name="Abel", family_name="Garcia", role="student", orgs=[Ref("washington")]),
            User(sourced_id="2", given_name="Washington", family_name="Garcia", role="student", orgs=[Ref("east")]),
            User(sourced_id="3", given_name="Eva", family_name="Garcia", role="student", orgs=[Ref("east")]),
            User(
                sourced_id="4", given_name="Ada", family_name="Garcia", role="student", orgs=[Ref("washington")],
                status="tobedeleted",
            ),
        ],
    }  # fmt: skip
    path = tmp_path / "store.db"
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, dict(entities))
    with roster.reader(path) as reader:
        assert found(reader, "garcia washington") == ["2", "1", "4"]
        assert found(reader, "garcia washington", limit=1) == ["2"]
        assert found(reader, "garcia east school") == ["3", "2"]


def test_a_teacher_who_has_left_a_class_does_not_name_it(tmp_path: Path) -> None:
    entities: dict[str, list[Entity]] = {
        "users": [
            User(sourced_id=each, given_name="Kim", family_name=each, role="teacher") for each in ("Reed", "Roe")
        ],
        "classes": [Class(sourced_id="c", title="Algebra")],
        "enrollments": [
            Enrollment(sourced_id="1", user=Ref("Reed"), class_=Ref("c"), role="teacher"),
            Enrollment(sourced_id="2", user=Ref("Roe"), class_=Ref("c"), role="teacher", status="tobedeleted"),
        ],
    }
    path = tmp_path / "store.db"
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, dict(entities))
    with roster.reader(path) as reader:
        assert found(reader, "algebra reed") == ["c"]
        assert found(reader, "algebra roe") == []


@given(st.text(max_size=40))
def test_nothing_that_is_typed_beside_a_name_is_dangerous(stored: Path, text: str) -> None:
    with roster.reader(stored) as reader:
        assert {hit.collection for hit in reader.find(f"lopez {text} west")} <= {"users", "orgs", "courses", "classes"}
