"""Names of files that every system takes, made of words that came from a roster. Pure."""

import re
import unicodedata

FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]')
DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
MOST_BYTES = 100


def safe_file_name(words: str) -> str:
    """A file name, without its suffix, that says these words as far as Windows and the others allow."""
    name = " ".join(FORBIDDEN.sub(" ", words).split()).strip(". ")
    name = name.encode()[:MOST_BYTES].decode("utf-8", "ignore").strip(". ")
    return f"List {name}".strip() if not name or DEVICE.fullmatch(name) else name


def alike(name: str) -> str:
    """The same for names that some file system takes for one: in other capitals, or with accents written otherwise."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
