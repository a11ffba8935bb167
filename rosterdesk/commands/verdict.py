"""What a test found of a source, as values and in sentences. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.commands.remarks import names
from rosterdesk.model.fields import BASES, OPTIONAL

StepName: TypeAlias = Literal["address", "connection", "tls", "clock", "token", "scopes", "file", "manifest"]
State: TypeAlias = Literal["allowed", "forbidden", "absent", "empty", "failed"]

NEEDED = tuple(name for name in BASES if name not in OPTIONAL)
NOTHING = "This key sees nothing: every list is empty."
_PEOPLE = {"students", "teachers"}


class Step(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing that has to work before the next can; `warns` where it works, and should be another way."""

    step: StepName
    ok: bool
    detail: str
    warns: bool = False


class Sight(msgspec.Struct, frozen=True):
    """What can be seen of one collection; `count` where it is known."""

    collection: str
    state: State
    count: int | None
    milliseconds: int = 0
    detail: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """All that was found out; `summary` says in sentences what the steps do not."""

    ok: bool
    steps: list[Step]
    collections: list[Sight]
    scopes: tuple[str, ...] = ()
    summary: list[str] = []


def of(sights: Iterable[Sight], *states: State) -> list[str]:
    """The collections that hold records and are in one of these states, in their usual order."""
    seen = {sight.collection: sight.state for sight in sights}
    return [name for name in BASES if seen.get(name) in states]


def missing(sights: Sequence[Sight]) -> list[str]:
    """The collections that a sync needs and that cannot be read; students and teachers will do for all people."""
    readable = {sight.collection for sight in sights if sight.state in {"allowed", "empty"}}
    if readable >= _PEOPLE:
        readable.add("users")
    return [name for name in NEEDED if name not in readable]


def sees_nothing(sights: Sequence[Sight]) -> bool:
    """Whether the key is let in and nothing is shown to it: that can look like a district without anybody."""
    return not of(sights, "allowed") and set(of(sights, "empty")) >= set(NEEDED)


def sentences(sights: Sequence[Sight], scopes: Sequence[str], wanted: dict[str, str]) -> list[str]:
    """What the key can see, what to ask the provider for, and what is simply not offered.

    `wanted` names by collection the scope that it takes, where the service gives tokens; `scopes` were granted.
    """
    if sees_nothing(sights):
        return [f"{NOTHING} Ask the provider what it may see."]
    allowed, empty, absent = of(sights, "allowed"), of(sights, "empty"), of(sights, "absent")
    told = []
    if needed := [name for name in allowed if name in NEEDED]:
        whole = ": all that a sync needs" if len(needed) == len(NEEDED) else ""
        told.append(f"This key can read {names(needed)}{whole}.")
    if optional := [name for name in allowed if name in OPTIONAL]:
        told.append(f"This key can also read {names(optional)}, where you want them.")
    told += _wishes(of(sights, "forbidden"), scopes, wanted)
    if lacking := [name for name in missing(sights) if name in absent]:
        told.append(f"The service has no {names(lacking, 'or')}, which every sync needs: check its address.")
    if "users" in absent and "users" not in lacking:
        told.append("The service lists students and teachers only, so other people would be missing.")
    if empty_needed := [name for name in empty if name in NEEDED]:
        told.append(
            f"This key sees no {names(empty_needed, 'or')}: if there are some, ask the provider what it may see."
        )
    if empty_optional := [name for name in empty if name in OPTIONAL]:
        told.append(f"There are no {names(empty_optional, 'or')} yet, or this key sees none of them.")
    if unoffered := [name for name in absent if name in OPTIONAL]:
        told.append(f"The service does not offer {names(unoffered, 'or')}.")
    return told + _failures(sights)


def _failures(sights: Iterable[Sight]) -> list[str]:
    """What was wrong where a list did not answer, each once."""
    by_detail = defaultdict(list)
    for sight in sights:
        if sight.state == "failed":
            by_detail[sight.detail].append(sight.collection)
    lists = {detail: names(collections) for detail, collections in by_detail.items()}
    return [f"{which[0].upper()}{which[1:]}: {detail}" for detail, which in lists.items()]


def _wishes(forbidden: Sequence[str], scopes: Sequence[str], wanted: dict[str, str]) -> list[str]:
    """A sentence for each thing to ask the provider for: a scope by its name, or the permission."""
    granted = {scope.rpartition("/")[2] for scope in scopes}
    by_wish = defaultdict(list)
    for name in forbidden:
        scope = wanted.get(name, "")
        by_wish[scope if scope not in granted else "", name in NEEDED].append(name)
    return [_wish(collections, scope, needed=needed) for (scope, needed), collections in by_wish.items()]


def _wish(collections: Sequence[str], scope: str, *, needed: bool) -> str:
    what = f"This key may not read {names(collections, 'or')}"
    wish = f"the scope {scope}" if scope else "the permission"
    if needed:
        return f"{what}, which every sync needs: ask the provider for {wish}."
    return f"{what}. If you need them, ask the provider for {wish}."
