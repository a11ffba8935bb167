import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rosterdesk.errors import ExportError
from rosterdesk.export import csv, xlsx
from rosterdesk.export.whole import write_whole
from tests.export.tables import column

FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from rosterdesk.errors import ExportError
from rosterdesk.export import csv, parquet, xlsx
from tests.export.tables import column
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
write = {"csv": csv.write, "xlsx": xlsx.write, "parquet": parquet.write}[sys.argv[1]]
try:
    write(column([str(number * 7919) for number in range(50_000)]), Path(sys.argv[2]))
except ExportError as error:
    print(error)
"""


def nothing_left_but(folder: Path, *names: str) -> bool:
    return sorted(path.name for path in folder.iterdir()) == sorted(names)


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old")
    write_whole(target, lambda part: part.write_text("new") and None)
    assert target.read_text() == "new"
    assert nothing_left_but(tmp_path, "list.csv")


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_when_writing_stops_the_old_file_stands_and_no_part_is_left(tmp_path: Path, error: type[BaseException]) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old")

    def stop(part: Path) -> None:
        part.write_text("half")
        raise error

    with pytest.raises(error):
        write_whole(target, stop)
    assert target.read_text() == "old"
    assert nothing_left_but(tmp_path, "list.csv")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "The disk is full. Free some space, then export again."),
        (errno.EDQUOT, "Your share of the disk is full. Free some space, then export again."),
        (errno.EIO, "cannot be written: Input/output error. Choose another place."),
    ],
)
def test_what_the_disk_refuses_is_said_in_words(tmp_path: Path, number: int, said: str) -> None:
    def refuse(_part: Path) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.raises(ExportError) as raised:
        write_whole(tmp_path / "list.csv", refuse)
    assert str(raised.value).endswith(said)
    assert nothing_left_but(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"There is no folder .*/none\. Make it first"):
        csv.write(column(["x"]), tmp_path / "none" / "list.csv")


def test_a_folder_of_that_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "list.csv").mkdir()
    with pytest.raises(ExportError, match=r"list\.csv is a folder"):
        csv.write(column(["x"]), tmp_path / "list.csv")


def test_a_file_instead_of_a_folder_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportError, match="is not a folder"):
        csv.write(column(["x"]), tmp_path / "file" / "list.csv")


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="no such folder")
def test_a_folder_into_which_nothing_can_be_written_is_said_so() -> None:
    with pytest.raises(ExportError, match=r"^Nothing can be written into /proc\. Choose another folder\.$"):
        csv.write(column(["x"]), Path("/proc/list.csv"))


def test_a_name_that_is_too_long_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="name is too long"):
        csv.write(column(["x"]), tmp_path / ("x" * 300 + ".csv"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device to write to")
def test_devices_are_no_targets_even_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "list.csv").symlink_to("/dev/full")
    with pytest.raises(ExportError, match="is not an ordinary file"):
        csv.write(column(["x"]), tmp_path / "list.csv")
    assert Path("/dev/full").is_char_device()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="permissions bind no administrator")
def test_without_permission_the_file_stands(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old")
    target.chmod(0o400)
    with pytest.raises(ExportError, match="may not be written"):
        csv.write(column(["x"]), target)
    assert target.read_text() == "old"


def test_a_target_that_another_program_holds_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old")

    def held(_part: Path, _target: Path) -> None:
        raise PermissionError(errno.EACCES, "sharing violation")

    monkeypatch.setattr(os, "replace", held)
    with pytest.raises(ExportError, match="is in use by another program"):
        csv.write(column(["x"]), target)
    assert target.read_text() == "old"
    assert nothing_left_but(tmp_path, "list.csv")


@pytest.mark.skipif(sys.platform != "linux", reason="limits of a process")
@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_a_disk_that_fills_up_half_way_leaves_the_old_file_and_one_sentence(tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"list.{suffix}"
    target.write_text("old")
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, suffix, str(target)], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("The file is larger than this disk or account allows.")
    assert done.stderr == ""
    assert target.read_text() == "old"
    assert nothing_left_but(tmp_path, target.name)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_file_keeps_the_permissions_that_it_had(tmp_path: Path) -> None:
    target = tmp_path / "list.csv"
    target.write_text("old")
    target.chmod(0o640)
    csv.write(column(["x"]), target)
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link_and_what_it_points_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "list.csv").symlink_to(tmp_path / "there" / "list.csv")
    csv.write(column(["x"]), tmp_path / "list.csv")
    assert (tmp_path / "list.csv").is_symlink()
    assert nothing_left_but(tmp_path / "there", "list.csv")


def grow_old(part: Path, hours: float) -> None:
    then = time.time() - hours * 3600
    os.utime(part, (then, then))


KILLED = """
import os, sys
from pathlib import Path
from rosterdesk.export.whole import write_whole
write_whole(Path(sys.argv[1]), lambda part: os._exit(9))
"""


def part_of_killed(folder: Path) -> Path:
    """What a process left in the folder that ended while it wrote."""
    subprocess.run([sys.executable, "-c", KILLED, str(folder / "list.csv")], check=False)
    (left,) = folder.iterdir()
    return left


@pytest.mark.parametrize(("hours", "is_removed"), [(0, False), (0.9, False), (1.1, True), (48, True)])
def test_what_a_killed_process_left_is_removed_when_it_was_untouched_for_an_hour(
    tmp_path: Path, hours: float, is_removed: bool
) -> None:
    left = part_of_killed(tmp_path)
    grow_old(left, hours)
    csv.write(column(["x"]), tmp_path / "list.csv")
    assert left.exists() is not is_removed


@pytest.mark.parametrize(("hours", "is_removed"), [(23, False), (48, True)])
def test_what_another_computer_left_is_removed_after_a_day(tmp_path: Path, hours: float, is_removed: bool) -> None:
    theirs = tmp_path / ".rosterdesk-theirs-1-1.part"
    theirs.write_text("")
    grow_old(theirs, hours)
    csv.write(column(["x"]), tmp_path / "list.csv")
    assert theirs.exists() is not is_removed


def test_the_part_of_a_process_that_runs_is_left_alone_however_long_it_takes(tmp_path: Path) -> None:
    def write_two(part: Path) -> None:
        grow_old(part, 23)
        csv.write(column(["x"]), tmp_path / "other.csv")

    write_whole(tmp_path / "list.csv", write_two)  # whose part is there while another is written
    assert nothing_left_but(tmp_path, "list.csv", "other.csv")


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_the_workbook_writer_has_its_scratch_file_beside_the_target(tmp_path: Path) -> None:
    open_files: set[str] = set()

    def look(_message: object) -> None:
        for descriptor in Path("/proc/self/fd").iterdir():
            try:
                open_files.add(str(descriptor.readlink()))
            except FileNotFoundError:
                continue

    xlsx.write(column(["x"] * 2000), tmp_path / "list.xlsx", report=look)
    assert any(name.startswith(str(tmp_path)) and name.endswith("(deleted)") for name in open_files)
