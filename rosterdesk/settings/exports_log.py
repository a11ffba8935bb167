"""What was written out of the local copies: when, by whom, which columns, where to. None of the data itself."""

import getpass
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from rosterdesk import files
from rosterdesk.errors import StoreError
from rosterdesk.settings.kept import unwritable

MOST = 5000
"""Exports that are remembered; the oldest are forgotten first."""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One file that was written, or what was printed: then `file` is the printer. `what` is a collection, or what the
    command is called that wrote no collection; `rows` are people where it is paper; `when` is ISO 8601 in UTC.
    """

    when: str
    who: str
    source: str
    what: str
    columns: tuple[str, ...]
    rows: int
    format: str
    folder: str
    file: str

    @property
    def path(self) -> Path:
        """Where the file was put."""
        return Path(self.folder, self.file)


def written(source: str, what: str, target: Path, rows: int, columns: Sequence[str] = ()) -> Written:
    """What is to be remembered of a file that was written just now."""
    target = target.absolute()
    kind = target.suffix.lower().removeprefix(".") or "folder"
    return _now(source, what, rows, columns, (kind, str(target.parent), target.name))


def printed(source: str, what: str, printer: str, rows: int, columns: Sequence[str] = ()) -> Written:
    """What is to be remembered of what was sent to a printer just now."""
    return _now(source, what, rows, columns, ("paper", "", printer))


def _now(source: str, what: str, rows: int, columns: Sequence[str], place: tuple[str, str, str]) -> Written:
    form, folder, file = place
    return Written(
        when=datetime.now(UTC).isoformat(timespec="seconds"),
        who=user(),
        source=source,
        what=what,
        columns=tuple(columns),
        rows=rows,
        format=form,
        folder=folder,
        file=file,
    )


def read(path: Path) -> list[Written]:
    """All that is remembered, the newest first; a damaged line is left out. Raises `StoreError`."""
    found = []
    for line in reversed(_lines(path)):
        try:
            found.append(msgspec.json.decode(line, type=Written))
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue
    return found


def add(path: Path, new: Written) -> None:
    """Remember this one too; nobody else may be writing the file. Raises `StoreError`."""
    lines = [*_lines(path)[1 - MOST :], msgspec.json.encode(new)]
    try:
        files.replace(path, b"".join(line + b"\n" for line in lines))
    except OSError as error:
        raise unwritable(path, error) from error


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", "Check who may read it.") from error


def user() -> str:
    """Who is at work, as the system says it: the environment could say anybody."""
    try:
        import pwd  # noqa: PLC0415 - Windows has none

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):
        return getpass.getuser()
