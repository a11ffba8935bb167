"""Whose a file is: on one computer several users may have come to the same data folder, one of them as root."""

import contextlib
import os
from pathlib import Path

from rosterdesk.errors import StoreError


def complaint(*files: Path) -> StoreError | None:
    """The error that says so, where one of these files is another user's."""
    if os.name != "posix" or os.geteuid() == 0:  # root may do what an owner may
        return None
    for each in files:
        with contextlib.suppress(OSError):
            if each.stat().st_uid != os.geteuid():
                return StoreError(
                    "The local copy belongs to another user of this computer.",
                    "Ask that user, or an administrator, to hand it over to you; or choose another data folder.",
                )
    return None
