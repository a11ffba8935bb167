"""What stands in the place of a table without rows."""

from PySide6.QtWidgets import QWidget

from rosterdesk.ui.views.welcome import Welcome


class EmptyTable(Welcome):
    """Says why there is nothing, and what to do about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("emptyTable", parent)

    def say_why(self, whole: int, *, syncing: bool) -> None:
        """`whole` is how many rows there would be without filters."""
        if whole:
            sentence = self.tr("None of the {0} records has what you filter for.").format(f"{whole:,}")
            self.say("filter", self.tr("Nothing matches"), sentence, self.tr("Clear the filters"))
        elif syncing:
            self.say("sync", self.tr("On their way"), self.tr("They appear here as they come from the source."))
        else:
            self.say("people", self.tr("Nothing here"), self.tr("The source lists nothing of this kind here."))
