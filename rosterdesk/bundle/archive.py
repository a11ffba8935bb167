"""Where a bundle's files lie, a zip or a folder: their names, and their bytes within limits.

Nothing is ever extracted. A zip that was made to do harm is refused as a whole; what is merely broken says so when
it is read.
"""

import io
import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from rosterdesk.bundle.problems import CutShortError, Flaw
from rosterdesk.errors import BundleError

MOST_MEMBERS = 1000
LARGEST_DIRECTORY = 256 << 10
"""Bytes of the list of a zip's files: each of them takes memory, whatever number the zip says."""
LARGEST = 2 << 30
"""Decoded bytes of a file: some ten million rows."""
MOST_TOGETHER = 4 << 30
"""Decoded bytes of all files."""
ALWAYS_ALLOWED = 8 << 20
MOST_DENSE = 100
"""Decoded bytes for each byte in the zip, once there are more than is always allowed. Rosters reach 20, bombs 1,000."""

_CHUNK = 128 << 10
_LOCAL_HEADER = 30

DAMAGED = Flaw("PKG-11", "error", "The file is damaged inside the zip. It is read up to there; ask for it again.")
TOO_LARGE = Flaw("PKG-11", "error", f"The file is larger than {LARGEST >> 30} GB. It is read up to there.")
BOMB = Flaw("PKG-11", "error", "The file grows without end when it is unpacked. It is read up to there.")
UNREADABLE = Flaw("PKG-11", "error", "The system did not let us read the file to its end.")

_ASK_AGAIN = "Ask whoever made it for a plain zip with the CSV files in it."
_TOO_MANY = f"This zip has more than {MOST_MEMBERS:,} files in it; a bundle has 26 at most."
_TOO_MUCH = f"The files of this bundle have more than {MOST_TOGETHER >> 30} GB together."


class Archive(Protocol):
    """Files by name; a name has `/` between its parts."""

    @property
    def names(self) -> list[str]: ...

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece; raises `CutShortError` where they end before their time."""
        ...

    def close(self) -> None: ...


def opened(path: Path) -> Archive:
    """The zip or folder; raises `BundleError` where it is neither, or not to be trusted."""
    try:
        if path.is_dir():
            return Folder(path)
        if not stat.S_ISREG(path.stat().st_mode):
            raise BundleError(f"{path} is no ordinary file.", "Choose the zip or the folder with the CSV files in it.")
        return Zip(path)
    except FileNotFoundError:
        raise BundleError(f"There is no file or folder {path}.", "Check the path.") from None
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
        raise BundleError(
            f"{path} is no zip file, or is damaged.", "Choose the zip or the folder with the CSV files in it."
        ) from error
    except OSError as error:
        raise BundleError(f"{path} cannot be read.", "Check that you may read it.") from error


class Folder:
    """A folder of files, and the CSV files of the folders directly in it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.names: list[str] = []
        for entry in sorted(os.scandir(path), key=lambda entry: entry.name):
            if entry.is_file():
                self._add(entry.name)
            elif entry.is_dir(follow_symlinks=False):
                for name in sorted(_csv_names(entry.path)):
                    self._add(f"{entry.name}/{name}")
        if sum((path / name).stat().st_size for name in self.names if name.lower().endswith(".csv")) > MOST_TOGETHER:
            raise BundleError(_TOO_MUCH, "Choose the folder that has nothing but the CSV files in it.")

    def _add(self, name: str) -> None:
        if len(self.names) >= MOST_MEMBERS:
            raise BundleError(
                f"{self._path} has more than {MOST_MEMBERS:,} files in it.",
                "Choose the folder that has nothing but the CSV files in it.",
            )
        self.names.append(name)

    def chunks(self, name: str) -> Iterator[bytes]:
        try:
            with (self._path / name).open("rb") as stream:
                left = LARGEST
                while chunk := stream.read(_CHUNK):
                    if (left := left - len(chunk)) < 0:
                        raise CutShortError(TOO_LARGE)
                    yield chunk
        except OSError as error:
            raise CutShortError(UNREADABLE) from error

    def close(self) -> None:
        """Nothing is held open."""


class Zip:
    """A zip file, held open."""

    def __init__(self, path: Path) -> None:
        self._file = _Wary(path)
        try:
            self._zip = zipfile.ZipFile(self._file)
            members = self._zip.infolist()
            _check_members(members)
            _check_places(members, self._zip.start_dir)
        except BaseException:
            self._file.close()
            raise
        self._members = {member.filename: member for member in members if not member.is_dir()}
        self.names = list(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        member = self._members[name]
        allowed = _allowed(member)
        try:
            with self._zip.open(member) as stream:
                left = allowed
                while chunk := stream.read(_CHUNK):
                    if (left := left - len(chunk)) < 0:
                        raise CutShortError(TOO_LARGE if allowed == LARGEST else BOMB)
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, EOFError) as error:
            raise CutShortError(DAMAGED) from error
        except OSError as error:
            raise CutShortError(UNREADABLE) from error

    def close(self) -> None:
        self._zip.close()
        self._file.close()


class _Wary(io.BufferedReader):
    """A zip's bytes, never many at once: so much is read only of a directory that is too long."""

    def __init__(self, path: Path) -> None:
        super().__init__(io.FileIO(path))
        self._size = os.fstat(self.fileno()).st_size

    def read(self, size: int | None = -1, /) -> bytes:
        left = max(0, self._size - self.tell())
        if (left if size is None or size < 0 else min(size, left)) > LARGEST_DIRECTORY:
            raise BundleError(_TOO_MANY, _ASK_AGAIN)
        return super().read(size)


def _csv_names(path: str) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(path) if entry.name.lower().endswith(".csv") and entry.is_file()]
    except OSError:
        return []


def _allowed(member: zipfile.ZipInfo) -> int:
    """So many bytes may come out of a member, whatever it says of itself."""
    return min(LARGEST, max(ALWAYS_ALLOWED, MOST_DENSE * member.compress_size))


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    """Refuse too much, what is encrypted, packed in another way or beyond measure, and names that mean two files."""
    if len(members) > MOST_MEMBERS:
        raise BundleError(_TOO_MANY, _ASK_AGAIN)
    if sum(member.file_size for member in members) > MOST_TOGETHER:
        raise BundleError(_TOO_MUCH, _ASK_AGAIN)
    seen = Counter(member.filename.casefold() for member in members)
    for member in members:
        if member.flag_bits & 0x1:
            raise BundleError("This zip is protected by a password.", "Ask whoever made it for one without.")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise BundleError("This zip is packed in a way that bundles are not.", _ASK_AGAIN)
        if member.file_size > _allowed(member):
            raise BundleError("This zip would grow beyond all measure when it is unpacked.", _ASK_AGAIN)
        if seen[member.filename.casefold()] > 1:
            raise BundleError("This zip has two files of the same name in it.", _ASK_AGAIN)
        if "\0" in member.orig_filename:
            raise BundleError("This zip has a file with a name that hides another one.", _ASK_AGAIN)


def _check_places(members: list[zipfile.ZipInfo], end: int) -> None:
    """Refuse a zip whose files lie on top of each other: a few bytes would count for all of them."""
    for member in sorted(members, key=lambda member: member.header_offset, reverse=True):
        if member.header_offset + _LOCAL_HEADER + len(member.filename) + member.compress_size > end:
            raise BundleError("This zip has files that lie on top of each other.", _ASK_AGAIN)
        end = member.header_offset
