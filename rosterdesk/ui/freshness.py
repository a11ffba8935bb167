"""How old and how complete the local copy is, in words."""

from datetime import datetime

import msgspec
from PySide6.QtCore import QCoreApplication

from rosterdesk.model.rows import Run


class Freshness(msgspec.Struct, frozen=True):
    """A sentence for the status bar, and the token of its colour; `dot` is the colour of the source's dot."""

    text: str
    look: str
    dot: str


def freshness(runs: list[Run], now: datetime, *, syncing: bool, offline: bool) -> Freshness:
    """What the runs, newest first, say of the data on the screen. `offline`: the last attempt reached nobody."""
    complete = next((run for run in runs if run.complete and run.ended), None)
    if syncing:
        return Freshness(_tr("Syncing…"), "secondary", "accent")
    if complete is None:
        why = next((state.why for run in runs[:1] for state in run.collections.values() if state.why), "")
        text = _tr("Not complete yet: sync again to go on where it stopped.") + (f" {why}" if why else "")
        return Freshness(text if runs else _tr("Nothing synced yet"), "warning", "warning" if runs else "faint")
    when = moment(datetime.fromisoformat(complete.ended or complete.started), now)
    if offline:
        return Freshness(_tr("Offline · last complete sync {0}").format(when), "secondary", "faint")
    if runs[0] is not complete:
        return Freshness(_tr("The last sync stopped early · last complete {0}").format(when), "warning", "warning")
    return Freshness(_tr("Synced {0} · complete").format(when), "secondary", "good")


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
