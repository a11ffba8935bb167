import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rosterdesk import progress
from rosterdesk.export import csv as tables_as_csv
from rosterdesk.model.attributes import Kind
from rosterdesk.model.rows import Link, Value
from tests.export import payloads
from tests.export.tables import column, table

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


@pytest.mark.parametrize("payload", payloads.FORMULAS)
def test_what_a_spreadsheet_would_calculate_gets_a_quote(payload: str) -> None:
    assert tables_as_csv.guard(payload) == "'" + payload


@pytest.mark.parametrize(("payload", "guarded"), payloads.DIVIDED.items())
def test_the_same_goes_for_what_follows_a_sign_by_which_some_programs_divide(payload: str, guarded: str) -> None:
    assert tables_as_csv.guard(payload) == guarded


def test_a_column_that_begins_harmlessly_is_guarded_within_too(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    tables_as_csv.write(column(list(payloads.DIVIDED)[:1]), target, mode="safe")
    assert read(target)[1][0] == "Ana;'=1+1;"


@pytest.mark.parametrize("payload", [*payloads.NUMBERS, *payloads.HARMLESS, "", "\u200b", "   "])
def test_plain_numbers_and_all_other_texts_stay_as_they_are(payload: str) -> None:
    assert tables_as_csv.guard(payload) == payload


def test_the_safe_file_has_a_byte_order_mark_and_guards_headers_too(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    tables_as_csv.write(table([("=1",)], headers=["=head"]), target, mode="safe")
    assert target.read_bytes() == "\ufeff'=head\r\n'=1\r\n".encode()


def test_the_safe_file_loses_nothing_but_gains_quotes(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    tables_as_csv.write(column(payloads.ALL), target, mode="safe")
    cells = [row[0] for row in read(target)[1:]]
    assert cells == ["'" + text for text in payloads.FORMULAS] + payloads.NUMBERS + payloads.HARMLESS


def test_the_exact_file_is_what_was_sent_and_no_more(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    tables_as_csv.write(column(["=1+1", 'say "hi"', "a,b", "Zoë"]), target, mode="exact")
    assert target.read_bytes() == 'a,b\r\n=1+1,end\r\n"say ""hi""",end\r\n"a,b",end\r\nZoë,end\r\n'.encode()


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=8))
def test_whatever_the_text_the_exact_file_gives_it_back(rows: list[tuple[str, str]]) -> None:
    stream = io.StringIO(newline="")
    tables_as_csv.write_to(stream, table(rows, (Kind.TEXT, Kind.ID)), mode="exact")
    assert list(csv.reader(io.StringIO(stream.getvalue(), newline=""))) == [["a", "b"], *map(list, rows)]


@given(st.integers(1, 4).flatmap(lambda width: st.lists(st.tuples(*[ANY_TEXT] * width), min_size=1, max_size=8)))
@example([("",)])
@example([('a"b', "a,b", "a\nb", "a\rb")])
def test_the_lines_are_those_of_the_csv_module(rows: list[tuple[str, ...]]) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    assert tables_as_csv.lines(list(zip(*rows, strict=True))) == stream.getvalue()


@given(st.text(st.sampled_from("a1 ;\t\r\n\0=+-@＝\u200b") | st.characters(exclude_categories=["Cs"]), max_size=12))
def test_no_part_of_a_safe_cell_begins_with_what_a_spreadsheet_calculates(text: str) -> None:
    guarded = tables_as_csv.guard(text)
    assert not guarded.startswith(("\t", "\r", "\n"))
    assert guarded.replace("'", "") == text.replace("'", "")
    for part in re.split("[;\t\r\n]", guarded):
        bare = part.lstrip(" \xa0\u3000\u200b\ufeff")
        assert not bare.startswith(tuple("=+@\0＝＋－＠"))
        assert not bare.startswith("-") or bare[1:].replace(".", "", 1).isdigit()


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (None, Kind.TEXT, ""),
        (True, Kind.FLAG, "true"),
        (False, Kind.FLAG, "false"),
        (31, Kind.NUMBER, "31"),
        ("2026-08-24", Kind.DATE, "2026-08-24"),
        (0, Kind.MOMENT, "1970-01-01T00:00:00.000Z"),
        (1_767_348_245_678, Kind.MOMENT, "2026-01-02T10:04:05.678Z"),
        (-1, Kind.MOMENT, "1969-12-31T23:59:59.999Z"),
        ("00123", Kind.ID, "00123"),
        (Link("orgs", "o1", "Lincoln High"), Kind.REFERENCE, "Lincoln High"),
        ((Link("orgs", "o1", "Lincoln"), Link("orgs", "o2", "Adams")), Kind.REFERENCES, "Lincoln, Adams"),
    ],
)
def test_values_are_written_as_programs_read_them(value: Value, kind: Kind, expected: str) -> None:
    assert tables_as_csv.texts([value], kind) == [expected]


def test_half_a_character_is_written_as_a_question_mark(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    tables_as_csv.write(column(["\ud800x"]), target)
    assert read(target)[1][0] == "?x"


def test_progress_is_told_along_the_way_and_at_the_end(tmp_path: Path) -> None:
    said: list[progress.Message] = []
    tables_as_csv.write(column(["x"] * 2001), tmp_path / "list.csv", report=said.append)
    assert said == [
        progress.Progress("export", "students", 2000, 2001),
        progress.Progress("export", "students", 2001, 2001),
    ]
