"""Bundles as files on this computer: which of what was dropped is one, and the source that it becomes."""

from collections.abc import Collection, Sequence
from pathlib import Path

from rosterdesk.settings import Source
from rosterdesk.ui.plain import shown

_LONGEST = 80
_NAMELESS = "Bundle"


def bundle_in(paths: Sequence[Path]) -> Path | None:
    """The bundle that these are: one zip, or one folder. `None` where they are something else."""
    if len(paths) != 1:
        return None
    path = paths[0].absolute()
    return path if path.suffix.lower() == ".zip" or path.is_dir() else None


def opened(path: Path, sources: Collection[Source]) -> Source | None:
    """The source that this bundle was made into before."""
    return next((source for source in sources if source.bundle == str(path)), None)


def source_of(path: Path, sources: Collection[Source]) -> Source:
    """A new source for this bundle, named after its file as no other source is."""
    name = shown(path.name if path.is_dir() else path.stem, _LONGEST).strip(" -") or _NAMELESS
    taken = {source.name.casefold() for source in sources}
    names = (name, *(f"{name} {number}" for number in range(2, len(taken) + 3)))
    return Source(name=next(each for each in names if each.casefold() not in taken), bundle=str(path), auth="none")
