"""A sync that is killed at any moment: readers see the old roster or the new one, and the next sync completes."""

import os
from functools import partial
from pathlib import Path
from random import Random

import pytest

from rosterdesk.model.rows import Run
from tests.store import picture, scene
from tests.store.ordeal import Ordeal
from tests.store.picture import Picture, Records
from tests.store.scene import PAGE
from tests.victims import Fate

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")

FIRST_SYNCS = 5
MOMENTS = 200
MOMENTS_ELSEWHERE = 20


def moment(chance: Random, deeds: int) -> Fate:
    """To die at any of so many deeds."""
    return Fate(dies_at=chance.randint(1, deeds))


def test_a_first_sync_that_is_killed_leaves_whole_pages_and_the_next_one_has_all(tmp_path: Path) -> None:
    chance = Random(1)
    with scene.set_up(tmp_path) as here:
        deeds = here.sync(fate=Fate(dies_at=0)).deeds
        records = here.turnover.records
        expected = picture.fresh(records)
        for _ in range(FIRST_SYNCS):
            here.forget()
            while here.sync(fate=moment(chance, deeds)).killed:
                for run in here.runs()[-1:]:
                    whole_pages(here.picture(), run, records)
            assert here.picture() == expected


def whole_pages(here: Picture, run: Run, records: Records) -> None:
    """Fail unless there are whole pages of the records, those of which the run tells; all where it has ended."""
    assert run.complete == (run.ended is not None)
    for name, told in run.collections.items():
        rows = len(here.sent[name])
        assert rows == len(records[name]) or (rows % PAGE == 0 and not run.ended)
        assert rows >= told.rows
        assert here.sent[name] == dict(list(records[name].items())[:rows])
    assert here.words == picture.fresh(here.sent).words


@pytest.mark.parametrize(("elsewhere", "moments"), [(False, MOMENTS), (True, MOMENTS_ELSEWHERE)])
def test_killed_at_any_moment_readers_see_the_old_roster_or_the_new_one(
    tmp_path: Path, elsewhere: bool, moments: int
) -> None:
    chance = Random(2)
    seen: list[str] = []
    with scene.set_up(tmp_path, elsewhere=elsewhere) as here:
        here.sync()
        ordeal = Ordeal(here)
        deeds = {full: ordeal.survive(lambda: Fate(dies_at=0), full=full)[1] for full in (True, False)}
        while len(seen) < moments:
            full = chance.random() < 0.5
            states, _ = ordeal.survive(partial(moment, chance, deeds[full]), full=full)
            seen += states
    assert {"old", "new"} == set(seen)
