"""How long things are kept: what the user chose, and what an administrator has set for everybody on this computer."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from rosterdesk.settings import kept

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100_000)]

_COMMON_APPDATA, _LONGEST = 0x23, 260


def _place() -> Path:
    if sys.platform == "win32":
        return Path(_of_all_users(), "RosterDesk")
    if sys.platform == "darwin":
        return Path("/Library/Application Support/RosterDesk")
    return Path("/etc/rosterdesk")


def _of_all_users() -> str:
    """`C:\\ProgramData`, as Windows itself says: in the environment, a user could write whatever they like."""
    ctypes = import_module("ctypes")
    found = ctypes.create_unicode_buffer(_LONGEST)
    ctypes.windll.shell32.SHGetFolderPathW(None, _COMMON_APPDATA, None, 0, found)
    return found.value or r"C:\ProgramData"


PATH = _place() / "policy.json"


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the user may choose. The journal of changes is kept for so many runs or days, whichever keeps more; a local
    copy for so many days after its last sync began, or for ever where that is 0.
    """

    retention_days: Count = 0
    journal_runs: Count = 30
    journal_days: Count = 90


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Those settings that are the administrator's, and not the user's any more. A name that is misspelt makes it
    unreadable: it would else set nothing, and nobody would know.
    """

    retention_days: Count | UnsetType = UNSET
    journal_runs: Count | UnsetType = UNSET
    journal_days: Count | UnsetType = UNSET

    def fixed(self) -> dict[str, int]:
        """What is set, by name."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}


def is_open() -> bool:
    """Whether the user could change it, so that it is no administrator's; on Windows, nobody knows so easily."""
    return os.name == "posix" and os.geteuid() != 0 and os.access(PATH, os.W_OK)


def read() -> Policy:
    """The administrator's policy, which may be empty. One that cannot be read stops everything, with a `StoreError`:
    nobody is to get around it by damaging it.
    """
    names = ", ".join(Settings.__struct_fields__)
    return kept.read(
        PATH, Policy, Policy(), f"Ask your administrator to correct it: it may set {names}, to whole numbers."
    )
