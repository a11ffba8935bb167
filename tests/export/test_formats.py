"""What an export is of, whatever its format."""

from pathlib import Path

import msgspec
import pytest

from rosterdesk import progress
from rosterdesk.export import formats
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
