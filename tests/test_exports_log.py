"""What is remembered of files that were written: enough to answer for them, and none of the data."""

import os
import threading
from pathlib import Path

import msgspec
import pytest

from rosterdesk.errors import StoreError
from rosterdesk.settings import DataDir, exports_log
from rosterdesk.settings.exports_log import MOST, Written, written


def one(number: int = 0, target: Path = Path("/folder/Grade 9.xlsx")) -> Written:
    return written("Lakeside", "students", target, number, ("name", "grades"))


def test_nothing_is_remembered_at_first_and_no_folder_is_made(tmp_path: Path) -> None:
    assert DataDir(tmp_path / "data").exports() == []
    assert not (tmp_path / "data").exists()


def test_the_newest_comes_first(tmp_path: Path) -> None:
    data_dir = DataDir(tmp_path / "data")
    for number in range(3):
        data_dir.record(one(number))
    assert [each.rows for each in data_dir.exports()] == [2, 1, 0]


def test_it_says_when_who_what_and_where(tmp_path: Path) -> None:
    told = one(412, tmp_path / "Grade 9.XLSX")
    assert told.when.endswith("+00:00")
    assert told.who
    assert (told.source, told.what, told.columns, told.rows) == ("Lakeside", "students", ("name", "grades"), 412)
    assert (told.format, told.folder, told.file) == ("xlsx", str(tmp_path), "Grade 9.XLSX")
    assert told.path == tmp_path / "Grade 9.XLSX"


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    data_dir = DataDir(tmp_path / "data")
    data_dir.record(one())
    (path,) = data_dir.path.glob("exports*")
    assert path.stat().st_mode & 0o777 == 0o600
    data_dir.path.chmod(0o755)
    data_dir.record(one())
    assert data_dir.path.stat().st_mode & 0o777 == 0o700  # the list is ours: the folder is no shared one


def test_the_oldest_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "exports.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(one(number)) + b"\n" for number in range(MOST)))
    exports_log.add(path, one(MOST))
    kept = exports_log.read(path)
    assert len(kept) == MOST
    assert (kept[0].rows, kept[-1].rows) == (MOST, 1)


@pytest.mark.parametrize("line", [b"", b"{", b"\xff\xfe", b"[]", b'{"when": 3}', b"\x00" * 50])
def test_a_damaged_line_hides_no_other(line: bytes, tmp_path: Path) -> None:
    path = tmp_path / "exports.jsonl"
    exports_log.add(path, one(1))
    with path.open("ab") as stream:
        stream.write(line + b"\n")
    exports_log.add(path, one(2))
    assert [each.rows for each in exports_log.read(path)] == [2, 1]


def test_what_a_later_version_adds_is_no_damage(tmp_path: Path) -> None:
    path = tmp_path / "exports.jsonl"
    path.write_bytes(msgspec.json.encode(msgspec.to_builtins(one(1)) | {"why": "audit"}) + b"\n")
    assert [each.rows for each in exports_log.read(path)] == [1]


def test_a_file_that_cannot_be_read_or_written_is_an_error_with_a_way_on(tmp_path: Path) -> None:
    (tmp_path / "exports.jsonl").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        exports_log.read(tmp_path / "exports.jsonl")
    with pytest.raises(StoreError, match="cannot be written"):
        exports_log.add(tmp_path / "none" / "exports.jsonl", one())


def test_several_who_write_at_once_lose_nothing(tmp_path: Path) -> None:
    data_dir = DataDir(tmp_path / "data")
    threads = [threading.Thread(target=data_dir.record, args=(one(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {each.rows for each in data_dir.exports()} == set(range(8))
