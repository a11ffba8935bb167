"""Secrets: where they are kept, and which address each may be sent to."""

from rosterdesk.credentials.binding import *  # noqa: F403
from rosterdesk.credentials.choice import *  # noqa: F403
from rosterdesk.credentials.vault import *  # noqa: F403
