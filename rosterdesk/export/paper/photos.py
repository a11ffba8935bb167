"""Photos in a folder of the user's, named by the ids of those whom they show."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from rosterdesk.errors import ExportError
from rosterdesk.export.file_names import alike

_SUFFIXES = {".jpg", ".jpeg", ".png"}
_LARGEST = 10 * 2**20  # bytes; what is larger is no portrait


class Photos:
    """Finds photos by name. What a roster says is only ever looked up among the names that are there, so that no id
    leads out of the folder.
    """

    def __init__(self, folder: str, people: Iterable[tuple[str, ...]] = ()) -> None:
        """`people` are the ids of all who could be meant. No folder, no photos; raises `ExportError` where it cannot
        be read.
        """
        self._paths: dict[str, list[Path]] = defaultdict(list)
        try:
            for path in sorted(Path(folder).expanduser().iterdir()) if folder else ():
                if _is_photo(path):
                    self._paths[alike(path.stem)].append(path)
        except OSError as error:
            raise ExportError(
                f"The photos in {folder} cannot be read: {error.strerror}.", "Choose another folder, or none."
            ) from error
        self._fitting: Counter[str] = Counter()
        for ids in people:
            self._fitting.update({name for name in map(alike, ids) if name in self._paths})

    def of(self, *ids: str) -> Path | None:
        """The photo that is called by the first of these ids for which there is one; none where that could be
        another's: where there are two of this name, or two people whom it fits.
        """
        name = next((name for name in map(alike, ids) if name in self._paths), None)
        if name is None or len(self._paths[name]) > 1 or self._fitting[name] > 1:
            return None
        return self._paths[name][0]


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and path.is_file() and path.stat().st_size <= _LARGEST
