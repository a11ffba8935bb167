"""What one sync brought, in words: for each collection a line, for the whole a sentence. Pure."""

from collections.abc import Mapping
from datetime import datetime

from rosterdesk.model import bends, clocks, differences
from rosterdesk.model.fields import BASES, COLLECTIONS
from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.ui.browsing.freshness import moment, unread
from rosterdesk.ui.browsing.proposal import proposal
from rosterdesk.ui.dialogs.checklist import Line, State
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.words import differences_in

_MOST_NAMES = 3


def headline(run: Run, schools: Mapping[str, str], *, newest: bool, bundle: bool = False) -> tuple[State, str]:
    """The run in a sentence, and its mark; `schools` are names by sourcedId.

    Only of the newest it is said what a sync would do now: what was missing in an older one may be there since. Of a
    bundle another one would read no more.
    """
    if run.held:
        return "warning", _held(run, newest=newest)
    if run.ended is None or not run.complete:
        return "warning", _missing(run, newest=newest, bundle=bundle)
    if run.schools:
        return "good", tr("Complete, limited to {0}.").format(_named(run.schools, schools))
    whole = tr("Complete: everything was read.")
    return "good", whole if run.kind == "full" else tr("Complete: what has changed was read.")


def _held(run: Run, *, newest: bool) -> str:
    if newest:
        words = tr("Held back: it {0}. Nothing was changed yet; Sync asks you again.")
        return words.format(proposal(run))
    return tr("Held back: it {0}. Nothing was changed.").format(proposal(run))


def _missing(run: Run, *, newest: bool, bundle: bool) -> str:
    if run.ended is None:
        if newest:
            return tr("Incomplete: it was interrupted, or another RosterDesk is still at it. Sync goes on from there.")
        return tr("Incomplete: it was interrupted.")
    if bundle:
        return unread()
    return tr("Incomplete: Sync again to read what is missing.") if newest else tr("Incomplete: not all was read.")


def different(run: Run) -> str:
    """What the whole of it made different, and how far the clocks were apart; nothing where neither is to be told."""
    told = differences_in(differences.total(run.touched.values()))
    return " ".join(filter(None, (tr("In all: {0}.").format(told) if told else "", sentences(clocks.apart(run)))))


def when(run: Run, now: datetime) -> str:
    """From when it is, and how long it took."""
    started = datetime.fromisoformat(run.started)
    text = moment(started, now)
    text = text[:1].upper() + text[1:]
    if run.ended is None:
        return text
    seconds = round((datetime.fromisoformat(run.ended) - started).total_seconds())
    took = tr("{0} s").format(seconds) if seconds < 120 else tr("{0} min").format(round(seconds / 60))
    return tr("{0}, took {1}").format(text, took)


def lines(run: Run) -> list[Line]:
    """Its collections in their usual order, one that we do not know last."""
    order = {name: place for place, name in enumerate(BASES)}
    names = sorted(run.collections, key=lambda name: order.get(name, len(order)))
    return [_line(name, run.collections[name]) for name in names]


def as_text(run: Run, schools: Mapping[str, str], now: datetime, *, newest: bool, bundle: bool) -> str:
    """All of it, to be sent to somebody."""
    told = [f"{when(run, now)}. {headline(run, schools, newest=newest, bundle=bundle)[1]}"]
    told += filter(None, [different(run)])
    for line in lines(run):
        told.append(f"{line.title}: {line.number}. {line.words}".strip())
        told += [f"  {remark}" for remark in line.remarks]
    return "\n".join(told)


def _line(name: str, state: CollectionState) -> Line:
    title = sentences(COLLECTIONS[name].title) if name in COLLECTIONS else name
    if state.refused:
        return Line(
            name, title, "plain", sentences(state.why) or tr("Not to be had with this key."), "—", _remarks(state)
        )
    rows, different = f"{state.rows:,}", differences_in(differences.total([state]))
    if state.why or not state.complete:
        why = sentences(state.why) or tr("It did not come to its end.")
        remarks = (f"{different}.", *_remarks(state)) if different else _remarks(state)
        return Line(name, title, "good" if state.complete else "warning", why, rows, remarks)
    changed = tr("What has changed") if state.rows else tr("Nothing has changed")
    words = tr("All of them") if state.kind == "full" else changed
    return Line(name, title, "good", " · ".join(filter(None, (words, different))), rows, _remarks(state))


def _remarks(state: CollectionState) -> tuple[str, ...]:
    remarks = tuple(map(sentences, bends.sentences(state.bent)))
    if not state.dropped:
        return remarks
    dropped = (
        tr("1 record could not be kept: it has no ID.")
        if state.dropped == 1
        else tr("{0} records could not be kept: they have no ID.").format(f"{state.dropped:,}")
    )
    return (*remarks, dropped)


def _named(ids: tuple[str, ...], schools: Mapping[str, str]) -> str:
    if len(ids) > _MOST_NAMES:
        return tr("{0} schools").format(len(ids))
    return ", ".join(schools.get(each, each) for each in ids)
