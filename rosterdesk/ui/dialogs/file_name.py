"""Names of files that every system takes, made of words that came from a roster. Pure."""

import re

from rosterdesk.ui.look.language import tr

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_MOST_BYTES = 100


def safe_file_name(words: str) -> str:
    """A file name, without its suffix, that says these words as far as Windows and the others allow."""
    name = " ".join(_FORBIDDEN.sub(" ", words).split()).strip(". ")
    name = name.encode()[:_MOST_BYTES].decode("utf-8", "ignore").strip(". ")
    return f"List {name}".strip() if not name or _DEVICE.fullmatch(name) else name


def file_name_problem(name: str) -> str:
    """Why a name that somebody typed cannot be one of a file; empty when it can."""
    name = name.strip()
    if not name:
        return tr("Give the file a name.")
    if _FORBIDDEN.search(name):
        return tr('Leave out these signs: < > : " / \\ | ? *')
    if name.startswith(".") or name.endswith(".") or _DEVICE.fullmatch(name):
        return tr("Some systems do not take this name. Choose another one.")
    if len(name.encode()) > 2 * _MOST_BYTES:
        return tr("Choose a shorter name.")
    return ""
