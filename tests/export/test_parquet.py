import errno
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from rosterdesk import progress
from rosterdesk.errors import ExportError
from rosterdesk.export import formats, parquet
from rosterdesk.model.attributes import Kind
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reader import Reader
from tests.export.tables import column, table
from tests.store.roster import ANA

LODZ, WEST = Link("orgs", "s1", "Łódź Primary"), Link("orgs", "s2", "West, High")


def read(path: Path, columns: str = "*") -> list[tuple[object, ...]]:
    return duckdb.sql(f"SELECT {columns} FROM read_parquet('{path}')").fetchall()


def types(path: Path) -> dict[str, str]:
    found = duckdb.read_parquet(str(path))
    return dict(zip(found.columns, map(str, found.types), strict=True))


@pytest.mark.parametrize(
    ("kind", "values", "told", "expected"),
    [
        (Kind.TEXT, ["=1+1", "", None, "a\nb"], "VARCHAR", ["=1+1", "", None, "a\nb"]),
        (Kind.ID, ["00123", "12345678901234567890"], "VARCHAR", ["00123", "12345678901234567890"]),
        (Kind.DATE, ["2026-08-24", "1899-12-31", None], "DATE", [date(2026, 8, 24), date(1899, 12, 31), None]),
        (Kind.FLAG, [True, False, None], "BOOLEAN", [True, False, None]),
        (Kind.NUMBER, [31, 87.5, None], "DOUBLE", [31.0, 87.5, None]),
        (Kind.REFERENCE, [LODZ, None], "VARCHAR", ["Łódź Primary", None]),
        (Kind.REFERENCES, [(LODZ, WEST), ()], "VARCHAR[]", [["Łódź Primary", "West, High"], []]),
    ],
)
def test_each_kind_has_its_type(
    tmp_path: Path, kind: Kind, values: list[Value], told: str, expected: list[object]
) -> None:
    parquet.write(column(values, kind), tmp_path / "list.parquet")
    assert types(tmp_path / "list.parquet")["a"] == told
    assert [value for (value,) in read(tmp_path / "list.parquet", "a")] == expected


def test_moments_are_in_utc_to_the_millisecond(tmp_path: Path) -> None:
    parquet.write(column([1_767_348_245_678, -1, None], Kind.MOMENT), tmp_path / "list.parquet")
    assert types(tmp_path / "list.parquet")["a"] == "TIMESTAMP WITH TIME ZONE"
    assert read(tmp_path / "list.parquet", "epoch_ms(a)") == [(1_767_348_245_678,), (-1,), (None,)]


def test_what_is_referred_to_has_its_ids_beside_its_titles(tmp_path: Path) -> None:
    rows: list[tuple[Value, ...]] = [(LODZ, (LODZ, WEST)), (None, ())]
    made = table(rows, (Kind.REFERENCE, Kind.REFERENCES), headers=("school", "schools"))
    parquet.write(made, tmp_path / "list.parquet")
    assert types(tmp_path / "list.parquet") == {
        "school": "VARCHAR",
        "schoolSourcedId": "VARCHAR",
        "schools": "VARCHAR[]",
        "schoolsSourcedId": "VARCHAR[]",
    }
    assert read(tmp_path / "list.parquet", "schoolSourcedId, schoolsSourcedId") == [("s1", ["s1", "s2"]), (None, [])]


def test_an_answer_of_the_store_is_joined_by_its_ids(reader: Reader, tmp_path: Path) -> None:
    for name in ("enrollments", "classes"):
        query = Query(collection=name, columns=("sourcedId", "title") if name == "classes" else ())
        formats.export(reader, query, tmp_path / f"{name}.parquet", headers="titles", source="Sunny Valley")
    joined = duckdb.sql(
        f"SELECT DISTINCT c.title FROM '{tmp_path}/enrollments.parquet' e"
        f" JOIN '{tmp_path}/classes.parquet' c ON c.sourcedId = e.classSourcedId WHERE e.userSourcedId = '{ANA}'"
    )
    assert set(joined.fetchall()) == {("Math 7",), ("Homeroom 2B",)}


def test_a_table_without_rows_still_has_its_columns(tmp_path: Path) -> None:
    parquet.write(table([], (Kind.DATE, Kind.REFERENCES)), tmp_path / "list.parquet")
    assert list(types(tmp_path / "list.parquet").values()) == ["DATE", "VARCHAR[]", "VARCHAR[]"]
    assert read(tmp_path / "list.parquet") == []


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    made = table([("a",)], info=(("Source", "=Łódź"), ("Search", "o'neil")))
    parquet.write(made, tmp_path / "list.parquet")
    found = duckdb.sql(f"SELECT key, value FROM parquet_kv_metadata('{tmp_path}/list.parquet')").fetchall()
    about = dict(found)[b"about"].decode().split("\n")
    assert about[:2] == ["Source: =Łódź", "Search: o'neil"]
    assert about[2].startswith("Written: 20")


def test_half_a_character_is_written_as_a_question_mark(tmp_path: Path) -> None:
    parquet.write(column(["\ud800x", "y"]), tmp_path / "list.parquet")
    assert read(tmp_path / "list.parquet", "a") == [("?x",), ("y",)]


@pytest.mark.parametrize(
    ("stopped", "told"),
    [
        (KeyboardInterrupt(), KeyboardInterrupt),
        (ValueError("odd"), ValueError),
        (OSError(errno.ENOSPC, "full"), ExportError),
    ],
)
def test_what_stops_the_rows_stops_the_writer_as_what_it_is(
    tmp_path: Path, stopped: BaseException, told: type[BaseException]
) -> None:
    def rows() -> Iterator[tuple[Value, ...]]:
        yield ("a",)
        raise stopped

    with pytest.raises(told):
        parquet.write(table(rows(), count=5), tmp_path / "list.parquet")
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_along_the_way(tmp_path: Path) -> None:
    said: list[progress.Message] = []
    parquet.write(column(["x"] * 2001), tmp_path / "list.parquet", report=said.append)
    assert said == [
        progress.Progress("export", "students", 2000, 2001),
        progress.Progress("export", "students", 2001, 2001),
    ]
