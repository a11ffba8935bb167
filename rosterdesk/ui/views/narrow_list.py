"""A list whose lines are found by typing."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from rosterdesk.store.records.folding import fold
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP


class NarrowList(QListWidget):
    """Shows the lines that have a text in them; where none has, `nothing` stands in their place."""

    def __init__(self, nothing: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = label(nothing, "secondary", wrap=True, parent=self)
        self._nothing.setObjectName("nothingFound")
        self._nothing.hide()

    def narrow(self, text: str) -> None:
        """Show only the lines that have this in them, the first of them current."""
        words = fold(text.strip())
        found = [words in fold(item.text()) for item in self.items_in_order()]
        for row, shown in enumerate(found):
            self.setRowHidden(row, not shown)
        self.setCurrentRow(found.index(True) if any(found) else -1)
        self._nothing.setVisible(not any(found))

    def items_in_order(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = self.width() - 2 * GAP
        self._nothing.setGeometry(GAP, GAP, width, self._nothing.heightForWidth(width))
