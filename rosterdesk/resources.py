"""Where the icons and other files of the package are: beside the package in a checkout, else inside it."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


@cache
def folder() -> Path:
    """The folder of all resources, in a checkout, an installed wheel or a frozen program."""
    inside = PACKAGE / "resources"
    return inside if inside.is_dir() else PACKAGE.parent / "resources"


def path(name: str) -> Path:
    """The file of that name, as `icons/search.svg`. A name that does not exist is a bug: `FileNotFoundError`."""
    found = folder() / name
    if not found.is_file():
        raise FileNotFoundError(f"no resource {name}")
    return found


@cache
def text(name: str) -> str:
    """What that file says, as text."""
    return path(name).read_text(encoding="utf-8")
