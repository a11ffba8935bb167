"""Rows as text for other programs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.fields import collection
from rosterdesk.ui.views import copied

STUDENTS = collection("students")
FIELDS = [STUDENTS.field("name"), STUDENTS.field("grades")]


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("Brown, Amara", "Brown, Amara"),
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("a\tb\r\nc", "a b  c"),
        ("\t=1+1", "' =1+1"),
        (None, ""),
    ],
)
def test_no_cell_begins_as_a_formula_or_becomes_several(name: str | None, cell: str) -> None:
    assert copied.lines(FIELDS, [(name, "09")]) == [f"{cell}\t09"]


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4))
def test_a_row_is_a_line_and_a_value_a_cell(rows: list[tuple[str, str]]) -> None:
    lines = copied.lines(FIELDS, rows)
    assert len(lines) == len(rows)
    assert all(line.count("\t") == 1 and "\n" not in line and "\r" not in line for line in lines)
    assert not any(cell[:1] in set("=+@") for line in lines for cell in line.split("\t"))


def test_in_a_table_every_cell_is_escaped_and_said_to_be_text() -> None:
    text = copied.table(["0055035\tA & <b>", "\tx"])
    assert 'td {mso-number-format:"\\@";}' in text
    assert "<tr><td>0055035</td><td>A &amp; &lt;b&gt;</td></tr><tr><td></td><td>x</td></tr>" in text


def test_titles_are_a_line_of_their_own() -> None:
    assert copied.titles([field.title for field in FIELDS]) == "Name\tGrade"


def test_addresses_come_once_and_only_those_that_are_some() -> None:
    texts = ["Ana@example.org", "ana@EXAMPLE.org", "", " bo@example.org ", "none", "x@y; z@y", "+tag@example.org"]
    assert copied.addresses(texts) == ["Ana@example.org", "bo@example.org", "+tag@example.org"]


def test_addresses_are_copied_as_they_are() -> None:
    assert copied.plain([STUDENTS.field("email")], [("+tag@example.org",), (None,)]) == ["+tag@example.org", ""]
