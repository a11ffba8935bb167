"""What stands in the place of a table without rows."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.views.welcome import Welcome


class EmptyTable(Welcome):
    """Says why there is nothing, and offers the one thing to do about it."""

    filters_unwanted = Signal()
    district_wanted = Signal()
    sync_wanted = Signal()
    source_doubted = Signal()
    today_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("emptyTable", parent)
        self._way: SignalInstance = self.filters_unwanted
        self.first_chosen.connect(lambda: self._way.emit())  # noqa: PLW0108 - another one each time

    def say_why(self, whole: int, *, syncing: bool, narrowed: bool, gone: bool) -> None:
        """`whole` is how many rows there would be without filters, in a list that is `narrowed` to one record; `gone`:
        which the copy does not have.
        """
        if whole:
            self._way, way = self.filters_unwanted, self.tr("Clear the filters")
            sentence = self.tr("None of the {0} records has what you filter for.").format(f"{whole:,}")
            self.say("filter", self.tr("Nothing matches"), sentence, way)
        elif syncing:
            self.say("sync", self.tr("On their way"), self.tr("They appear here as they come from the source."))
        elif gone:
            self._way, way = self.district_wanted, self.tr("Show the whole district")
            sentence = self.tr("This list is of a school, a class or a person that the local copy does not have.")
            self.say("warning", self.tr("Not in this copy"), sentence, way)
        elif narrowed:
            self._way, way = self.district_wanted, self.tr("Show the whole district")
            self.say("people", self.tr("Nothing here"), self.tr("The source lists nothing of this kind here."), way)
        else:
            self._way, way = self.sync_wanted, self.tr("Sync")
            self.say("people", self.tr("Nothing here"), self.tr("The source has sent nothing of this kind."), way)

    def say_unsynced(self) -> None:
        """No sync has brought anything yet, of whatever kind."""
        self._way, way = self.sync_wanted, self.tr("Sync now")
        sentence = self.tr("No sync has brought any record yet. What the last one met stands in the status bar.")
        self.say("sync", self.tr("Nothing synced yet"), sentence, way)

    def say_on(self, day: str) -> None:
        """Nothing of it is current on this day."""
        self._way, way = self.today_wanted, self.tr("Back to today")
        sentence = self.tr("Nothing of this kind runs on {0} here. Today, what is over and to come is listed too.")
        self.say("calendar", self.tr("Nothing on this day"), sentence.format(day), way)

    def say_lacking(self, why: str, *, refused: bool) -> None:
        """The list did not come whole, for this reason; `refused`: this key may not read it, or there is none."""
        if refused:
            self._way, way = self.source_doubted, self.tr("Edit this source…")
            words = self.tr("{0} Ask whoever gave you the key to allow it, then sync again.")
            self.say("lock", self.tr("This key may not read this list"), words.format(sentences(why)).strip(), way)
        else:
            self._way, way = self.sync_wanted, self.tr("Sync")
            words = self.tr("{0} The next sync goes on where this one stopped.")
            self.say("warning", self.tr("Not all of this list has come"), words.format(sentences(why)).strip(), way)
