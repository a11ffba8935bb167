"""How old and how complete the local copy is, in words."""

from datetime import datetime

import msgspec
from PySide6.QtCore import QCoreApplication

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.rows import Run


class Freshness(msgspec.Struct, frozen=True):
    """A sentence for the status bar, and the token of its colour; `dot` is the colour of the source's dot."""

    text: str
    look: str
    dot: str


def freshness(runs: list[Run], now: datetime, *, syncing: bool, offline: bool, bundle: bool = False) -> Freshness:
    """What the runs, newest first, say of the data on the screen. `offline`: the last attempt reached nobody;
    `bundle`: they read a file, of which another sync would read no more.
    """
    if syncing:
        return Freshness(_tr("Syncing…"), "secondary", "accent")
    whole = next((run for run in runs if _done(run) and not run.schools), None)
    if whole is not None:
        return _whole(runs[0], whole, now, offline=offline, bundle=bundle)
    said = _partial(runs[0], now, bundle=bundle) if runs else Freshness(_tr("Nothing synced yet"), "secondary", "faint")
    return Freshness(_tr("Offline. {0}").format(said.text), said.look, "faint") if offline else said


def _partial(last: Run, now: datetime, *, bundle: bool) -> Freshness:
    """Never was everything read."""
    if _done(last):
        text = _tr("Synced {0} · {1} only").format(_when(last, now), _schools(last))
        return Freshness(text, "secondary", "good")
    text = unread() if bundle else _tr("Incomplete: sync again to go on where it stopped.")
    return Freshness(f"{text} {_why(last)}".strip(), "warning", "warning")


def _why(run: Run) -> str:
    """What stopped the first list that was stopped; nothing where it was not said."""
    for name, state in run.collections.items():
        if state.why and not state.complete and not state.refused:
            return f"{COLLECTIONS[name].title if name in COLLECTIONS else name}: {state.why}"
    return ""


def unread() -> str:
    """What is said of a bundle that is not whole."""
    return _tr("Not all of this file could be read. Ask for a new export; what could be read is shown.")


def _whole(last: Run, whole: Run, now: datetime, *, offline: bool, bundle: bool) -> Freshness:
    """Everything was read once; something may have been tried since."""
    when = _when(whole, now)
    if offline:
        return Freshness(_tr("Offline · last complete sync {0}").format(when), "secondary", "faint")
    if last is whole:
        return Freshness(_tr("Synced {0} · complete").format(when), "secondary", "good")
    if _done(last):
        text = _tr("Synced {0} · complete · {1} again {2}").format(when, _schools(last), _when(last, now))
        return Freshness(text, "secondary", "good")
    text = (
        _tr("Not all of this file could be read · last complete {0}")
        if bundle
        else _tr("The last sync is incomplete · last complete {0}")
    )
    return Freshness(text.format(when), "warning", "warning")


def _done(run: Run) -> bool:
    return run.complete and run.ended is not None


def _when(run: Run, now: datetime) -> str:
    return moment(datetime.fromisoformat(run.ended or run.started), now)


def _schools(run: Run) -> str:
    return _tr("one school") if len(run.schools) == 1 else _tr("{0} schools").format(len(run.schools))


def moment(when: datetime, now: datetime) -> str:
    """A moment as people say it: today and yesterday by name."""
    here = when.astimezone(now.tzinfo)
    days = (now.date() - here.date()).days
    if days == 0:
        return _tr("today {0}").format(f"{here:%H:%M}")
    if days == 1:
        return _tr("yesterday {0}").format(f"{here:%H:%M}")
    return f"{here:%Y-%m-%d %H:%M}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("freshness", text)
