"""What a service answers, made into values: bytes in, a page or a record out. No input or output of its own."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from functools import cache, partial

from rosterdesk import log
from rosterdesk.errors import NotOneRosterError
from rosterdesk.model.entities import Item, User
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.oneroster import envelopes
from rosterdesk.wire import records
from rosterdesk.wire.records import Content, Page

NONE: Mapping[str, str] = {}
LARGEST_TOTAL = 10**12
TARGET = re.compile(r"<[^>]*>")
PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;,\s"]+)')
CHARSET = re.compile(r';\s*charset\s*=\s*"?([\w.:-]+)', re.IGNORECASE | re.ASCII)
PLACES = frozenset({"prev", "previous", "next", "last"})
"""Where a page stands among others, by the relations of RFC 8288. Every page may name itself and the first one."""


def page(body: bytes, collection: str, headers: Mapping[str, str], seen: set[str] | None = None) -> Page:
    """The page that the answer to a list holds; raises `NotOneRosterError` for anything else than a list.

    `seen` gathers the names under which rows of the list came: under one of them, no rows are no rows.
    """
    seen = set() if seen is None else seen
    named = {name.lower(): value for name, value in headers.items()}
    charset = _charset(named)
    opened = envelopes.many(body, collection, charset, seen)
    if opened.rows:
        seen.add(opened.name)
    total = _number(named.get("x-total-count"))
    if total is None:
        count = "count" if opened.members.keys() >= envelopes.DJANGO else "totalCount"
        total = _number(_member(opened.members, count))
    secretive = _is_secretive(opened, collection)
    return Page(
        partial(_content, opened, collection, secretive=secretive),
        received=len(opened.rows),
        total=total,
        ids=records.ids(opened.rows),
        more=_has_next(named.get("link", "")),
        revision=named.get("x-perm-rev", ""),
        digest=_digest(opened),
    )


def single(body: bytes, collection: str, headers: Mapping[str, str] = NONE) -> Item:
    """The record that the answer to a single holds; raises `NotOneRosterError` for anything else."""
    named = {name.lower(): value for name, value in headers.items()}
    opened = envelopes.one(body, collection, _charset(named))
    items = _items(opened, collection, Counter(), secretive=_is_secretive(opened, collection))
    if not items:
        raise NotOneRosterError("The service's record has no sourcedId.", envelopes.TRY_AGAIN)
    return items[0]


def _is_secretive(opened: envelopes.Opened, collection: str) -> bool:
    """Whether there may be passwords in it."""
    return COLLECTIONS[collection].entity is User and records.may_hold_password(opened.body)


def _content(opened: envelopes.Opened, collection: str, *, secretive: bool) -> Content:
    bent: Counter[str] = Counter(characters=opened.replaced)
    items = _items(opened, collection, bent, secretive=secretive)
    if opened.name != opened.right:
        bent["envelopes"] += len(opened.rows)
    return Content(items, dict(+bent), len(opened.rows) - len(items))


def _items(opened: envelopes.Opened, collection: str, bent: Counter[str], *, secretive: bool) -> list[Item]:
    return records.items(opened.rows, COLLECTIONS[collection].entity, bent, secretive=secretive)


def _charset(headers: Mapping[str, str]) -> str:
    """The encoding that a `Content-Type` names; empty where it names none."""
    found = CHARSET.search(headers.get("content-type", ""))
    return found[1] if found else ""


def _digest(opened: envelopes.Opened) -> bytes:
    """What tells the rows of a page from others, and how they came; not what the envelope says besides."""
    rows = b"\n".join(opened.rows)
    found = hashlib.blake2b(rows, digest_size=16, key=_edition())
    found.update(f"\n{opened.name} {opened.replaced}".encode("utf-8", "replace"))
    return found.digest()


@cache
def _edition() -> bytes:
    """This version of the program: another one may read the same rows otherwise."""
    return log.version("rosterdesk").encode()[:64]


def _member(members: envelopes.Members, name: str) -> str | None:
    return bytes(members[name]).decode("ascii", "replace") if name in members else None


def _number(value: str | None) -> int | None:
    """A count that makes sense; `None` for anything else."""
    digits = (value or "").strip().strip('"')
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(LARGEST_TOTAL)):
        return None
    return int(digits)


def _has_next(link: str) -> bool | None:
    """Whether the `Link` header names a next page; `None` where it says nothing on pages. Its addresses are never
    followed. One service sends it without angle brackets.
    """
    relations: set[str] = set()
    for name, value in PARAMETER.findall(TARGET.sub("", link)):
        if name.lower() == "rel":
            relations.update(value.strip('"').lower().split())
    return "next" in relations if relations & PLACES else None
