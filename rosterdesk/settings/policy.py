"""How long things are kept: what the user chose, and what an administrator has set for everybody on this computer."""

import os
import sys
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec
from msgspec import UNSET, UnsetType

from rosterdesk.settings import kept

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100_000)]

_PLACES = {
    "win32": Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData"), "RosterDesk"),
    "darwin": Path("/Library/Application Support/RosterDesk"),
}
PATH = _PLACES.get(sys.platform, Path("/etc/rosterdesk")) / "policy.json"
"""Where an administrator writes; the user cannot."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the user may choose. The journal of changes is kept for so many runs or days, whichever keeps more; a local
    copy for so many days after its last sync began, or for ever where that is 0.
    """

    retention_days: Count = 0
    journal_runs: Count = 30
    journal_days: Count = 90


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """Those settings that are the administrator's, and not the user's any more."""

    retention_days: Count | UnsetType = UNSET
    journal_runs: Count | UnsetType = UNSET
    journal_days: Count | UnsetType = UNSET

    def fixed(self) -> dict[str, int]:
        """What is set, by name."""
        return {name: value for name, value in msgspec.structs.asdict(self).items() if value is not UNSET}


def read() -> Policy:
    """The administrator's policy, which may be empty. One that cannot be read stops everything, with a `StoreError`:
    nobody is to get around it by damaging it.
    """
    return kept.read(PATH, Policy, Policy(), "Ask your administrator to correct it.")
