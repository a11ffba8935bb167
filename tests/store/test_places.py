"""Where a store may lie: folders and media that cannot be written, files of other users, drives of other computers."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterdesk.errors import StoreError
from rosterdesk.model.query import Query
from rosterdesk.store.file import drives
from rosterdesk.store.writer import Writer
from tests import others
from tests.store import earlier, roster
from tests.store.roster import KEY
from tests.store.test_network_drives import killed_in_a_commit

POSIX = pytest.mark.skipif(os.name != "posix", reason="owners and modes are POSIX")
NOBODY = 65534
AS_SOMEBODY = """
import codecs, filelock, os, sys  # what comes late may lie where nobody may look
from pathlib import Path
from rosterdesk.errors import RosterDeskError
from rosterdesk.model.query import Query
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store.roster import KEY
codecs.lookup("ascii")  # loaded while it may be
if os.geteuid() == 0:  # who may do anything
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
for opening in (Reader, Writer):
    try:
        with opening(Path(sys.argv[1]), KEY) as opened:
            if opening is Reader:
                print(len(opened.keys(Query(collection="users"))), len(opened.find("lopez")), opened.data_version() > 0)
            else:
                print("written")
    except RosterDeskError as error:
        print(error.kind, error)
"""


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A store in a folder that a user without rights gets to, and owns."""
    folder = tmp_path / "stores"
    folder.mkdir(mode=0o700)
    path = roster.store(folder / "a.db")
    if os.geteuid() == 0:
        others.let_in(tmp_path)
        for each in (folder, *folder.iterdir()):
            os.chown(each, NOBODY, NOBODY)
    yield path
    folder.chmod(0o700)


def tried(path: Path) -> list[str]:
    """What a user without rights gets to see who reads, then writes the store."""
    program = [sys.executable, "-c", AS_SOMEBODY, str(path)]
    done = subprocess.run(program, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout.splitlines()


@POSIX
def test_who_may_write_reads_and_writes(path: Path) -> None:
    assert tried(path) == ["8 3 True", "written"]


@POSIX
def test_a_folder_that_may_not_be_written_is_read_and_says_why_nothing_is_written(path: Path) -> None:
    path.with_name("a.db.lock").unlink()
    path.parent.chmod(0o500)
    read, written = tried(path)
    assert read == "8 3 True"
    assert written == (
        "store The local copy cannot be written: Permission denied. Check the data folder, or choose another."
    )
    assert sorted(each.name for each in path.parent.iterdir()) == ["a.db"]


@POSIX
def test_a_file_that_may_not_be_written_is_read_and_says_why_it_is_not_written(path: Path) -> None:
    path.chmod(0o400)
    read, written = tried(path)
    assert read == "8 3 True"
    assert written == (
        "store The local copy cannot be opened: its folder or file may not be written. Check who may write there."
    )


@POSIX
def test_what_was_not_closed_in_a_folder_that_may_not_be_written_is_not_read_without_its_end(path: Path) -> None:
    unclosed(path)
    path.with_name("a.db-shm").unlink()
    path.parent.chmod(0o500)
    read, _written = tried(path)
    assert read == (
        "store The local copy cannot be opened: its folder or file may not be written. Check who may write there."
    )


@POSIX
@pytest.mark.parametrize("version", earlier.VERSIONS)
@pytest.mark.parametrize("what", ["a.db", "."])
def test_of_an_earlier_version_it_has_to_be_written_before_it_is_read(path: Path, version: int, what: str) -> None:
    path.write_bytes((earlier.STORES / f"schema-{version}.db").read_bytes())
    path.with_name("a.db.lock").unlink()
    path.parent.joinpath(what).chmod(0o500)
    read, _written = tried(path)
    assert read.startswith(
        "store An earlier RosterDesk made the local copy, so it has to be brought up to date first. The local"
    )


@POSIX
def test_what_a_killed_commit_half_wrote_is_not_read_where_it_cannot_be_undone(path: Path) -> None:
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setattr(drives, "is_network", lambda _path: True)
        killed_in_a_commit(path)
    path.parent.chmod(0o500)
    read, _written = tried(path)
    assert read == (
        "store The local copy cannot be opened: its folder or file may not be written. Check who may write there."
    )


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize("mode", [0o500, 0o700])
def test_a_store_of_another_user_says_whose_it_is(path: Path, mode: int) -> None:
    os.chown(path, 0, 0)
    said = (
        "store The local copy belongs to another user of this computer. Ask that user, or an administrator, to hand"
        " it over to you; or choose another data folder."
    )
    assert tried(path) == [said, said]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root gives files away")
def test_a_lock_that_an_administrator_left_says_whose_it_is(path: Path) -> None:
    path.with_name("a.db.lock").touch(mode=0o600)
    os.chown(path.with_name("a.db.lock"), 0, 0)
    read, written = tried(path)
    assert read == "8 3 True"
    assert written.startswith("store The local copy belongs to another user of this computer. ")


@pytest.mark.skipif(os.geteuid() != 0 if os.name == "posix" else True, reason="only root mounts")
def test_a_medium_that_cannot_be_written_is_read(path: Path, tmp_path: Path) -> None:
    medium = tmp_path / "medium"
    medium.mkdir()
    mounted = subprocess.run(["mount", "--bind", path.parent, medium], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this machine does not let root mount")
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", medium], check=True)
        with roster.reader(medium / "a.db") as reader:
            assert len(reader.keys(Query(collection="users"))) == 8
        with pytest.raises(StoreError, match="Read-only file system"):
            Writer(medium / "a.db", KEY)
    finally:
        subprocess.run(["umount", medium], check=True)


def unclosed(path: Path) -> None:
    """Leave the store as a process does that is killed."""
    program = (
        "import os, signal, sys; from pathlib import Path; from rosterdesk.store.writer import Writer\n"
        "from tests.store.roster import KEY, STARTED\n"
        "writer = Writer(Path(sys.argv[1]), KEY); writer.begin({'users': 'full'}, started=STARTED)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], cwd=Path(__file__).parents[2], check=False)
    assert path.with_name("a.db-wal").stat().st_size > 0
    for each in path.parent.iterdir():
        if os.geteuid() == 0:
            os.chown(each, NOBODY, NOBODY)


MOUNTS = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/root rw
23 22 0:21 / /home rw - nfs4 server:/home rw,vers=4.2
24 23 0:22 / /home/ann/local rw - xfs /dev/sdb1 rw
25 22 0:23 / /media/My\\040share rw shared:2 master:3 - cifs //server/share rw
26 22 0:24 / /mnt/ssh rw - fuse.sshfs me@host:/ rw
27 22 0:25 / /mnt/stick rw - fuseblk /dev/sdc1 rw
28 22 0:26 / /over rw - nfs server:/x rw
29 28 0:27 / /over rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("path", "network"),
    [
        ("/root/stores/a.db", False),
        ("/home/bob/a.db", True),
        ("/home", True),
        ("/homes/bob/a.db", False),
        ("/home/ann/local/a.db", False),
        ("/home/ann/locals/a.db", True),
        ("/media/My share/a.db", True),
        ("/mnt/ssh/a.db", True),
        ("/mnt/stick/a.db", False),
        ("/over/a.db", False),
    ],
)
def test_the_mount_that_a_file_is_on_says_whose_drive_it_is(path: str, network: bool) -> None:
    assert drives.is_remote_mount(MOUNTS, Path(path)) is network


def test_what_is_not_there_yet_is_on_the_drive_of_its_folder(tmp_path: Path) -> None:
    assert drives.is_network(tmp_path / "not yet" / "a.db") is drives.is_network(tmp_path)


@pytest.mark.skipif(sys.platform != "darwin", reason="asks macOS")
def test_macos_knows_what_is_its_own_drive_and_what_is_none_of_its() -> None:
    assert not drives.is_network(Path("/bin"))
    assert drives.is_network(Path("/dev"))
