"""How old and how complete the local copy is, in words."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from rosterdesk.model import differences
from rosterdesk.model.fields import BASES, COLLECTIONS, collection
from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.words import differences_in

_AHEAD = timedelta(minutes=5)  # which nobody notices


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
        return _syncing(runs, now)
    whole = _whole(runs)
    if whole is not None:
        return _read_once(runs, whole, now, offline=offline, bundle=bundle)
    said = _partial(runs, now, bundle=bundle) if runs else Freshness(tr("Nothing synced yet"), "secondary", "faint")
    return Freshness(tr("Offline. {0}").format(said.text), said.look, "faint") if offline else said


def unopened() -> Freshness:
    """What is said of a copy that nobody can look into."""
    return Freshness(tr("The local copy cannot be opened"), "warning", "warning")


def missed(known: Freshness) -> Freshness:
    """The same, after a sync that nobody waited for has failed."""
    return Freshness(tr("{0} · could not be brought up to date since").format(known.text), "warning", "warning")


def _syncing(runs: list[Run], now: datetime) -> Freshness:
    """What a later sync brings is shown once all of it is there; what the first one brings, as it comes."""
    shown = next((run for run in runs if run.ended and not run.held), None)
    if shown is None:
        return Freshness(tr("Syncing for the first time · not all is here yet"), "warning", "accent")
    return Freshness(tr("Syncing… Shown until then: {0}").format(_when(shown, now)), "secondary", "accent")


def _partial(runs: list[Run], now: datetime, *, bundle: bool) -> Freshness:
    """Never was everything read."""
    last = next((run for run in runs if not run.held), runs[0])
    if _done(last):
        text = tr("Synced {0} · {1} only").format(_when(last, now), _schools(last))
        if runs[0].held:
            return Freshness(tr("{0} · {1}").format(_trouble(runs[0], bundle=bundle), text), "warning", "warning")
        return Freshness(text, "secondary", "good")
    text = unread() if bundle else tr("Incomplete: sync again to go on where it stopped.")
    return Freshness(f"{text} {_why(last)}".strip(), "warning", "warning")


def _why(run: Run) -> str:
    """What stopped the first list that was stopped; nothing where it was not said."""
    for name, state in run.collections.items():
        if state.why and not state.complete and not state.refused:
            return f"{sentences(COLLECTIONS[name].title) if name in COLLECTIONS else name}: {sentences(state.why)}"
    return ""


def lacking(runs: list[Run], name: str) -> CollectionState | None:
    """How the list of a collection stands since the last run that read it, where it did not come whole."""
    base = collection(name).base
    last = next((run.collections[base] for run in runs if base in run.collections and not run.held), None)
    return None if last is None or last.complete else last


def missing(runs: list[Run], counts: Mapping[tuple[str, str], int]) -> dict[str, CollectionState]:
    """By base collection, how each list stands of which nothing has come because it could not be read."""
    states = {base: lacking(runs, base) for base in BASES if not counts.get((base, ""))}
    return {base: state for base, state in states.items() if state is not None}


def unread() -> str:
    """What is said of a bundle that is not whole."""
    return tr("Not all of this file could be read. Ask for a new export; what could be read is shown.")


def _read_once(runs: list[Run], whole: Run, now: datetime, *, offline: bool, bundle: bool) -> Freshness:
    """Everything was read once; something may have been tried since."""
    last, when = runs[0], _when(whole, now)
    if offline:
        return Freshness(tr("Offline · last complete sync {0}").format(when), "secondary", "faint")
    if not _done(last):
        text = tr("{0} · last complete {1}").format(_trouble(last, bundle=bundle), when)
        return Freshness(text, "warning", "warning")
    if _ended(last) - now > _AHEAD:
        text = tr("Synced {0}, which is yet to come: check the clock of this computer").format(_when(last, now))
        return Freshness(text, "warning", "warning")
    text = tr("Synced {0} · complete").format(when)
    if last is not whole:
        text = tr("{0} · {1} again {2}").format(text, _schools(last), _when(last, now))
    if since := _differences(runs):
        text = tr("{0} · {1}").format(text, since)
    return Freshness(text, "secondary", "good")


def _trouble(last: Run, *, bundle: bool) -> str:
    """What the last sync came to that did not end well."""
    if last.held:
        return tr("The last sync is held back")
    if last.ended is None:
        return tr("The last sync was interrupted, or another one runs")
    return tr("Not all of this file could be read") if bundle else tr("The last sync is incomplete")


def _differences(runs: list[Run]) -> str:
    """What the last sync made different; not of the first, which brought everything."""
    if not any(run.ended for run in runs[1:]):
        return ""
    return differences_in(differences.total(runs[0].touched.values()))


def _whole(runs: list[Run]) -> Run | None:
    """The last sync that read everything."""
    return next((run for run in runs if _done(run) and not run.schools), None)


def _done(run: Run) -> bool:
    return run.complete and run.ended is not None and not run.held


def _when(run: Run, now: datetime) -> str:
    return moment(_ended(run), now)


def _ended(run: Run) -> datetime:
    return datetime.fromisoformat(run.ended or run.started)


def _schools(run: Run) -> str:
    return tr("one school") if len(run.schools) == 1 else tr("{0} schools").format(len(run.schools))


def moment(when: datetime, now: datetime) -> str:
    """A moment as people say it: today and yesterday by name."""
    here = when.astimezone(now.tzinfo)
    days = (now.date() - here.date()).days
    if days == 0:
        return tr("today {0}").format(f"{here:%H:%M}")
    if days == 1:
        return tr("yesterday {0}").format(f"{here:%H:%M}")
    return f"{here:%Y-%m-%d %H:%M}"
