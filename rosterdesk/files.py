"""Files of our own, written whole or not at all; and whether there is one, wherever one may look."""

import contextlib
import os
import tempfile
from pathlib import Path


def is_there(path: Path) -> bool:
    """Whether there is such a file or folder; not, where one may not look or it cannot be."""
    try:
        path.stat()
    except (OSError, ValueError):
        return False
    return True


def replace(path: Path, content: bytes) -> None:
    """The content in the file, for this user alone (mode 0600); what stood there before survives an `OSError`."""
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=path.name + ".")  # mode 0600
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: PTH105
    except OSError:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)  # noqa: PTH108
        raise
