"""What stands in the place of tree, table and details while there is nothing to browse."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from rosterdesk.ui.views.welcome import Welcome


class StartPage(Welcome):
    """Says why there is nothing, and what to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("welcome", parent)

    def showEvent(self, event: QShowEvent) -> None:
        """Enter goes the first way."""
        super().showEvent(event)
        self.focus_first()

    def say_why(self, source: str | None, *, syncing: bool = False, unopened: bool = False) -> None:
        """There is no source yet, or this one was never synced, is being synced for the first time, or has a copy that
        could not be opened.
        """
        if source is None:
            self.say(
                "school",
                self.tr("No source yet"),
                self.tr(
                    "Add the OneRoster service of your district, or look around the demo district first. "
                    "A OneRoster CSV bundle can also be dropped here."
                ),
                self.tr("Add a source…"),
                self.tr("Look around the demo district"),
                self.tr("Open a bundle…"),
            )
        elif syncing:
            sentence = self.tr("The rows of “{0}” are shown as they come.").format(source)
            self.say("sync", self.tr("The first rows are on their way"), sentence)
        elif unopened:
            sentence = self.tr("What is wrong, and what helps, stands above. The service itself is not touched.")
            self.say("warning", self.tr("This copy cannot be opened"), sentence, self.tr("Try again"))
        else:
            sentence = self.tr("“{0}” is ready. Sync once, then everything works offline as well.").format(source)
            self.say("sync", self.tr("Nothing synced yet"), sentence, self.tr("Sync now"))
