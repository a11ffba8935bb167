"""Writing to somebody: an address from a roster is made into a link only where it is an address and nothing else."""

import re

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_ADDRESS = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+'-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST = 254


def link(text: str) -> QUrl | None:
    """The `mailto:` link for a well-formed address, made anew from the address alone; `None` for anything else."""
    if len(text) > _LONGEST or _ADDRESS.fullmatch(text) is None:
        return None
    url = QUrl()
    url.setScheme("mailto")
    url.setPath(text)
    return url


def write(text: str) -> None:
    """Let the system's mail program begin a mail, where this is an address."""
    if (url := link(text)) is not None:
        QDesktopServices.openUrl(url)
