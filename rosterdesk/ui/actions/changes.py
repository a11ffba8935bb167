"""The place of the changes: takes what the runs made different to its view, and what the user wishes there back."""

from datetime import datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from rosterdesk.model import differences
from rosterdesk.model.changes import Change, Kind, together
from rosterdesk.model.differences import Counts
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Link, Run
from rosterdesk.store.records.runs import recent
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.around import Around, around
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.browsing.open_store import About
from rosterdesk.ui.browsing.report import Changes
from rosterdesk.ui.details import change_words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.words import Mark
from rosterdesk.ui.program.privacy import HIDDEN, is_about_a_person
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame

if TYPE_CHECKING:
    from rosterdesk.ui.views.changes_view import ChangesView

_MOST = 1000
"""So many records of a kind are shown: nobody reads a million, and a list has its own."""
_ORDER: tuple[Kind, ...] = ("changed", "removed", "added")


class ChangesPlace(QObject):
    """Shows the last run that changed anything when the user comes here, or the one that is asked for."""

    def __init__(self, desk: Desk, browser: Browser, frame: Frame, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._browser = browser
        self._frame = frame
        self._tasks = tasks
        self._came = False  # whether the user ever did: there is a view then
        self._around = Around()
        browser.opened.connect(self._begin)
        browser.retold.connect(self._forget)
        browser.data_changed.connect(self._refresh)
        browser.place_changed.connect(lambda _place: self._show())
        desk.syncing_changed.connect(lambda _syncing: self._refresh())

    @cached_property
    def _view(self) -> "ChangesView":
        self._came = True
        view = self._frame.changes
        view.bar.narrowed.connect(self._narrow)
        view.bar.accepted.connect(self._desk.accept)
        view.list.chosen.connect(self._choose)
        view.list.followed.connect(self._follow)
        view.list.verticalScrollBar().valueChanged.connect(self._scrolled)
        view.nothing.first_chosen.connect(self._go_on)
        return view

    @property
    def _asked(self) -> Changes | None:
        report = self._browser.place.report if self._browser.place else None
        return report if isinstance(report, Changes) else None

    def _runs(self) -> list[Run]:
        """The runs that are worth telling of, the newest first: one that is under way is not."""
        runs = self._browser.reader.runs() if self._browser.reader else []
        return [run for run in runs if run.ended or run.held]

    def _begin(self) -> None:
        """Another store, or none: nothing of the one before is shown."""
        self._around = Around()
        self._clear()
        self._count()

    def _forget(self) -> None:
        """What is shown may name people, until it was asked for again."""
        self._clear()
        if self._asked is not None:
            self._frame.explanation.show_nothing()
            self._frame.show_beside(explained=False)

    def _clear(self) -> None:
        if self._came:
            self._view.show_changes(())

    def _count(self) -> None:
        """Write at the tree's line how much the last run made different; of a first one that is everything."""
        runs = [run for run in self._runs() if not run.held]
        count = sum(differences.total(runs[0].touched.values())) if len(runs) > 1 else None
        self._frame.navigation.tree.show_number(Changes, count)

    def _refresh(self) -> None:
        self._around = Around()
        self._count()
        self._show()

    def _show(self) -> None:
        asked = self._asked
        if asked is None:
            return
        runs, now = self._runs(), datetime.now().astimezone()
        self._view.bar.setVisible(bool(runs))
        if not runs:
            sentence = self.tr("Once a sync has come to its end, what it made different is told here.")
            self._view.say("changes", self.tr("No sync yet"), sentence, self.tr("Sync now"))
            return
        run = next((run for run in runs if run.run == asked.run), None) or next(
            (run for run in runs if not run.held), runs[0]
        )
        bar = self._view.bar
        bar.show_runs([(each.run, self._words(each, now)) for each in runs], run.run)
        kept = together(self._browser.reader.runs(), run.run) if self._browser.reader and not run.held else []
        before = [each for each in kept if each.ended and not each.held]
        since = self.tr("All since {0}")
        bar.show_since(
            [(e.run, since.format(moment(datetime.fromisoformat(e.started), now))) for e in before], asked.since
        )
        self._show_around(run)
        if run.held:
            from rosterdesk.ui.dialogs import run_words

            newest = run is runs[0]
            sentence = run_words.headline(run, {}, newest=newest)[1]
            bar.show_notice(sentence, can_accept=newest and not self._desk.syncing and recent(run.begun, now))
            self._view.say("warning", self.tr("Nothing was changed"), self.tr("The earlier copy is still shown."))
        elif asked.since and asked.since not in [each.run for each in before]:
            sentence = self.tr("Not all that was made different since then is still kept.")
            title = self.tr("Nothing is told of this any more")
            self._view.say("changes", title, sentence, self.tr("Show all changes"))
        elif not asked.since and not any(differences.total(run.touched.values())):
            self._view.say("ok", self.tr("Nothing is different"), self.tr("This sync found everything as it was."))
        else:
            self._tasks.start(self._load(run, asked))
            if (self._around.run, self._around.since) != (run.run, asked.since):
                self._tasks.start(self._look_around(run, asked.since))

    async def _look_around(self, run: Run, since: int) -> None:
        """Find out what is told beside the records: that takes longer, the more of them there are."""
        found = await self._browser.ask(About.SCHOOLS, partial(around, run=run, since=since))
        if found is not None:
            self._around = found
            self._show_around(run)
            if (asked := self._asked) is not None and self._view.bar.run == run.run:
                self._view.show_left(self._left(run, asked))

    def _show_around(self, run: Run) -> None:
        """Show how much is different, in the school that is asked for as soon as that is known."""
        asked, bar = self._asked, self._view.bar
        if asked is None or bar.run != run.run:
            return
        known = self._known(run, asked)
        bar.show_counts(self._counts(run, asked), asked)
        schools, reader = known.totals(), self._browser.reader
        if asked.school and reader and all(school.sourced_id != asked.school for school, _ in schools):
            schools.append((Link("orgs", asked.school, reader.org_title(asked.school)), 0))  # where nothing is told
        bar.show_schools(schools, asked.school)
        if not run.held:
            bar.show_notice(known.warning)

    def _known(self, run: Run, asked: Changes) -> Around:
        """What is known of it; nothing before it was found out."""
        known = self._around
        return known if (known.run, known.since) == (run.run, asked.since) else Around()

    def _counts(self, run: Run, asked: Changes) -> dict[str, Counts]:
        """How much is different where the user looks, by base collection; of a school nothing until that is known."""
        if asked.school:
            return self._known(run, asked).at(asked.school)
        if asked.since:
            return self._known(run, asked).together
        return {name: differences.total([state]) for name, state in run.touched.items()}

    async def _load(self, run: Run, asked: Changes) -> None:
        kinds = (asked.kind,) if asked.kind else _ORDER
        found = await self._browser.changes(run.run, asked, kinds, _MOST)
        if found is None or asked != self._asked:
            return
        if not found and asked != Changes(run=asked.run):
            sentence = self.tr("None of what this sync made different is what you filter for.")
            self._view.say("filter", self.tr("Nothing matches"), sentence, self.tr("Show all changes"))
            return
        if not found:
            sentence = self.tr("What this sync made different is no longer kept, or all of it is gone.")
            self._view.say("changes", self.tr("Nothing is told of this any more"), sentence)
            return
        self._view.show_changes(found)
        self._view.show_left(self._left(run, asked))
        place = self._browser.place
        if place is not None and place.record is not None:
            changes = self._view.list.changes
            self._view.list.mark(changes.index(changes.row_of((place.record.collection, place.record.sourced_id)), 0))
        if place is not None:
            self._view.list.verticalScrollBar().setValue(place.top)

    def _left(self, run: Run, asked: Changes) -> str:
        """How many are not shown; nothing where all are."""
        counts = self._counts(run, asked)
        here = differences.added([counts[asked.collection]] if asked.collection in counts else counts.values())
        whole = getattr(here, asked.kind) if asked.kind else sum(here)
        there = self._view.list.changes.rowCount()
        if there >= whole:
            return ""
        words = self.tr("Shown are the first {0} of {1}. Choose a school, a list or a kind above to see more of it.")
        return words.format(f"{there:,}", f"{whole:,}")

    def _words(self, run: Run, now: datetime) -> str:
        """A run on one line: when it was, and how much it made different."""
        from rosterdesk.ui.dialogs import run_words

        when = run_words.when(run, now)
        if run.held:
            return self.tr("{0} · held back").format(when)
        counts = differences.total(run.touched.values())
        if not any(counts):
            return self.tr("{0} · nothing is different").format(when)
        words = self.tr("{0} · {1} added, {2} changed, {3} removed")
        return words.format(when, *(f"{count:,}" for count in counts))

    def _narrow(self, asked: Changes) -> None:
        self._browser.narrow(asked)
        self._show()

    def _go_on(self) -> None:
        """There is no list: show all of what the sync made different, or sync for the first time."""
        if self._asked is not None and self._runs():
            self._narrow(Changes(run=self._asked.run))
        else:
            self._desk.sync()

    def _choose(self, kind: Kind, change: Change) -> None:
        here = self._browser.record(change.collection, change.sourced_id) is not None
        self._browser.point(_link(change) if here else None)
        if here:
            return
        self._frame.explanation.show_text(
            change.title,
            [
                Mark(change_words.kind(kind, change), "chip-danger"),
                Mark(sentences(collection(change.collection).title)),
            ],
            [
                (self.tr("What became of it"), self.tr("The source no longer lists this record.")),
                (self.tr("Its ID was"), self._id(change)),
                *((title, f"{was} → {became}") for title, was, became in change_words.fields(change)),
            ],
        )
        self._frame.show_beside(explained=True)

    def _id(self, change: Change) -> str:
        return HIDDEN if self._browser.masked and is_about_a_person(change.collection) else change.sourced_id

    def _follow(self, change: Change) -> None:
        self._browser.follow(_link(change))

    def _scrolled(self, top: int) -> None:
        if self._asked is not None and self._view.list.isVisible():
            self._browser.scrolled(top)


def _link(change: Change) -> Link:
    return Link(change.collection, change.sourced_id, change.title)
