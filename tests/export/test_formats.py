"""What an export is of, whatever its format."""

import csv
from pathlib import Path

import duckdb
import msgspec
import pytest
from python_calamine import CalamineWorkbook

from rosterdesk import progress
from rosterdesk.export import formats
from rosterdesk.export.table import Headers
from rosterdesk.model.query import Query, Sort
from rosterdesk.model.rows import text
from rosterdesk.store.reader import Reader
from tests import stores

IN_ORDER = Query(collection="users", sort=(Sort("sourcedId"),))
COLUMNS = ("sourcedId", "givenName")
BATCH = 2000


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with more people than are read at once."""
    path = tmp_path_factory.mktemp("large") / "district.db"
    stores.fill(path, students=1100)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".parquet"])
@pytest.mark.parametrize("ids", [False, True])
@pytest.mark.parametrize("headers", ["names", "titles"])
def test_a_file_has_the_columns_that_are_told_of_it(
    suffix: str, ids: bool, headers: Headers, reader: Reader, tmp_path: Path
) -> None:
    query = Query(collection="enrollments", columns=("user", "role", "class"), limit=1)
    target = tmp_path / f"a{suffix}"
    formats.export(reader, query, target, headers=headers, ids=ids)
    told = formats.columns(query, target, headers=headers, ids=ids)
    assert len(told) == len(_header(target))
    if headers == "names":
        assert told == _header(target)


def _header(target: Path) -> tuple[str, ...]:
    """The columns of the file."""
    match target.suffix:
        case ".csv":
            with target.open(encoding="utf-8-sig", newline="") as stream:
                return tuple(next(csv.reader(stream)))
        case ".xlsx":
            return tuple(map(str, CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()[0]))
        case _:
            return tuple(duckdb.read_parquet(str(target)).columns)


@pytest.mark.parametrize(("suffix", "columns"), [(".jsonl", ()), (".jsonl", COLUMNS), (".csv", COLUMNS)])
def test_what_a_sync_publishes_meanwhile_is_in_no_row(
    large: Path, tmp_path: Path, suffix: str, columns: tuple[str, ...]
) -> None:
    target = tmp_path / f"people{suffix}"
    published: list[str] = []
    with Reader(large, stores.KEY) as reader:
        keys = reader.keys(IN_ORDER)
        assert len(keys) > BATCH
        ((last,),) = reader.rows("users", keys[-1:], ("sourcedId",))

        def publish(_message: progress.Message) -> None:
            if not published:
                published.append(text(last))
                stores.rename(large, text(last), f"Afterwards{suffix}{len(columns)}")

        query = msgspec.structs.replace(IN_ORDER, columns=columns)
        assert formats.export(reader, query, target, report=publish) == len(keys)
    assert published
    written = target.read_text(encoding="utf-8")
    assert text(last) in written
    assert f"Afterwards{suffix}{len(columns)}" not in written
