"""The files of a store: set aside where they can be used no more, or destroyed."""

import contextlib
import glob
import shutil
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from rosterdesk.errors import StoreError
from rosterdesk.store.file import lock, recognition

_SIDE_FILES = ("-wal", "-shm", "-journal")
_MARK = ".corrupt-"
_MOMENT = "%Y%m%dT%H%M%S.%fZ"  # sorts as text


def identity(path: Path) -> tuple[int, int] | None:
    """Which file is there: another one, once it was set aside and made anew; `None` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def set_aside(path: Path, only: tuple[int, int] | None = None) -> Path | None:
    """Give the store another name, so that it can be made anew; says which, or `None` where there is no store.

    Nor is it where it is no longer the `only` one that is meant: another RosterDesk was quicker.
    Only what was set aside last is kept. Raises `StoreBusyError` while another writes the store, else `StoreError`.
    """
    with _alone(path, "The local copy cannot be set aside"):
        if only and identity(path) not in {only, None}:
            return None
        beside = [ending for ending in _SIDE_FILES if Path(f"{path}{ending}").exists()]
        if not path.exists():
            _remove(Path(f"{path}{ending}") for ending in beside)  # they would be taken for the new one's
            return None
        before = _named(path, _MARK)
        aside = path.with_name(f"{path.name}{_MARK}{datetime.now(UTC):{_MOMENT}}")
        for ending in ("", *beside):
            Path(f"{path}{ending}").replace(f"{aside}{ending}")
        _remove([Path(f"{path}{recognition.MARK}"), *before])  # the mark would say that a copy was lost
    return aside


def forget_aside(path: Path, before: datetime) -> None:
    """Remove what was set aside of the store before that time, or in the future, by a clock that was wrong; raises as
    `destroy` does.
    """
    limit, now = (f"{path.name}{_MARK}{moment.astimezone(UTC):{_MOMENT}}" for moment in (before, datetime.now(UTC)))
    if old := [each for each in _named(path, _MARK) if not limit <= each.name <= now]:
        with _alone(path, "What was set aside cannot be removed"):
            _remove(old)


def destroy(path: Path) -> None:
    """Remove the store, and all files that are named after it but its lock, which is empty; none there is fine.

    Raises `StoreBusyError` while another writes it, else `StoreError`.
    """
    if path.parent.is_dir():
        with _alone(path, "The local copy cannot be removed"):
            lock_file = Path(f"{path}.lock")  # which is held, and stays
            # The mark first: without its file it would say that a copy was lost.
            _remove(
                [Path(f"{path}{recognition.MARK}"), path, *(each for each in _named(path, "[-.]") if each != lock_file)]
            )


def _named(path: Path, how: str) -> list[Path]:
    return list(path.parent.glob(f"{glob.escape(path.name)}{how}*"))


def _remove(files: Iterable[Path]) -> None:
    for each in files:
        if each.is_dir() and not each.is_symlink():  # somebody's, that was in place of a store
            shutil.rmtree(each)
        else:
            each.unlink(missing_ok=True)


@contextlib.contextmanager
def _alone(path: Path, failed: str) -> Iterator[None]:
    """With nobody writing the store meanwhile."""
    held = lock.taken(path)
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"{failed}: {error.strerror}.", "Close other RosterDesk windows, or check who may write there."
        ) from error
    finally:
        held.release()
