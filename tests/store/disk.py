"""A disk under the store that does on purpose what real ones do by accident: it fails, or the process dies on it.

It lies below the encryption, so that it sees the very bytes that reach the files.
"""

import contextlib
import os
import signal
from collections.abc import Callable, Iterator

import apsw

_CIPHERED = apsw.vfs_names()[0]  # the encryption above the system's own
_PLAIN = _CIPHERED.removeprefix("multipleciphers-")
_NAME = "accidents"


class Accident:
    """What happens at the n-th deed that changes a file; counts on, also where it never happens."""

    def __init__(self, at: int = 0, happen: Callable[[], None] = lambda: None) -> None:
        self.deeds = 0
        self.at = at
        self._happen = happen

    def __call__(self) -> None:
        self.deeds += 1
        if self.deeds == self.at:
            self._happen()


class Full(Accident):
    """The disk is full from the n-th deed on."""

    def __call__(self) -> None:
        super().__call__()
        if self.deeds >= self.at:
            raise apsw.FullError


def killed() -> None:
    """The end of this process, as `kill -9` ends it."""
    os.kill(os.getpid(), signal.SIGKILL)


class _File(apsw.VFSFile):
    def __init__(self, name: str | apsw.URIFilename | None, flags: list[int], deed: Callable[[], None]) -> None:
        self._deed = deed
        super().__init__(_PLAIN, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        super().xWrite(data[: len(data) // 2], offset)  # who dies here dies in the midst of it
        self._deed()
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self._deed()
        super().xSync(flags)

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        self._deed()
        super().xTruncate(newsize)


class _Disk(apsw.VFS):
    def __init__(self) -> None:
        super().__init__(_NAME, _PLAIN)
        self.deed: Callable[[], None] = lambda: None

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:  # noqa: N802
        return _File(name, flags, self.deed)


_disks: list[_Disk] = []


@contextlib.contextmanager
def under_the_store(deed: Callable[[], None]) -> Iterator[None]:
    """Of every store that is opened within, each write, sync and truncation is told to `deed` before it is done."""
    if not _disks:  # once registered it stays: the encryption keeps a pointer to it
        _disks.append(_Disk())
        apsw.Connection(":memory:", vfs=f"multipleciphers-{_NAME}").close()
    _disks[0].deed = deed
    apsw.set_default_vfs(f"multipleciphers-{_NAME}")
    try:
        yield
    finally:
        apsw.set_default_vfs(_CIPHERED)
