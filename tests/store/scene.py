"""A demo service whose roster changes, and a desk that syncs from it in processes that may be killed."""

import contextlib
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random

from rosterdesk import credentials
from rosterdesk.credentials.passphrase_vault import PassphraseVault
from rosterdesk.demo import district
from rosterdesk.demo.service import Live, running
from rosterdesk.errors import NothingStoredError
from rosterdesk.model.rows import Run
from rosterdesk.settings import DataDir
from tests.commands.desks import CHEAP, PASSPHRASE, Desk, adding
from tests.store import journals, picture
from tests.store.journals import Told
from tests.store.picture import Picture
from tests.store.turnover import Turnover
from tests.sync.services import USUAL
from tests.victims import NONE, Done, Fate, Victims

PAGE = 25


class Scene:
    """`turnover` knows what the service has; `turn` changes it."""

    def __init__(self, live: Live, turnover: Turnover, desk: Desk, victims: Victims) -> None:
        data = DataDir(desk.data)
        self._live = live
        self._victims = victims
        self.turnover = turnover
        self.desk = desk
        source = data.source("Lakeside")
        vault = PassphraseVault(data.vault, PASSPHRASE.encode(), cost=CHEAP)
        self.store = data.store(source)
        self.key = credentials.store_key(vault, source.uid, create=True)

    def turn(self, *, vanish: bool) -> None:
        """The roster of the service changes."""
        self.turnover.turn(vanish=vanish)
        self._live.service.forget()

    def forget(self) -> None:
        """Nothing was synced yet."""
        for file in self.store.parent.glob(f"{self.store.name}*"):
            file.unlink()

    def sync(self, *options: str, fate: Fate = NONE) -> Done:
        """Sync to the end, or to that of its process."""
        return self._victims.run(["sync", "Lakeside", *options, *self.desk.options()], fate)

    def picture(self) -> Picture:
        """What readers see now; fails unless the file is sound."""
        picture.examine(self.store, self.key)
        return picture.of(self.store, self.key)

    def set_aside(self) -> list[Path]:
        """Files that were taken for damaged."""
        return list(self.store.parent.glob("*.corrupt-*"))

    def told(self, run: int) -> Told:
        """What the journal tells of the run."""
        return journals.told(self.store, run, self.key)

    def runs(self) -> list[Run]:
        """The syncs, newest first; none where nothing was stored yet."""
        try:
            with picture.reader(self.store, self.key) as opened:
                return opened.runs()
        except NothingStoredError:
            return []


@contextlib.contextmanager
def set_up(folder: Path, *, students: int = 5, seed: int = 1, elsewhere: bool = False) -> Iterator[Scene]:
    """A district of so many students, of which the desk has nothing yet; its data may lie on another computer."""
    roster = deepcopy(district.make(students=students, seed=seed, today=date(2026, 11, 23)))
    desk = Desk(folder)
    with running(roster) as live, Victims(elsewhere=elsewhere) as victims:
        desk.run(*adding(live), "--page-size", str(PAGE), stdin=live.client_secret)
        yield Scene(live, Turnover(roster, USUAL, Random(seed)), desk, victims)
