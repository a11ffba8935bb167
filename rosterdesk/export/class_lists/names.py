"""What the sheets of a workbook, and the files of a folder, are called: telling, allowed everywhere, each once."""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.export.file_names import alike, safe_file_name
from rosterdesk.language import Say, english

INDEX = english("Index")

_LONGEST_SHEET = 31  # of UTF-16
_LONGEST_FILE = 120  # bytes, with the suffix
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def sheet_names(lists: Iterable[ClassList], say: Say = str) -> list[str]:
    """A name for the sheet of each class."""
    taken = {alike(say(INDEX)), "history"}  # Excel keeps the latter for itself
    return _distinct((_sheet_name(each.title) for each in lists), _cut_sheet, taken)


def file_names(lists: Iterable[ClassList], suffix: str) -> list[str]:
    """A name for the file of each class: its title, period and first teacher."""

    def cut(name: str, number: str) -> str:
        ending = f"{number}{suffix}"
        room = _LONGEST_FILE - len(ending.encode())
        return name.encode()[:room].decode("utf-8", "ignore").strip(". ") + ending

    names = (safe_file_name(" – ".join(filter(None, (each.title, each.period, *each.teachers[:1])))) for each in lists)
    return _distinct(names, cut, set())


def _distinct(names: Iterable[str], cut: Callable[[str, str], str], taken: set[str]) -> list[str]:
    """The names, each cut to what fits; numbered where one is taken by another that is alike."""
    found: list[str] = []
    seen: Counter[str] = Counter()
    for name in names:
        candidate = cut(name, "")
        first = alike(candidate)
        while alike(candidate) in taken:
            seen[first] += 1
            candidate = cut(name, f" ({seen[first] + 1})")
        taken.add(alike(candidate))
        found.append(candidate)
    return found


def _sheet_name(title: str) -> str:
    return " ".join(_FORBIDDEN.sub(" ", title).split())


def _cut_sheet(name: str, number: str) -> str:
    room = _LONGEST_SHEET - len(number)
    cut = name.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
    return (cut.strip("' ") or "Class") + number
