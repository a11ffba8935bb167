"""Photos in a folder of the user's, named by the ids of those whom they show."""

import unicodedata
from pathlib import Path

from rosterdesk.errors import ExportError

_SUFFIXES = {".jpg", ".jpeg", ".png"}
_LARGEST = 10 * 2**20  # bytes; what is larger is no portrait


class Photos:
    """Finds photos by name. What a roster says is only ever looked up among the names that are there, so that no id
    leads out of the folder.
    """

    def __init__(self, folder: str) -> None:
        """No folder, no photos; raises `ExportError` where it cannot be read."""
        try:
            paths = sorted(Path(folder).expanduser().iterdir()) if folder else []
            self._paths = {_key(path.stem): path for path in paths if _is_photo(path)}
        except OSError as error:
            raise ExportError(
                f"The photos in {folder} cannot be read: {error.strerror}.", "Choose another folder, or none."
            ) from error

    def of(self, *ids: str) -> Path | None:
        """The photo that is called by the first of these ids for which there is one."""
        return next((self._paths[name] for name in map(_key, ids) if name in self._paths), None)


def _key(name: str) -> str:
    """The name without what file systems differ in: capitals, and how an accent is written."""
    return unicodedata.normalize("NFC", name).casefold()


def _is_photo(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and path.is_file() and path.stat().st_size <= _LARGEST
