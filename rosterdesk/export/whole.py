"""Writing a file whole or not at all."""

import contextlib
import ctypes
import errno
import os
import platform
import re
import secrets
import shutil
import stat
import sys
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from rosterdesk.errors import ExportError

_PREFIX, _SUFFIX = ".rosterdesk-", ".part"
_STALE = 24 * 3600  # seconds after which a part was left by something that died
_ORPHANED = 3600  # the same where its process runs no more; it may run on another computer of this name
_SYNCHRONIZE = 0x0010_0000  # the least right to a process that Windows gives
_NO_SUCH_PROCESS = 87  # ERROR_INVALID_PARAMETER

_SENTENCES = {
    errno.ENOENT: ("There is no folder {folder}.", "Make it first, or choose another one."),
    errno.ENOTDIR: ("{folder} is not a folder.", "Choose another one."),
    errno.EISDIR: ("{target} is a folder.", "Choose the name of a file."),
    errno.EACCES: ("{target} may not be written.", "Choose another folder, or ask for the permission to write there."),
    errno.EPERM: ("{target} may not be written.", "Choose another folder, or ask for the permission to write there."),
    errno.EROFS: ("{folder} can only be read.", "Choose another folder."),
    errno.ENOSPC: ("The disk is full.", "Free some space, then export again."),
    errno.EDQUOT: ("Your share of the disk is full.", "Free some space, then export again."),
    errno.EFBIG: ("The file is larger than this disk or account allows.", "Choose another folder, or export less."),
    errno.ENAMETOOLONG: ("The file's name is too long.", "Choose a shorter one."),
}
_NOT_A_PLACE = ("Nothing can be written into {folder}.", "Choose another folder.")
_IN_USE = ("{target} is in use by another program.", "Close it there (Excel keeps its files locked), then try again.")


def write_whole(target: Path, write: Callable[[Path], None]) -> None:
    """Have `write` fill a new file beside the target, then put it in the target's place.

    Whatever happens, the target is the old file or the new one. Raises `ExportError` for all that the disk refuses.
    """
    target = Path(os.path.realpath(target))
    try:
        _check(target)
        part = part_of(target)
        try:
            os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
            write(part)
            _keep(part, target)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
    except OSError as error:
        raise export_error(error, target) from error


def part_of(target: Path) -> Path:
    """A new name beside the target, for what is not whole yet; what others left there that are dead is removed."""
    _sweep(target.parent)
    return target.parent / f"{_PREFIX}{_computer()}-{os.getpid()}-{secrets.token_hex(8)}{_SUFFIX}"


def _check(target: Path) -> None:
    """Raise the `OSError` that says why this cannot be the target of a rename."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is not None and stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if mode is not None and not stat.S_ISREG(mode):
        raise ExportError(f"{target} is not an ordinary file.", "Choose the name of a file.")
    if mode is not None and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def _sweep(folder: Path) -> None:
    """Remove parts of processes that were killed, or whose computer lost its power."""
    now = time.time()
    for part in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            age = now - part.stat().st_mtime
            if age > _STALE or (age > _ORPHANED and _is_orphan(part.name)):
                shutil.rmtree(part) if part.is_dir() else part.unlink()


def _is_orphan(name: str) -> bool:
    """Whether a computer of this name made the part, and its process does not run here; of others nobody knows."""
    owner = re.fullmatch(rf"{re.escape(_PREFIX)}{_computer()}-(\d{{1,9}})-\w+{re.escape(_SUFFIX)}", name)
    return owner is not None and not _runs(int(owner[1]))


def _computer() -> str:
    return f"{zlib.crc32(platform.node().encode()):08x}"


def _runs(process: int) -> bool:
    if sys.platform == "win32":  # where signal 0 is one that ends processes
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(_SYNCHRONIZE, False, process)
        if not handle:  # there may be one that belongs to somebody else
            return ctypes.get_last_error() != _NO_SUCH_PROCESS
        kernel.CloseHandle(handle)
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _keep(part: Path, target: Path) -> None:
    """Put the part in the target's place, on the disk itself, with the permissions that the target had."""
    with contextlib.suppress(FileNotFoundError):
        part.chmod(stat.S_IMODE(target.stat().st_mode))
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        os.replace(part, target)  # noqa: PTH105
    except PermissionError as error:
        raise ExportError(*(text.format(target=target) for text in _IN_USE)) from error
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def export_error(error: OSError, target: Path) -> ExportError:
    """What the disk refused, as a sentence."""
    number = error.errno or 0
    if number == errno.EACCES and os.name == "nt" and target.exists():
        sentences = _IN_USE
    elif number == errno.ENOENT and target.parent.is_dir():  # as in /proc
        sentences = _NOT_A_PLACE
    else:
        known = _SENTENCES.get(number)
        sentences = known or (
            f"{{target}} cannot be written: {os.strerror(number) if number else 'the system refused'}.",
            "Choose another place.",
        )
    return ExportError(*(text.format(target=target, folder=target.parent) for text in sentences))
