"""Where everything is kept, which sources there are, and what the user prefers. No secrets."""

from rosterdesk.settings.data_dir import LOCK_SECONDS, DataDir
from rosterdesk.settings.policy import Settings
from rosterdesk.settings.preferences import Preferences
from rosterdesk.settings.source import Handover, Source

__all__ = ["LOCK_SECONDS", "DataDir", "Handover", "Preferences", "Settings", "Source"]
