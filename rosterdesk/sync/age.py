"""From when on a local copy ages."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from rosterdesk.model.fields import OPTIONAL
from rosterdesk.model.rows import Run
from rosterdesk.model.standing import shown
from rosterdesk.store.records.runs import covers


def renewed(runs: Sequence[Run]) -> datetime | None:
    """When what is oldest in the copy was last made sure of, by our clock; `None` where the newest of these runs, which
    are newest first, left out some of what is usual: then the copy is as old as before it.
    """
    seen = shown(runs)
    sure = list(_made_sure(seen))
    if any(run is not seen[0] for name, run in sure if name not in OPTIONAL):
        return None
    return min((datetime.fromisoformat(run.begun) for _, run in sure), default=None)


def age_of(runs: Sequence[Run]) -> datetime | None:
    """From when on a copy ages that these runs have brought, newest first, as far as they are remembered; `None` where
    there was none.
    """
    for newest in range(len(runs)):
        if since := renewed(runs[newest:]):
            return since
    return datetime.fromisoformat(runs[-1].begun) if runs else None


def _made_sure(runs: Sequence[Run]) -> Iterator[tuple[str, Run]]:
    """Each collection of which a run brought something, with the last run that had all of that; else with itself."""
    for brought in runs:
        for name, state in brought.collections.items():
            if state.rows:
                yield name, next((run for run in runs if _has(run, name, brought.schools)), brought)


def _has(run: Run, name: str, schools: Sequence[str]) -> bool:
    return name in run.collections and run.collections[name].complete and covers(run.schools, schools)
