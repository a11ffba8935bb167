"""The settings in the user's words: in which section each stands, what it does, what its values are called."""

from collections.abc import Callable

import msgspec

from rosterdesk.language import LANGUAGES
from rosterdesk.ui.look.language import tr


class Setting(msgspec.Struct, frozen=True):
    """One setting, by its name in `Settings`: a choice of `values`, each with its words, or a box to tick.

    Of a number, `values` are usual ones; `counted` has words for any other that somebody chose by a command.
    """

    name: str
    title: str
    sentence: str
    values: tuple[tuple[str | int, str], ...] = ()
    counted: Callable[[int], str] | None = None


class Section(msgspec.Struct, frozen=True):
    """Settings that belong together."""

    title: str
    icon: str
    settings: tuple[Setting, ...]


def sections() -> tuple[Section, ...]:
    """All settings, as they are shown."""
    return (
        Section(tr("Appearance"), "columns", _appearance()),
        Section(tr("Data & sync"), "sync", _data()),
        Section(tr("Privacy & safety"), "lock", _privacy()),
    )


def _appearance() -> tuple[Setting, ...]:
    return (
        Setting(
            "theme",
            tr("Theme"),
            tr("Light, dark, or whatever this computer uses."),
            (("system", tr("As this computer")), ("light", tr("Light")), ("dark", tr("Dark"))),
        ),
        Setting(
            "density",
            tr("Rows"),
            tr("How much room there is around each line of a list."),
            (("comfortable", tr("Comfortable")), ("compact", tr("Compact"))),
        ),
        Setting(
            "text_size",
            tr("Text size"),
            tr("Ctrl++ and Ctrl+- change it too, and Ctrl+0 brings the usual size back."),
            tuple((size, f"{size} %") for size in (90, 100, 115, 130, 150)),
        ),
        Setting(
            "names",
            tr("Names"),
            tr("How people are called in lists, links, search and exports."),
            (
                ("usual", tr("Family name first in lists")),
                ("family-first", tr("García, José")),
                ("given-first", tr("José García")),
            ),
        ),
        Setting(
            "language",
            tr("Language"),
            tr("What the window speaks from its next start on. What a source sent stays as it is."),
            (("system", tr("As this computer")), *LANGUAGES.items()),
        ),
    )


def _data() -> tuple[Setting, ...]:
    return (
        Setting(
            "sync_on_start",
            tr("Sync at the start"),
            tr("Brings the source that is shown up to date when RosterDesk starts."),
        ),
        Setting(
            "sync_every",
            tr("Sync again"),
            tr("While RosterDesk is open. When one fails, it waits for its next turn."),
            _numbers(_minutes_apart, 15, 30, 60, 240, zero=tr("Never by itself")),
            _minutes_apart,
        ),
        Setting(
            "page_size",
            tr("Rows per request"),
            tr("Smaller requests help where a service is slow or breaks off."),
            _numbers(_rows, 100, 500, 1000, 5000, zero=tr("As the source has it")),
            _rows,
        ),
        Setting(
            "journal_runs",
            tr("Keep what changed"),
            tr("What so many of the last syncs changed can be looked up."),
            _numbers(_syncs, 10, 30, 100, 365),
            _syncs,
        ),
        Setting(
            "journal_days",
            tr("Or for so long"),
            tr("Whichever keeps more."),
            _numbers(_days, 30, 90, 180, 365),
            _days,
        ),
    )


def _privacy() -> tuple[Setting, ...]:
    return (
        Setting(
            "demographics",
            tr("Show demographics"),
            tr("Birth dates, race and sex, on request. Off, they are shown nowhere in the window."),
        ),
        Setting(
            "lock_after",
            tr("Lock when idle"),
            tr("Hides everything until you are back, once nobody has touched RosterDesk for so long."),
            _numbers(_minutes_after, 5, 10, 15, 30, 60, zero=tr("Never by itself")),
            _minutes_after,
        ),
        Setting(
            "retention_days",
            tr("Keep local copies"),
            tr("You are asked what to do with a copy that is older."),
            _numbers(_days, 7, 14, 30, 90, 365, zero=tr("For ever")),
            _days,
        ),
    )


def _numbers(counted: Callable[[int], str], *numbers: int, zero: str = "") -> tuple[tuple[int, str], ...]:
    """Usual values of a number, in words; first what 0 means, where it may be chosen."""
    return (*([(0, zero)] if zero else []), *((number, counted(number)) for number in numbers))


def _minutes_apart(count: int) -> str:
    return tr("Every %n minutes", "", count)


def _minutes_after(count: int) -> str:
    return tr("After %n minutes", "", count)


def _rows(count: int) -> str:
    return tr("%n rows", "", count)


def _syncs(count: int) -> str:
    return tr("%n syncs", "", count)


def _days(count: int) -> str:
    return tr("%n days", "", count)
