"""The `Link` header, read only as a hint whether there is more: addresses in it are never followed.

RFC 8288, and the variant without angle brackets that GG4L sends.
"""

import re

TARGET = re.compile(r"<[^>]*>")
PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;,\s"]+)')
PLACES = frozenset({"prev", "previous", "next", "last"})
"""Where a page stands among others. Every page may name itself and the first one."""


def has_next(header: str) -> bool | None:
    """Whether the header names a next page; `None` where it says nothing on pages."""
    relations: set[str] = set()
    for name, value in PARAMETER.findall(TARGET.sub("", header)):
        if name.lower() == "rel":
            relations.update(value.strip('"').lower().split())
    return "next" in relations if relations & PLACES else None
