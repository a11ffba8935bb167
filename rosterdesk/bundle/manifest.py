"""The manifest: which files a bundle says that it has, whether all rows or what changed, by which version."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.bundle.columns import Version
from rosterdesk.bundle.contents import MANIFEST
from rosterdesk.bundle.headers import FILES
from rosterdesk.bundle.problems import Flaw, Problems

Mode: TypeAlias = Literal["bulk", "delta", "absent"]

NAME = f"{MANIFEST}.csv"
HEADER = ("propertyName", "value")
_FORMAT = "1.0"
_VERSIONS: dict[str, Version] = {"1.1": "1.1", "1.2": "1.2"}
_MODES: dict[str, Mode] = {"bulk": "bulk", "delta": "delta", "absent": "absent"}

MISSING = Flaw("PKG-01", "error", "There is no manifest.csv at the root. All files were read as whole lists.")
BAD_FORMAT = Flaw("PKG-02", "error", "manifest.version must be 1.0.")
BAD_VERSION = Flaw("PKG-02", "error", "oneroster.version must be 1.1 or 1.2. The version was told by the files.")
BAD_MODE = Flaw("PKG-04", "error", "A file must be said to be bulk, delta or absent. It was read as bulk.")
REPEATED = Flaw("PKG-04", "error", "This property is there more than once. The first one counts.")
UNKNOWN = Flaw("PKG-04", "error", "The standard has no such property.")
UNLISTED = Flaw("PKG-03", "error", "The file is there, but the manifest does not say so. It was read as a whole list.")
ABSENT = Flaw("PKG-03", "error", "The manifest says that the file is absent, but it is there. It was read.")
NOT_THERE = Flaw("PKG-03", "error", "The manifest says that the file is there, but it is not.")


class Manifest(msgspec.Struct, frozen=True):
    """What the manifest says: `version` where it is one that we know; `modes` by file."""

    version: Version | None = None
    system: str = ""
    modes: dict[str, Mode] = {}


def read(rows: Iterable[list[str]], problems: Problems) -> Manifest:
    """The manifest from its rows, the header too."""
    said: dict[str, str] = {}
    where: dict[str, int] = {}
    for number, row in enumerate(rows, 1):
        name, value, *_ = [cell.strip() for cell in row] + ["", ""]
        name = name.rstrip("*")  # a footnote mark that came along from the table in the standard's text
        if not name or (name, value) == HEADER:
            continue
        if name in said:
            problems.note(REPEATED, NAME, _shown(name), [number])
            continue
        if not _is_known(name):
            problems.note(UNKNOWN, NAME, _shown(name), [number])
        said[name], where[name] = value, number
    if said.get("manifest.version") != _FORMAT:
        problems.note(BAD_FORMAT, NAME, "manifest.version", [where.get("manifest.version")])
    version = _VERSIONS.get(said.get("oneroster.version", ""))
    if version is None:
        problems.note(BAD_VERSION, NAME, "oneroster.version", [where.get("oneroster.version")])
    modes: dict[str, Mode] = {}
    for name in FILES:
        mode = said.get(f"file.{name}")
        if mode is None:
            continue
        if mode not in _MODES:
            problems.note(BAD_MODE, NAME, f"file.{name}", [where[f"file.{name}"]])
        modes[name] = _MODES.get(mode.lower(), "bulk")
    return Manifest(version, said.get("source.systemName", ""), modes)


def modes(manifest: Manifest | None, there: Iterable[str], problems: Problems) -> dict[str, Mode]:
    """How each file is to be read: those that are there, and those that should be. None of them is `absent`."""
    present = [name for name in there if name in FILES]
    if manifest is None:
        problems.note(MISSING, NAME)
        return dict.fromkeys(present, "bulk")
    found: dict[str, Mode] = {}
    for name in present:
        mode = manifest.modes.get(name)
        if mode is None or mode == "absent":
            problems.note(ABSENT if mode else UNLISTED, f"{name}.csv")
            mode = "bulk"
        found[name] = mode
    for name, mode in manifest.modes.items():
        if mode != "absent" and name not in found:
            problems.note(NOT_THERE, f"{name}.csv")
            found[name] = mode
    return found


def rows(version: Version, system: str, modes: Mapping[str, Mode]) -> list[tuple[str, str]]:
    """The manifest as it is written, the header too; a file of the version without a mode is absent."""
    files = sorted(name for name, file in FILES.items() if version in file.versions)
    said = [HEADER, ("manifest.version", _FORMAT), ("oneroster.version", version)]
    said += [(f"file.{name}", modes.get(name, "absent")) for name in files]
    if system:
        said.append(("source.systemName", system))
    return said


def _is_known(name: str) -> bool:
    others = ("manifest.version", "oneroster.version", "source.systemName", "source.systemCode")
    return name in others or (name.startswith("file.") and name.removeprefix("file.") in FILES)


def _shown(name: str) -> str:
    return "".join(character for character in name[:60] if character.isprintable())
