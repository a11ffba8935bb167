"""Whether a folder is on a drive of another computer: there, two processes share no memory, which WAL needs."""

import contextlib
import ctypes
import os
import re
import sys
from importlib import import_module
from pathlib import Path

_REMOTE = re.compile(
    r"9p|acfs|afs|beegfs|ceph|cifs|coda|davfs2?|fhgfs|fuse\..+|gfs2?|glusterfs|gpfs|lustre|ncpfs|nfs4?|ocfs2|orangefs|"
    r"prl_fs|pvfs2|smb3|smbfs|vboxsf|virtiofs|vmhgfs"
)
"""The types of file systems that are of another machine, or may be: what stands behind `fuse`, nobody knows."""
_OCTAL = re.compile(r"\\([0-7]{3})")
_DRIVE_REMOTE = 4
_MNT_LOCAL = 0x1000
_STATFS_BYTES, _STATFS_FLAGS = 4096, 64  # more than any system's struct has; where `f_flags` is in it


def is_network(path: Path) -> bool:
    """Whether the path is, or would be, on such a drive; where the system does not say, it is not."""
    with contextlib.suppress(OSError, AttributeError, LookupError, ValueError):
        path = next(each for each in (path, *path.parents) if each.exists())  # macOS knows no others
        if sys.platform == "win32":
            return _is_remote_on_windows(path)
        if sys.platform == "darwin":
            return _is_remote_on_macos(path)
        return is_remote_mount(Path("/proc/self/mountinfo").read_text(errors="surrogateescape"), path.resolve())
    return False


def is_remote_mount(mountinfo: str, path: Path) -> bool:
    """Whether that file of Linux (proc_pid_mountinfo(5)) has the path on such a drive."""
    found, kind = Path(), ""
    for line in mountinfo.splitlines():
        mounted, _, source = line.partition(" - ")
        point = Path(_OCTAL.sub(lambda octal: chr(int(octal[1], 8)), mounted.split(" ")[4]))
        if path.is_relative_to(point) and len(point.parts) >= len(found.parts):  # of two at one place, the later one
            found, kind = point, source.split(" ")[0]
    return _REMOTE.fullmatch(kind) is not None


def _is_remote_on_windows(path: Path) -> bool:
    """By the type of the drive, which knows mapped letters and \\\\server\\share alike."""
    root = os.path.splitdrive(path.resolve())[0]
    windows = import_module("ctypes").windll.kernel32
    return bool(windows.GetDriveTypeW(f"{root}\\") == _DRIVE_REMOTE)


def _is_remote_on_macos(path: Path) -> bool:
    system = ctypes.CDLL(None)
    name = "statfs$INODE64" if os.uname().machine == "x86_64" else "statfs"
    answer = ctypes.create_string_buffer(_STATFS_BYTES)
    if system[name](os.fsencode(path), answer) != 0:
        return False
    flags = int.from_bytes(answer.raw[_STATFS_FLAGS : _STATFS_FLAGS + 4], sys.byteorder)
    return not flags & _MNT_LOCAL
