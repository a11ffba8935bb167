"""What rules may call in their SQL: what Python tells of a text more plainly than SQL."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import unquote, urlsplit

import msgspec

from rosterdesk.store.records import packed, sourced_ids, vocabulary
from rosterdesk.store.records.folding import SEPARATOR

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_PHONE = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_CONTINUATIONS = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", "ignore"))
_DAMAGED = re.compile(f"\ufffd|[ÃÂ][{_CONTINUATIONS}]|â€")
_PLACEHOLDERS = frozenset({"test", "tbd", "unknown", "teacher", "staff", "student", "vacant", "."})

_ORG = frozenset({"org", "school"})
_SESSION = frozenset({"academicSession", "term", "gradingPeriod"})
_PERSON = frozenset({"user", "student", "teacher"})
_KINDS = {
    **dict.fromkeys(("org", "orgs", "school", "primaryOrg"), _ORG),
    **dict.fromkeys(("schoolYear", "terms"), _SESSION),
    **dict.fromkeys(("user", "agents"), _PERSON),
    "course": frozenset({"course"}),
    "class": frozenset({"class"}),
    "resources": frozenset({"resource"}),
}
"""By the member that refers: the words that `type` may say there."""
_FAMILY = {"orgs": _ORG, "academicSessions": _SESSION}
"""By collection: those of `parent` and `children`."""
_REFERRING = ("parent", "children", *_KINDS)


class _Reference(msgspec.Struct, rename="camel"):
    """What a reference says of itself."""

    sourced_id: Any = None
    type: Any = None
    href: Any = None


_Other: TypeAlias = str | float | bool | None
"""What is no reference, though it stands in the place of one."""
_References: TypeAlias = _Reference | list[_Reference | list[Any] | _Other] | _Other
_REFERENCES = msgspec.json.Decoder(
    msgspec.defstruct(
        "References", [(f"_{name}", _References, msgspec.field(name=name, default=None)) for name in _REFERRING]
    )
)
_NATURAL = {
    "orgs": ("name", "type"),
    "academicSessions": ("title", "type", "startDate"),
    "courses": ("title", "courseCode"),
    "classes": ("title", "classCode", "school"),
    "users": ("givenName", "familyName", "username", "email"),
    "enrollments": ("user", "class", "role", "beginDate"),
}
"""By collection: what tells one record from another but for its id."""


def norm(text: str | None) -> str | None:
    """The text as names and addresses are compared: composed, without case and needless blanks; nothing is NULL."""
    plain = text or ""
    return " ".join((plain if plain.isascii() else unicodedata.normalize("NFC", plain)).split()).casefold() or None


def is_email(text: str | None) -> bool:
    """Whether this may be an address: one @, no blanks, nothing empty, a dot in the domain."""
    return text is not None and _EMAIL.fullmatch(text) is not None


def is_outside(email: str, domains: str) -> bool:
    """Whether the address is at none of these domains, as JSON, nor at a part of one."""
    domain = f".{email.rpartition('@')[2].casefold()}"
    return not any(domain.endswith(f".{each.casefold()}") for each in _words(domains))


def is_phone(text: str) -> bool:
    """Whether this is a number as E.164 writes it."""
    return _PHONE.fullmatch(text) is not None


def is_placeholder(name: str | None) -> bool:
    """Whether this is no name, but stands where one belongs. Names of one sign are common in some scripts."""
    plain = norm(name)
    return plain is None or plain in _PLACEHOLDERS or (len(plain) == 1 and plain.isascii())


def unknown_grade(grades: str | None, known: str) -> str | None:
    """The first of the grades that is not among those that are known, as JSON."""
    return next((grade for grade in (grades or "").split(SEPARATOR) if grade and grade not in _words(known)), None)


def hides(texts: str | None) -> bool:
    """Whether one of the texts, joined by U+001E, has what nobody sees: blanks at an end, controls, zero widths."""
    return texts is not None and any(each != each.strip() or not each.isprintable() for each in texts.split("\x1e"))


def is_damaged(texts: str | None) -> bool:
    """Whether one of the texts has a character that stands for a lost one, or UTF-8 that was read as Windows-1252."""
    return texts is not None and not texts.isascii() and _DAMAGED.search(texts) is not None


def norm_id(kept: sourced_ids.Stored) -> str | None:
    """A sourcedId, as the store keeps it, without case and needless blanks."""
    return norm(sourced_ids.sent(kept))


def kept_id(sent: str | None) -> sourced_ids.Stored | None:
    """A sourcedId, as it was sent, in the way in which the store keeps it."""
    return None if sent is None else sourced_ids.stored(sent)


def sent_id(kept: sourced_ids.Stored) -> str:
    """A sourcedId, as the store keeps it, as it was sent."""
    return sourced_ids.sent(kept)


def role_name(kept: int | str | None) -> str | None:
    """A role, as the store keeps it, in the word of the standard or the source."""
    return vocabulary.sent(kept)


def as_set(members: str | None) -> str | None:
    """A list, joined by U+001F, of which neither order nor repeats matter."""
    return members and SEPARATOR.join(sorted(set(members.split(SEPARATOR))))


def as_json(members: str | None) -> str:
    """A list, joined by U+001F, as `json_each` takes it."""
    return msgspec.json.encode(members.split(SEPARATOR) if members else []).decode()


def share(members: str, others: str) -> bool:
    """Whether two lists, joined by U+001F, have a member in common."""
    return not set(members.split(SEPARATOR)).isdisjoint(others.split(SEPARATOR))


def wrong_reference(collection: str, record: str) -> str | None:
    """The first member of a record, as it was sent, that refers to another kind of thing than it should, or by an
    address that is another's.
    """
    family = _FAMILY.get(collection, _ORG)
    for name, value in zip(_REFERRING, msgspec.structs.astuple(_REFERENCES.decode(record)), strict=True):
        for each in () if value is None else value if isinstance(value, list) else (value,):
            if isinstance(each, _Reference) and not _is_right(each, _KINDS.get(name, family)):
                return name
    return None


def natural_key(collection: str, record: str) -> str | None:
    """What tells a record, as it was sent, from others but for its id; nothing where it has nothing of that."""
    members = msgspec.json.decode(record)
    parts = [members.get(name) for name in _NATURAL[collection]]
    texts = [norm(str(part.get("sourcedId") if isinstance(part, dict) else part or "")) for part in parts]
    return SEPARATOR.join(text or "" for text in texts) if any(texts) else None


def unpacked(keys: bytes) -> str:
    """The keys of records that the journal keeps together, as `json_each` takes them."""
    return msgspec.json.encode(packed.unpacked(keys).tolist()).decode()


def _is_right(reference: _Reference, kinds: frozenset[str]) -> bool:
    """Whether a reference says of itself, where it says it, what it is and where."""
    sourced_id, kind, href = reference.sourced_id, reference.type, reference.href
    if kind and not (isinstance(kind, str) and kind in kinds):
        return False
    if not (isinstance(href, str) and isinstance(sourced_id, str)):
        return True
    if href.endswith(f"/{sourced_id}"):
        return True
    last = urlsplit(href).path.rstrip("/").rpartition("/")[2]
    return not last or sourced_id in {last, unquote(last)}


@cache
def _words(json: str) -> frozenset[str]:
    return frozenset(msgspec.json.decode(json, type=list[str]))


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    each.__name__: each
    for each in (
        *(norm, norm_id, kept_id, sent_id, role_name, as_set, as_json, share),
        *(is_email, is_outside, is_phone, is_placeholder, unknown_grade, hides, is_damaged),
        *(wrong_reference, natural_key, unpacked),
    )
}
"""By their names in SQL."""
