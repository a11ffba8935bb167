"""What is said of a sync that removed or changed so much that it was nearly held, or would have been."""

from collections.abc import Iterator, Sequence

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Where
from rosterdesk.model.rows import CollectionState, Run
from rosterdesk.store.reader import Reader
from rosterdesk.store.writing.limits import MOST_CHANGED, MOST_REMOVED, Weight, is_much
from rosterdesk.ui.look.language import sentences, tr

_NEAR = 2
"""Near the limit is what would be above it, were it so many times as much."""


def warning(reader: Reader, runs: Sequence[Run], run: Run) -> str:
    """With numbers and with what to do; nothing of a sync that is far from the limits. `runs` are all, newest first.

    A first sync has none, nor has one of chosen schools: the limits are then those of what it read.
    """
    if run.schools or not any(each.ended and each.run < run.run for each in runs):
        return ""
    weights = [weight for weight in _weights(reader, runs, run) if _near(weight)]
    if not weights:
        return ""
    told = _and([part for weight in weights for part in _parts(weight)])
    if any(map(is_much, weights)):
        words = tr(
            "This sync {0}. It was held back, and somebody agreed. Look at what is told below: if it is not right, ask"
            " the people who run the service."
        )
        return words.format(told)
    words = tr(
        "This sync {0}. From {1} % removed or {2} % changed on it would have been held back. If it is not right, ask"
        " the people who run the service."
    )
    return words.format(told, MOST_REMOVED, MOST_CHANGED)


def _weights(reader: Reader, runs: Sequence[Run], run: Run) -> Iterator[Weight]:
    later = [each for each in runs if each.run >= run.run and each.ended and not each.held]
    for name, state in run.touched.items():
        if state.removed or state.changed:
            alive = Query(collection=name, where=(Where("status", ("tobedeleted",), negated=True),))
            since = [each.touched[name] for each in later if name in each.touched]
            before = reader.count(alive) - sum(map(_growth, since))
            yield Weight(name, state.removed, state.changed, max(before, state.removed, state.changed))


def _growth(state: CollectionState) -> int:
    return state.added - state.removed


def _near(weight: Weight) -> bool:
    return is_much(Weight(weight.collection, _NEAR * weight.removed, _NEAR * weight.changed, weight.before))


def _parts(weight: Weight) -> Iterator[str]:
    """What of it is near a limit: “removed 812 of 9,380 people (8.7 %)”."""
    for words, removed, changed in ((tr("removed {0}"), weight.removed, 0), (tr("changed {0}"), 0, weight.changed)):
        if _near(Weight(weight.collection, removed, changed, weight.before)):
            count = removed or changed
            title = sentences(collection(weight.collection).title).lower()
            percent = f"{100 * count / weight.before:.3g} %"
            part = tr("{0} of {1} {2} ({3})").format(f"{count:,}", f"{weight.before:,}", title, percent)
            yield words.format(part)


def _and(parts: Sequence[str]) -> str:
    *before, last = parts
    return tr("{0} and {1}").format(", ".join(before), last) if before else last
