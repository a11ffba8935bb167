"""Bundles as files on this computer: which of what was dropped is one, and the source that it becomes.

What asks the disk, which may be a network's, is to be called in a thread.
"""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from rosterdesk.errors import BundleError
from rosterdesk.settings import Source
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import shown

_LONGEST = 80
_NAMELESS = "Bundle"


def bundle_in(paths: Sequence[Path | None]) -> Path | None:
    """The bundle that these may be: one zip, or one folder. `None` where they are something else."""
    match paths:
        case [Path() as path] if path.suffix.lower() == ".zip" or path.is_dir():
            return path
        case _:
            return None


def judged(path: Path) -> Path:
    """Where the bundle truly is, once it was seen to be one; raises `BundleError`."""
    from rosterdesk.bundle.reading import Bundle  # tens of milliseconds

    path = _true(path)
    try:
        str(path).encode()
    except UnicodeEncodeError:
        raise BundleError(
            tr("The name of this file cannot be read as text."), tr("Rename it, then open it again.")
        ) from None
    with Bundle(path):
        return path


def opened(path: Path, sources: Collection[Source]) -> Source | None:
    """The source that the bundle at this true path was made into before."""
    return next((source for source in sources if source.bundle and _true(Path(source.bundle)) == path), None)


def source_of(path: Path, sources: Collection[Source]) -> Source:
    """A new source for this bundle, named after its file as no other source is."""
    name = shown(path.name if path.is_dir() else path.stem, _LONGEST).strip(" -") or _NAMELESS
    taken = {source.name.casefold() for source in sources}
    names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return Source(name=next(each for each in names if each.casefold() not in taken), bundle=str(path), auth="none")


def _true(path: Path) -> Path:
    """Absolute and without symbolic links, wherever they lead."""
    return Path(os.path.realpath(path))
