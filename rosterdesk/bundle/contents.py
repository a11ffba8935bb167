"""Which of an archive's files are the standard's, and what is there besides."""

import re

from rosterdesk.bundle.headers import FILES
from rosterdesk.bundle.problems import Flaw, Problems
from rosterdesk.errors import BundleError

MANIFEST = "manifest"
_NAMES = {name.lower(): name for name in (MANIFEST, *FILES)}
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

IN_FOLDER = Flaw("PKG-11", "error", "The files lie in a folder inside the bundle; they must lie at its root.")
MANIFEST_IN_FOLDER = Flaw(
    "PKG-01", "error", "The manifest lies in a folder; many programs will not find it. It was read."
)
OTHER_CASE = Flaw("PKG-11", "warning", "The file's name is written with other capitals than the standard's.")
FOREIGN = Flaw("PKG-11", "warning", "This file is none of the standard's. It was not read.")
UNSAFE = Flaw("PKG-11", "error", "This file's name leads out of the bundle or hides what it is. It was not read.")


def files(names: list[str], problems: Problems) -> dict[str, str]:
    """The name in the archive of each of the standard's files that is there (and `manifest`).

    They lie at the root or, which is a common mistake, in one folder. Raises `BundleError` where there are none.
    """
    places = {folder: _found(names, folder) for folder in ("", *_folders(names))}
    for least in (1, 0):  # a manifest alone is a bundle too: that of a day without changes
        for folder, found in places.items():
            if len(found.keys() - {MANIFEST}) >= least and found:
                _remark(names, folder, found, problems)
                return found
    raise BundleError(
        "There are no OneRoster files in this bundle.",
        "Choose the zip or the folder with orgs.csv, users.csv and so on.",
    )


def _found(names: list[str], folder: str) -> dict[str, str]:
    return {
        standard: name
        for name in names
        if name.startswith(folder) and (standard := _NAMES.get(_stem(name.removeprefix(folder))))
    }


def _folders(names: list[str]) -> list[str]:
    return sorted({f"{name.split('/')[0]}/" for name in names if name.count("/") == 1})


def _stem(name: str) -> str:
    """The name as we look it up; nothing where it is none of a CSV file."""
    lower = name.lower()
    return lower.removesuffix(".csv") if lower.endswith(".csv") else ""


def _remark(names: list[str], folder: str, found: dict[str, str], problems: Problems) -> None:
    if folder:
        problems.note(IN_FOLDER, _printable(folder))
        if MANIFEST in found:
            problems.note(MANIFEST_IN_FOLDER, _printable(found[MANIFEST]))
    for standard, name in found.items():
        if name != f"{folder}{standard}.csv":
            problems.note(OTHER_CASE, _printable(name))
    for name in sorted(set(names) - set(found.values())):
        problems.note(UNSAFE if _UNSAFE.search(name) else FOREIGN, _printable(name))


def _printable(name: str) -> str:
    return "".join(character if character.isprintable() else "\ufffd" for character in name[:100])
