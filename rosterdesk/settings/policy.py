"""The settings that an administrator has made for everybody on this computer."""

import os
import sys
from importlib import import_module
from pathlib import Path

from rosterdesk.errors import StoreError, UsageError
from rosterdesk.settings import kept
from rosterdesk.settings.choices import Settings, changed

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


def is_open() -> bool:
    """Whether the user could change it, so that it is no administrator's; on Windows, nobody knows so easily."""
    return os.name == "posix" and os.geteuid() != 0 and os.access(PATH, os.W_OK)


def fixed() -> dict[str, object]:
    """The settings that are the administrator's, by name, and not the user's any more.

    A policy that cannot be read stops everything, with a `StoreError`: nobody is to get around it by damaging it. So
    does a name that is misspelt: it would else set nothing, and nobody would know.
    """
    action = f"Ask your administrator to correct it: it may set {', '.join(Settings.__struct_fields__)}."
    found = kept.read(PATH, dict[str, object], {}, action)
    try:
        right = changed(Settings(), found, strict=True)
    except UsageError as error:
        raise StoreError(f"{PATH} is damaged: {error}", "Ask your administrator to correct it.") from error
    return {name: getattr(right, name) for name in found}
