"""Values kept in files of JSON, and folders that are the user's alone."""

import errno
import os
from pathlib import Path
from typing import TypeVar

import msgspec

from rosterdesk import files
from rosterdesk.errors import StoreError

Value = TypeVar("Value")

_NAMES = {"sources", "clock", "preferences", "settings", "stores", "vault", "padlock", "log", "exports", "rules"}
"""What all that we keep in a data folder begins with."""

_ELSEWHERE = "Check who may write there, or choose another data folder with --data-dir."
_ROOM = "Free some space, then try again."
_WAYS_ON = {
    errno.EROFS: "It can only be read there: choose another data folder with --data-dir.",
    errno.EACCES: _ELSEWHERE,
    errno.EPERM: _ELSEWHERE,
    errno.ENOSPC: _ROOM,
    errno.EDQUOT: _ROOM,
}


def make_private(folder: Path) -> None:
    """Make the folder, for this user alone; raises `StoreError` where that is impossible."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and folder.stat().st_mode & 0o077 and _is_ours(folder):
            folder.chmod(0o700)
        (folder / "..").stat()  # refused where we may not enter the folder
    except OSError as error:
        raise StoreError(
            f"The data folder {folder} cannot be used: {error.strerror}.",
            "Choose another one with --data-dir.",
        ) from error


def _is_ours(folder: Path) -> bool:
    """Whether nobody else keeps anything there: a folder that others use is left as open as they want it."""
    if folder.stat().st_uid != os.getuid():
        return False
    return all(each.name.partition(".")[0] in _NAMES or folder.name in _NAMES for each in folder.iterdir())


def read(path: Path, kind: type[Value], default: Value, action: str = "Move it away, then try again.") -> Value:
    """The value that the file keeps, or `default` where there is no file; raises `StoreError` for a damaged one, with
    the action that helps.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return default
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", "Check who may read it.") from error
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is damaged.", action) from error


def write(path: Path, value: object) -> None:
    """Keep the value in the file, whole or not at all, for this user alone; raises `StoreError`."""
    content = msgspec.json.format(msgspec.json.encode(value), indent=2)
    try:
        files.replace(path, content)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> StoreError:
    """The error for a file that cannot be written."""
    action = _WAYS_ON.get(error.errno or 0, "Free some space, or check who may write there.")
    return StoreError(f"{path} cannot be written: {error.strerror}.", action)
