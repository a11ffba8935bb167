"""Where everything is kept, which sources there are, and what the user prefers. No secrets."""

from rosterdesk.settings.choices import Settings, allowed, changed, choices
from rosterdesk.settings.data_dir import LOCK_SECONDS, DataDir
from rosterdesk.settings.preferences import Preferences, SavedView
from rosterdesk.settings.source import Handover, Source

__all__ = [
    "LOCK_SECONDS",
    "DataDir",
    "Handover",
    "Preferences",
    "SavedView",
    "Settings",
    "Source",
    "allowed",
    "changed",
    "choices",
]
