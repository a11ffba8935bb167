"""A record that a source bent, made into the entity that it means.

Each kind of bend is counted by its name in `model.bends`. What cannot be understood is left out and counted, so that
a record is lost only when it has no sourcedId.
"""

import contextlib
import math
import re
from collections import Counter
from collections.abc import Callable, KeysView
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

import msgspec

from rosterdesk.model.entities import Entity, Flag, Ref, Role

Bent = Counter[str]
Converter = Callable[[Any, Bent], Any]

TRUE = frozenset({"true", "1", "1.0", "y", "yes", "t", "on"})
FALSE = frozenset({"false", "0", "0.0", "n", "no", "f", "off"})
SEPARATORS = re.compile(r"[,;|]")
DECIMAL_COMMA = re.compile(r"\s*[+-]?(?:0,\d+|\d+,(?!\d{3}\s*$)\d+)\s*", re.ASCII)
REFERENCE_SEPARATORS = re.compile(r"[,;]")  # ids hold bars
MOMENT = re.compile(
    r"\s*(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt ]\s*(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(?:([Zz]|UTC|GMT)|([+-])(\d\d):?(\d\d)?)?)?\s*",
    re.ASCII,
)


def entity(record: dict[str, Any], kind: type[Entity], bent: Bent) -> Entity | None:
    """The entity that the record means; `None` where it has no sourcedId. Adds to `bent`."""
    if right := misspelt(record.keys(), kind):
        record = {right.get(name, name): value for name, value in record.items()}
        bent["names"] += "sourcedId" in record
    if isinstance(record.get("role"), dict | list):
        record = with_roles(record, bent)
    values: dict[str, Any] = {}
    for name, wire_name, convert, required in _fields(kind):
        if wire_name not in record:
            continue
        sent = record[wire_name]
        value = convert(sent, bent)
        if value is not None:
            values[name] = value
        elif sent is None and required:
            bent["nulls"] += 1
    return kind(**values) if values.get("sourced_id") else None


@cache
def _fields(kind: type[Entity]) -> list[tuple[str, str, Converter, bool]]:
    """Of each field: our name, the wire's, how to read it, and whether null is wrong there."""
    return [
        (
            field.name,
            field.encode_name,
            BY_NAME.get(field.encode_name, CONVERTERS[field.type]),
            field.type is str,
        )
        for field in msgspec.structs.fields(kind)
    ]


def utc(moment: datetime, bent: Bent) -> datetime | None:
    """The moment in UTC; one without a zone is taken to be in UTC. `None` where the calendar ends."""
    offset = moment.utcoffset()
    if offset is None:
        bent["zoneless"] += 1
        return moment.replace(tzinfo=UTC)
    bent["zones"] += bool(offset)
    with contextlib.suppress(OverflowError):
        return moment.astimezone(UTC)
    return None


def text(value: Any, bent: Bent) -> str | None:
    """Text: itself, a number's or a boolean's spelling, or the texts of a list."""
    match value:
        case str() | None:
            return value
        case bool():
            bent["texts"] += 1
            return "true" if value else "false"
        case int() | float():
            bent["numbers"] += 1
            return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)
        case list():
            bent["lists"] += 1
            return ", ".join(part for item in value if (part := text(item, bent))) or None
        case _:
            bent["lost"] += 1
            return None


def flag(value: Any, bent: Bent) -> bool | str | None:
    """A truth in any spelling."""
    if isinstance(value, bool) or value in ("true", "false"):
        return value  # type: ignore[no-any-return]
    if _is_nothing(value, bent):
        return None
    word = str(value).strip().lower() if isinstance(value, str | int | float) else ""
    known = True if word in TRUE else False if word in FALSE else None
    bent["lost" if known is None else "booleans"] += 1
    return known


def day(value: Any, bent: Bent) -> date | None:
    """A date; of a moment, the date that it is written with."""
    if _is_nothing(value, bent):
        return None
    if found := MOMENT.fullmatch(value) if isinstance(value, str) else None:
        with contextlib.suppress(ValueError):
            known = date(int(found[1]), int(found[2]), int(found[3]))
            bent["dates"] += found[4] is not None or len(found[0]) != len("2000-01-01")
            return known
    bent["undated"] += 1
    return None


def day_or_moment(value: Any, bent: Bent) -> date | None:
    """The date of what the standard writes as a moment: either is right."""
    counted: Bent = Counter()
    known = day(value, counted)
    del counted["dates"]
    bent.update(counted)
    return known


def moment(value: Any, bent: Bent) -> datetime | None:
    """A moment, in UTC: any number of fraction digits, a blank for the T, any offset, or just a date."""
    if _is_nothing(value, bent):
        return None
    known = _moment(value, bent)
    in_utc = utc(known, bent) if known else None
    bent["undated"] += in_utc is None
    return in_utc


def _moment(value: Any, bent: Bent) -> datetime | None:
    with contextlib.suppress(msgspec.ValidationError):
        return msgspec.convert(value, datetime)
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, date_, hour, minute, second = (int(found[number] or 0) for number in range(1, 7))
    micro = int((found[7] or "")[:6].ljust(6, "0"))
    offset = timedelta(hours=int(found[10] or 0), minutes=int(found[11] or 0))
    with contextlib.suppress(ValueError):
        zone = timezone(-offset if found[9] == "-" else offset) if found[8] or found[9] else None
        known = datetime(year, month, date_, hour, minute, second, micro, zone)
        bent["dates"] += 1
        return known
    return None


def number(value: Any, bent: Bent) -> float | None:
    """A number, or a text that is one; “1,000” is none, for who knows whether that is one or a thousand."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if _is_nothing(value, bent):
        return None
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            known = float(value.replace(",", ".") if DECIMAL_COMMA.fullmatch(value) else value)
            if math.isfinite(known) and "_" not in value:
                bent["numbers"] += 1
                return known
    bent["lost"] += 1
    return None


def reference(value: Any, bent: Bent) -> Ref | None:
    """A reference: an object, a bare id, or a list of one."""
    match value:
        case {"sourcedId": str(sourced_id)} if sourced_id:
            return Ref(sourced_id)
        case {"sourcedId": int() | float() as sourced_id} if not isinstance(sourced_id, bool):
            return Ref(text(sourced_id, bent) or "")
        case {"sourcedId": within}:
            value = within
        case [only]:
            bent["lists"] += 1
            return reference(only, bent)
        case str() | int() if not isinstance(value, bool) and str(value).strip():
            bent["references"] += 1
            return Ref(str(value).strip())
    if value != {} and not _is_nothing(value, bent):
        bent["lost"] += 1
    return None


def references(value: Any, bent: Bent) -> list[Ref]:
    """References: a list, one, or ids in one text."""
    items = _list(value, bent, REFERENCE_SEPARATORS)
    return [ref for item in items if (ref := reference(item, bent))]


def texts(value: Any, bent: Bent) -> list[str]:
    """Texts: a list, one, or several in one text."""
    items = _list(value, bent, SEPARATORS)
    return [line for item in items if (line := text(item, bent)) is not None]


def roles(value: Any, bent: Bent) -> list[Role]:
    """Roles of a user (1.2): objects, or the bare words."""
    return [role for item in _list(value, bent, SEPARATORS) for role in _roles(item, bent)]


def _roles(value: Any, bent: Bent) -> list[Role]:
    """The role that an object or a bare word means: one at each org where it names several."""
    if isinstance(value, str):
        bent["roles"] += 1
        value = {"role": value}
    if not isinstance(value, dict) or not (role := text(value.get("role"), bent)):
        bent["lost"] += 1
        return []
    orgs: list[Ref | None] = [reference(value.get("org"), bent)]
    if orgs == [None] and "orgs" in value:
        bent["roles"] += 1
        orgs = [*references(value["orgs"], bent)] or orgs
    about = Role(
        role=role,
        role_type=text(value.get("roleType"), bent),
        begin_date=day(value.get("beginDate"), bent),
        end_date=day(value.get("endDate"), bent),
    )
    return [msgspec.structs.replace(about, org=org) for org in orgs]


def with_roles(record: dict[str, Any], bent: Bent) -> dict[str, Any]:
    """A record whose `role` is an object with the orgs inside it, as one implementation has it, or a list of such."""
    bent["roles"] += 1
    match record["role"]:
        case dict() as only:
            return {**record, "role": only.get("role"), "orgs": record.get("orgs") or only.get("orgs") or []}
        case [str() as only]:
            return {**record, "role": only}
        case several:
            return {**record, "role": None, "roles": record.get("roles") or several}


def misspelt(names: KeysView[str], kind: type[Entity]) -> dict[str, str]:
    """The names that the standard spells in another case, `SourcedID` as much as `givenname`, and how it spells them;
    without those where the right one is there as well.
    """
    known, spelling = _names(kind)
    right = {name: spelling.get(name.lower(), name) for name in names - known}
    return {name: spelt for name, spelt in right.items() if spelt not in names}


@cache
def _names(kind: type[Entity]) -> tuple[frozenset[str], dict[str, str]]:
    """The wire's names of the fields, and the same by their letters alone."""
    known = frozenset(wire_name for _, wire_name, _, _ in _fields(kind))
    return known, {name.lower(): name for name in known}


def _is_nothing(value: Any, bent: Bent) -> bool:
    """Whether nothing is said, by null or by an empty text."""
    if isinstance(value, str) and not value.strip():
        bent["blanks"] += 1
        return True
    return value is None


def _list(value: Any, bent: Bent, separators: re.Pattern[str]) -> list[Any]:
    """A list: itself, one value, or several in one text."""
    if isinstance(value, list):
        return value
    bent["nulls" if value is None else "lists"] += 1
    if isinstance(value, str):
        return [part for item in separators.split(value) if (part := item.strip())]
    return [] if value is None else [value]


CONVERTERS: dict[Any, Converter] = {
    str: text,
    str | None: text,
    Flag | None: flag,
    date | None: day,
    datetime | None: moment,
    float | None: number,
    Ref | None: reference,
    list[Ref]: references,
    list[str]: texts,
    list[Role]: roles,
}
BY_NAME: dict[str, Converter] = {"assignDate": day_or_moment, "dueDate": day_or_moment}
