"""Exports over an older file that are killed at fifty points: the file is the old one or the new one."""

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import openpyxl
import pytest

ROWS = 2400

# Forks, so that a death costs next to nothing. A point is a row, or what the disk is asked for at the end.
EXECUTIONER = """
import json, os, signal, sys
from pathlib import Path
from rosterdesk.export import csv, parquet, xlsx
from rosterdesk.model.attributes import Kind
from tests.export.tables import table

form, target, rows = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
write = {"csv": csv.write, "xlsx": xlsx.write, "parquet": parquet.write}[form]
replace = os.replace

def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)

def texts(point):
    for number in range(rows):
        if number == point:
            die()
        yield (f"{number:07}",)

def be_killed(point):
    if point == "synced":
        os.fsync = die
    elif point == "replacing":
        os.replace = die
    elif point == "replaced":
        os.replace = lambda *paths: die(replace(*paths))
    write(table(texts(point), (Kind.ID,), count=rows), target)

seen = {}
for point in [*range(0, rows, 50), "synced", "replacing", "replaced"]:
    target.write_bytes(b"old")
    child = os.fork()
    if not child:
        be_killed(point)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == -signal.SIGKILL, (point, status)
    seen[point] = target.read_bytes() == b"old"
print(json.dumps(seen))
"""


def read_csv(path: Path) -> list[str]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return [row[0] for row in csv.reader(stream)][1:]


def read_xlsx(path: Path) -> list[str]:
    return [str(row[0]) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True)]


def read_parquet(path: Path) -> list[str]:
    return [str(row[0]) for row in duckdb.read_parquet(str(path)).fetchall()]


@pytest.mark.skipif(sys.platform == "win32", reason="no forks")
@pytest.mark.parametrize(("form", "read"), [("csv", read_csv), ("xlsx", read_xlsx), ("parquet", read_parquet)])
def test_whenever_an_export_is_killed_the_file_is_the_old_one_or_the_new_one(
    tmp_path: Path, form: str, read: Callable[[Path], list[str]]
) -> None:
    target = tmp_path / f"list.{form}"
    command = [sys.executable, "-c", EXECUTIONER, form, str(target), str(ROWS)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    is_old = json.loads(done.stdout)
    assert len(is_old) == 51
    assert not is_old.pop("replaced")
    assert all(is_old.values())
    assert read(target) == [f"{number:07}" for number in range(ROWS)]  # the last death was after the rename
