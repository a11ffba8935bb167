"""What the window keeps of its own."""

import msgspec

from rosterdesk.model.query import Query


class SavedView(msgspec.Struct, frozen=True):
    """A list that its user has named: which collection and scope, filters, order and columns."""

    name: str
    query: Query


class Preferences(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the window remembers of how its user left it. `geometry` and `splitter` are Qt's own bytes, in base64.

    `columns` are field names by collection, `widths` pixels by collection and field, `views` lists by the source's uid.
    """

    geometry: str = ""
    splitter: str = ""
    source: str = ""
    columns: dict[str, tuple[str, ...]] = {}
    widths: dict[str, dict[str, int]] = {}
    views: dict[str, tuple[SavedView, ...]] = {}
