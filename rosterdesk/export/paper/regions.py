"""Which paper is usual where. Pure, but for what the environment says of this computer."""

import os
import re

from rosterdesk.export.paper.sheet import Size

_LETTER = {
    *("BZ", "CA", "CL", "CO", "CR", "DO", "GT", "GU", "HN", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE", "VI"),
}
"""Where schools print on Letter, by ISO 3166."""
_region = re.compile(r"[a-z]{2,3}(?:[_-][A-Z][a-z]{3})?[_-]([A-Z]{2})").match


def usual_size(locale: str) -> Size:
    """The paper of a locale's region (`en_US.UTF-8`, `es-MX`); where it names none, Letter."""
    region = _region(locale)
    return "letter" if region is None or region[1] in _LETTER else "a4"


def size_here() -> Size:
    """The paper that is usual where this computer is, as far as its environment says."""
    said = (os.environ.get(name, "") for name in ("LC_ALL", "LC_PAPER", "LANG"))
    return usual_size(next(filter(None, said), ""))
