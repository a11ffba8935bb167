"""A record that a server bent, made into the entity that it means.

Each kind of bend is counted by name: `booleans`, `characters`, `dates`, `lists`, `nulls`, `numbers`, `references`,
`roles`, `texts`, `words`. What cannot be understood is left out and counted, so that a record is lost only when it
has no sourcedId.
"""

import contextlib
import re
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from typing import Any

import msgspec

from rosterdesk.model.entities import Entity, Flag, Ref, Role

Bent = Counter[str]
Converter = Callable[[Any, Bent], Any]

TRUE = frozenset({"true", "1", "y", "yes", "t"})
FALSE = frozenset({"false", "0", "n", "no", "f"})
SEPARATORS = re.compile(r"[,;|]")
REFERENCE_SEPARATORS = re.compile(r"[,;]")  # ids hold bars
MOMENT = re.compile(
    r"\s*(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt ]\s*(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?\s*(?:([Zz])|([+-])(\d\d):?(\d\d)?)?)?\s*",
    re.ASCII,
)


def entity(record: dict[str, Any], kind: type[Entity], bent: Bent) -> Entity | None:
    """The entity that the record means; `None` where it has no sourcedId. Adds to `bent`."""
    if isinstance(record.get("role"), dict):
        record = _flat(record, bent)
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
        (field.name, field.encode_name, CONVERTERS[field.type], field.type is str)
        for field in msgspec.structs.fields(kind)
    ]


def utc(moment: datetime) -> datetime | None:
    """The moment in UTC; one without a zone is taken to be in UTC. `None` where the calendar ends."""
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    with contextlib.suppress(OverflowError):
        return moment.astimezone(UTC)
    return None


def text(value: Any, bent: Bent) -> str | None:
    """Text: itself, a number's or a boolean's spelling, or the one text of a list."""
    match value:
        case str() | None:
            return value
        case bool():
            bent["texts"] += 1
            return "true" if value else "false"
        case int() | float():
            bent["numbers"] += 1
            return str(int(value)) if isinstance(value, int) or value.is_integer() else repr(value)
        case [only]:
            bent["lists"] += 1
            return text(only, bent)
        case _:
            bent["texts"] += 1
            return None


def flag(value: Any, bent: Bent) -> bool | str | None:
    """A truth in any spelling."""
    if value is None or isinstance(value, bool) or value in ("true", "false"):
        return value  # type: ignore[no-any-return]
    bent["booleans"] += 1
    word = str(value).strip().lower() if isinstance(value, str | int | float) else ""
    return True if word in TRUE else False if word in FALSE else None


def day(value: Any, bent: Bent) -> date | None:
    """A date; of a moment, the date that it is written with."""
    if value is None:
        return None
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None or found[4] is not None or len(found[0]) != len("2000-01-01"):
        bent["dates"] += 1
    if found is None:
        return None
    with contextlib.suppress(ValueError):
        return date(int(found[1]), int(found[2]), int(found[3]))
    bent["dates"] += found[4] is None
    return None


def moment(value: Any, bent: Bent) -> datetime | None:
    """A moment, in UTC: any number of fraction digits, a blank for the T, any offset, or just a date."""
    if value is None:
        return None
    with contextlib.suppress(msgspec.ValidationError):
        return utc(msgspec.convert(value, datetime))
    bent["dates"] += 1
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    year, month, date_, hour, minute, second = (int(found[number] or 0) for number in range(1, 7))
    micro = int((found[7] or "")[:6].ljust(6, "0"))
    offset = timedelta(hours=int(found[10] or 0), minutes=int(found[11] or 0))
    with contextlib.suppress(ValueError, OverflowError):
        zone = timezone(-offset if found[9] == "-" else offset)
        return datetime(year, month, date_, hour, minute, second, micro, zone).astimezone(UTC)
    return None


def reference(value: Any, bent: Bent) -> Ref | None:
    """A reference: an object, a bare id, or a list of one."""
    match value:
        case None:
            return None
        case {"sourcedId": str(sourced_id)} if sourced_id:
            return Ref(sourced_id)
        case {"sourcedId": int() | float() as number} if not isinstance(number, bool):
            return Ref(text(number, bent) or "")
        case [only]:
            bent["lists"] += 1
            return reference(only, bent)
    bent["references"] += 1
    sourced_id = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return Ref(sourced_id) if sourced_id else None


def references(value: Any, bent: Bent) -> list[Ref]:
    """References: a list, one, or ids in one text."""
    if isinstance(value, str):
        value = _listed(value, REFERENCE_SEPARATORS)
        bent["lists"] += 1
    return [ref for item in _list(value, bent) if (ref := reference(item, bent))]


def texts(value: Any, bent: Bent) -> list[str]:
    """Texts: a list, one, or several in one text."""
    if isinstance(value, str):
        bent["lists"] += 1
        return _listed(value, SEPARATORS)
    return [line for item in _list(value, bent) if (line := text(item, bent)) is not None]


def roles(value: Any, bent: Bent) -> list[Role]:
    """Roles of a user (1.2): objects, or the bare words."""
    found = []
    for item in _list(value, bent):
        if isinstance(item, str):
            item = {"role": item}  # noqa: PLW2901
            bent["roles"] += 1
        if not isinstance(item, dict) or not (role := text(item.get("role"), bent)):
            bent["roles"] += 1
            continue
        found.append(
            Role(
                role=role,
                org=reference(item.get("org"), bent),
                role_type=text(item.get("roleType"), bent),
                begin_date=day(item.get("beginDate"), bent),
                end_date=day(item.get("endDate"), bent),
            )
        )
    return found


def _flat(record: dict[str, Any], bent: Bent) -> dict[str, Any]:
    """A record whose role is an object with the orgs inside it, as one implementation has it."""
    bent["roles"] += 1
    inner = record["role"]
    return {**record, "role": inner.get("role"), "orgs": record.get("orgs") or inner.get("orgs") or []}


def _list(value: Any, bent: Bent) -> list[Any]:
    if isinstance(value, list):
        return value
    bent["nulls" if value is None else "lists"] += 1
    return [] if value is None else [value]


def _listed(line: str, separators: re.Pattern[str]) -> list[str]:
    return [part for item in separators.split(line) if (part := item.strip())]


CONVERTERS: dict[Any, Converter] = {
    str: text,
    str | None: text,
    Flag | None: flag,
    date | None: day,
    datetime | None: moment,
    Ref | None: reference,
    list[Ref]: references,
    list[str]: texts,
    list[Role]: roles,
}
