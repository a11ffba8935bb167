"""What the user may choose, and which values each choice has."""

import typing
from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

import msgspec

from rosterdesk.errors import UsageError
from rosterdesk.model.names import NameOrder

Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=100_000)]
Minutes: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=1440)]

_SHOWN = 40  # characters of a wrong value


class Settings(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the user may choose. The journal of changes is kept for so many runs or days, whichever keeps more; a local
    copy for so many days after its last sync began, or for ever where that is 0.

    `text_size` is in percent. `page_size` is how many rows one request asks for, 0 what the source itself says.
    `sync_every` and `lock_after` are minutes, 0 is never.
    """

    theme: Literal["system", "light", "dark"] = "system"
    density: Literal["comfortable", "compact"] = "comfortable"
    text_size: Literal[90, 100, 115, 130, 150] = 100
    language: Literal["system", "en", "es"] = "system"
    names: NameOrder = "usual"
    page_size: Count = 0
    sync_on_start: bool = False
    sync_every: Minutes = 0
    demographics: bool = True
    retention_days: Count = 0
    journal_runs: Count = 30
    journal_days: Count = 90
    lock_after: Minutes = 0

    def shows(self, collection: str) -> bool:
        """Whether the records of this collection may be shown, and written to a file."""
        return self.demographics or collection != "demographics"


_KINDS = typing.get_type_hints(Settings, include_extras=True)


def choices(name: str) -> tuple[str | int, ...]:
    """All values of a setting that has only so many; empty for a number, and for what is true or false."""
    kind = _KINDS[name]
    return typing.get_args(kind) if typing.get_origin(kind) is Literal else ()


def limits(name: str) -> tuple[int, int]:
    """The least and the greatest value of a setting that is a number."""
    _, meta = typing.get_args(_KINDS[name])
    return meta.ge, meta.le


def allowed(name: str) -> str:
    """What a setting may be, in words."""
    if options := choices(name):
        *others, last = map(str, options)
        return f"{', '.join(others)} or {last}"
    if _KINDS[name] is bool:
        return "true or false"
    least, most = limits(name)
    return f"a whole number from {least} to {most:,}"


def changed(settings: Settings, chosen: Mapping[str, object], *, strict: bool = False) -> Settings:
    """The settings with these, by name, in place of theirs; raises `UsageError`, which says what they may be.

    Numbers and truth may be text, unless that is `strict`.
    """
    for name, value in chosen.items():
        if name not in _KINDS:
            raise UsageError(f"There is no setting “{name}”.", f"Settings are: {', '.join(_KINDS)}.")
        try:
            right = msgspec.convert(value, _KINDS[name], strict=strict)
        except msgspec.ValidationError:
            given = str(value) if len(str(value)) <= _SHOWN else f"{str(value)[:_SHOWN]}…"
            raise UsageError(f"{name} cannot be “{given}”.", f"It may be {allowed(name)}.") from None
        settings = msgspec.structs.replace(settings, **{name: right})
    return settings
