"""A telephone number is found by its parts, whichever way it was written and whichever way it is typed."""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.model.entities import Class, Enrollment, Entity, Ref, User
from rosterdesk.model.query import Query
from rosterdesk.store.file import connection
from rosterdesk.store.file.rewording import rewrite_words
from rosterdesk.store.reader import Reader
from rosterdesk.store.records import numbers
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ids

WRITTEN = (
    *("(555) 010-0142", "5550100142", "555-010-0142", "555.010.0142", "+1 555 010 0142", "+15550100142"),
    *("1-555-010-0142", "555 0100142", "(555) 010-0142 ext. 7", "５５５ 0100142"),
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Somebody for each way of writing the number, as phone or as sms; and others with other numbers."""
    people: list[Entity] = [
        User(sourced_id=number, family_name="Lee", **{"phone" if place % 2 else "sms": number})
        for place, number in enumerate(WRITTEN)
    ]
    people += [
        User(sourced_id=number, phone=number)
        for number in ("555-010-0143", "+49 (30) 901820-0110", "+49 (0)30 1234567", "911")
    ]
    path = tmp_path_factory.mktemp("numbers") / "a.db"
    with Writer(path, roster.KEY) as writer:
        enrolled = Enrollment(sourced_id="e", user=Ref(WRITTEN[0]), class_=Ref("c"), role="student")
        roster.sync(writer, {"users": people, "classes": [Class(sourced_id="c")], "enrollments": [enrolled]})
    return path


@pytest.mark.parametrize(
    "typed",
    ["(555) 010-0142", "5550100142", "555 0142", "0142", "010-0142", "0100142", "010 0142", "+1 (555) 010-0142",
     "15550100142", "1 555 0100142", "555.010.0142", "55501 00142", "lee 0142", "0142 lee", "lee 555-0142",
     "55501 001 42", "00 1 555 010 0142"],
)  # fmt: skip
def test_a_number_is_found_whichever_way_it_was_written(written: Path, typed: str) -> None:
    with roster.reader(written) as reader:
        assert {hit.sourced_id for hit in reader.find(typed)} == set(WRITTEN)
        assert set(ids(reader, Query(collection="users", text=typed))) == set(WRITTEN)


@pytest.mark.parametrize("length", range(1, 11))
def test_a_number_is_found_while_it_is_typed(written: Path, length: int) -> None:
    with roster.reader(written) as reader:
        for typed in ("5550100142"[:length], "010-0142"[:length], "0142"[:length]):
            assert {hit.sourced_id for hit in reader.find(typed)} >= set(WRITTEN), typed


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("+49 30 9018200110", {"+49 (30) 901820-0110"}),
        ("030 901820", {"+49 (30) 901820-0110"}),
        ("0049 30 901820", {"+49 (30) 901820-0110"}),
        ("901820", {"+49 (30) 901820-0110"}),
        ("0110", {"+49 (30) 901820-0110"}),
        ("+49301234567", {"+49 (0)30 1234567"}),
        ("+49 30 1234567", {"+49 (0)30 1234567"}),
        ("0049 30 1234567", {"+49 (0)30 1234567"}),
        ("0301234567", {"+49 (0)30 1234567"}),
        ("+49 (0)30 1234567", {"+49 (0)30 1234567"}),
        ("911", {"911"}),
        ("555 0199", set()),
        ("1420", set()),
    ],
)
def test_another_number_is_not_found(written: Path, typed: str, found: set[str]) -> None:
    with roster.reader(written) as reader:
        assert {hit.sourced_id for hit in reader.find(typed)} == found


def test_what_refers_to_people_is_found_by_their_numbers(written: Path) -> None:
    with roster.reader(written) as reader:
        assert ids(reader, Query(collection="enrollments", text="555 0142")) == ["e"]


def grouped(digits: str, cuts: Sequence[int], marks: str) -> str:
    """The digits with some of these marks where they are cut."""
    places = sorted({cut % len(digits) for cut in cuts} - {0})
    parts = [digits[begin:end] for begin, end in zip([0, *places], [*places, len(digits)], strict=True)]
    return "".join(part + marks[place % len(marks)] for place, part in enumerate(parts[:-1])) + parts[-1]


digits = st.text("0123456789", min_size=7, max_size=14)
cuts = st.lists(st.integers(1, 13), max_size=4)
marks = st.text(" -.()/", min_size=1, max_size=3)


@given(
    st.lists(st.tuples(digits, cuts, marks), min_size=1, max_size=6, unique_by=lambda each: each[0]),
    st.tuples(cuts, marks),
    st.sampled_from([99, 10, 7, 4]),
    st.integers(0, 6),
)
@settings(max_examples=40)
def test_any_usual_end_of_any_number_finds_it_in_any_grouping(
    people: list[tuple[str, list[int], str]], typing: tuple[list[int], str], end: int, untyped: int
) -> None:
    users = [User(sourced_id=f"p{each[0]}", phone=grouped(*each)) for each in people]
    wanted = people[0][0]
    typed = wanted[-end:]
    typed = typed[: max(4, len(typed) - untyped)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with Writer(path, roster.KEY) as writer:
            roster.sync(writer, {"users": users})
        with roster.reader(path) as reader:
            text = grouped(typed, *typing)
            found = {hit.sourced_id.removeprefix("p") for hit in reader.find(text)}
            assert wanted in found, text
            meant = (typed, typed.lstrip("0"), typed[-10:])
            groups = [group for group in text.translate(str.maketrans("-.()/", "     ")).split() if group]
            for number in found:  # nobody is found by digits that are not theirs
                assert any(each in number for each in meant) or all(group in number for group in groups), (text, number)


@given(st.text())
@settings(max_examples=200)
def test_the_ends_of_any_text_are_few_and_short(text: str) -> None:
    ends = numbers.ends(text)
    assert len(ends) <= 33
    assert all(end.isdecimal() and len(end) <= 30 for end in ends)


def test_words_that_are_written_anew_find_what_the_first_ones_found(tmp_path: Path) -> None:
    def found(reader: Reader) -> list[object]:
        asked = ("lopez", "ana", "0101", "m7", "lodz", "mathe", "555-0101", "oneil", "quarter", ANA_S_EMAIL)
        texts = [Query(collection=each, text="a") for each in ("users", "academicSessions", "classes", "enrollments")]
        return [*(reader.find(text) for text in asked), *(list(reader.keys(query)) for query in texts)]

    path = roster.store(tmp_path / "a.db")
    with roster.reader(path) as reader:
        before = found(reader)
    writer = connection.open_writer(path, roster.KEY)
    writer.execute("INSERT INTO words (words) VALUES ('delete-all')")
    with roster.reader(path) as reader:
        assert reader.find("0101") == []
    with writer:
        rewrite_words(writer)
    writer.close()
    with roster.reader(path) as reader:
        assert found(reader) == before


ANA_S_EMAIL = "ana.lopez@example"
