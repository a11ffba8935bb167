"""A list of columns to tick and to put in order."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListWidgetItem

from rosterdesk.ui.look.language import tr
from rosterdesk.ui.views.narrow_list import NarrowList
from rosterdesk.ui.views.tick_list import TickDelegate


class ColumnList(NarrowList):
    """`changed` is said when another column is shown, one is hidden, or they stand in another order."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("No column is called so."))
        self.setObjectName("columnList")
        self.setAccessibleName(self.tr("Columns: Space shows or hides one, Alt+Up and Alt+Down move it"))
        self.setItemDelegate(TickDelegate(self))
        self.setMouseTracking(True)
        self.setDragDropMode(NarrowList.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that are ticked, in order."""
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in self.items_in_order() if _ticked(item))

    def show_columns(self, titles: Mapping[str, str], columns: Sequence[str]) -> None:
        """List the columns, by name what each is called: these first, and ticked."""
        self.clear()
        for name in (*columns, *(name for name in titles if name not in columns)):
            item = QListWidgetItem(titles[name])
            item.setData(Qt.ItemDataRole.UserRole, name)
            item.setCheckState(Qt.CheckState.Checked if name in columns else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.narrow("")

    def narrow(self, text: str) -> None:
        """As any list is; moved is only among all."""
        super().narrow(text)
        self.setDragEnabled(not text.strip())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._toggle(self.itemAt(event.position().toPoint()))

    def dropEvent(self, event: QDropEvent) -> None:
        super().dropEvent(event)
        self.changed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self._move(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Space:
            self._toggle(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _toggle(self, item: QListWidgetItem | None) -> None:
        if item is None or (_ticked(item) and len(self.columns) == 1):  # a table shows something
            return
        item.setCheckState(Qt.CheckState.Unchecked if _ticked(item) else Qt.CheckState.Checked)
        self.changed.emit()

    def _move(self, step: int) -> None:
        row = self.currentRow()
        if self.dragEnabled() and 0 <= row + step < self.count():
            self.insertItem(row + step, self.takeItem(row))
            self.setCurrentRow(row + step)
            self.changed.emit()


def _ticked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked
