"""A roster that changes, and the syncs of it that are killed until one of them comes to its end."""

from collections.abc import Callable

from rosterdesk.model.fields import BASES
from tests.store import journals, picture
from tests.store.journals import Name
from tests.store.picture import Picture, Records
from tests.store.scene import Scene
from tests.victims import Fate


class Ordeal:
    """Goes on from a store that has the roster of the scene."""

    def __init__(self, here: Scene) -> None:
        self._here = here
        self._gone: set[Name] = set()

    def survive(self, fate: Callable[[], Fate], *, full: bool) -> tuple[list[str], int]:
        """Change the roster, then sync: says what readers saw after each sync that was killed, the `old` roster or the
        `new` one, and how many deeds the last one took.

        Fails where they saw anything else, where at the end the store is not what the service told of, and where the
        journal does not tell just that.
        """
        here = self._here
        before, last = here.picture(), here.runs()[0].run
        here.turn(vanish=full)
        seen = []
        while (done := here.sync(*(["--full"] if full else []), fate=fate())).killed:
            seen.append(here.picture())
        if seen:  # of a list that was taken up, what did not come may be gone, or have moved: the next sync knows
            assert (done.code, here.set_aside()) == (0, []), done
            seen.append(here.picture())
            done = here.sync(*(["--full"] if full else []))
        assert (done.code, here.set_aside()) == (0, []), done
        after = here.picture()
        records = here.turnover.records
        assert after.sent == (_laid_over({}, records) if full else _laid_over(before.sent, records))
        if full:  # the columns, the counts and the words of all that changes brought since the last time too
            assert after == picture.fresh(records)
        states = [_state(each, before, after) for each in seen]
        assert states == sorted(states, reverse=True), "The old roster was there again after the new one."
        assert states[-1:] != ["old"], "What was taken up came to its end, and was not shown."
        told = journals.merged(here.told(run) for run in range(last + 1, here.runs()[0].run + 1))
        assert told == journals.difference(before.sent, after.sent, self._gone)
        self._gone |= told.removed
        return states, done.deeds


def _state(seen: Picture, before: Picture, after: Picture) -> str:
    """Which roster that is; of the new one, with some that are gone and were not known to be."""
    if seen == before:
        return "old"
    gone = {name: before.sent[name].keys() - after.sent[name].keys() for name in BASES}
    left = {name: {each: of for each, of in seen.sent[name].items() if each not in gone[name]} for name in BASES}
    assert left == after.sent, (picture.unlike(seen, before), picture.unlike(seen, after))
    assert seen == picture.fresh(seen.sent)
    return "new"


def _laid_over(before: Records, changes: Records) -> Records:
    """The records before, and over them what a delta brings."""
    return {name: {**before.get(name, {}), **changes.get(name, {})} for name in BASES}
