"""A bundle read into a store in memory, for one command."""

import contextlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from rosterdesk.bundle.reading import Bundle
from rosterdesk.errors import BundleError
from rosterdesk.model.rows import Run
from rosterdesk.progress import Report
from rosterdesk.store.file import memory
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from rosterdesk.sync.loading import load

_NO_KEY = b""


class OpenedBundle(msgspec.Struct, frozen=True):
    """What is in a bundle, to read; and the bundle, which has been read and knows what is wrong with its files."""

    path: Path
    reader: Reader
    run: Run
    bundle: Bundle

    @property
    def summary(self) -> str:
        """How much is wrong, in a sentence; nothing where all is well."""
        count = self.bundle.counts.total()
        if not count:
            return ""
        what = "problem" if count == 1 else "problems"
        return f"{count:,} {what} in this bundle; see: rosterdesk check {self.path}"


@contextlib.contextmanager
def opened(path: Path, report: Report) -> Iterator[OpenedBundle]:
    """Read the bundle at that path; raises `BundleError` where it is none."""
    with Bundle(path) as bundle, memory.store() as location:
        with Writer(location, _NO_KEY) as writer:
            run = load(bundle, writer, report)
        with Reader(location, _NO_KEY) as reader:
            yield OpenedBundle(path, reader, run, bundle)


def looked_through(path: Path, *, read: datetime) -> Bundle | None:
    """The bundle that was read then, which knows now what is wrong with its files; `None` where it is not there any
    more, or another is in its place.
    """
    try:
        if _last_changed(path) > read:
            return None
        with Bundle(path) as bundle:
            for name in bundle.kinds:
                for _ in bundle.pages(name):
                    pass
            return bundle
    except (BundleError, OSError):
        return None


def _last_changed(path: Path) -> datetime:
    """When the file, or the folder or a file in it, was written or put in its place. The latter is not told by the
    time that a file carries from where it was made.
    """
    stats = [each.stat() for each in (path, *path.glob("*.csv"), *path.glob("*/*.csv"))]
    milliseconds = max(max(each.st_mtime_ns, each.st_ctime_ns) for each in stats) // 1_000_000  # as runs tell time
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def not_whole(why: Mapping[str, str]) -> BundleError:
    """The error for a bundle of which only a part could be read; `why` by collection."""
    return BundleError(f"The bundle could not be read whole: {', '.join(why)}.", next(iter(why.values())))
