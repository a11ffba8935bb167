"""What the window keeps of its own."""

import msgspec


class Preferences(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the window remembers of how its user left it. `geometry` and `splitter` are Qt's own bytes, in base64."""

    geometry: str = ""
    splitter: str = ""
    source: str = ""
    columns: dict[str, tuple[str, ...]] = {}
    widths: dict[str, int] = {}
