"""Which columns are shown, and in which order."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from rosterdesk.model.fields import collection
from rosterdesk.store.records.folding import fold
from rosterdesk.ui.look import style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.views.popup import Popup
from rosterdesk.ui.views.tick_list import TickDelegate

_WIDTH, _HEIGHT = 300, 330


class ColumnChooser(Popup):
    """All columns of a collection, those that are shown first. Every choice is said at once."""

    columns_chosen = Signal(object)  # tuple of field names

    def __init__(self, parent: QWidget) -> None:
        super().__init__("columnChooser", _WIDTH, parent)
        self.setAccessibleName(self.tr("Columns"))
        self._collection = ""
        self._search = QLineEdit()
        self._search.setObjectName("columnSearch")
        self._search.setPlaceholderText(self.tr("Find a column"))
        self._search.setAccessibleName(self.tr("Find a column"))
        self._search.setClearButtonEnabled(True)
        self._list = _Columns()
        self._list.setFixedHeight(_HEIGHT)
        usual = QPushButton(self.tr("Usual columns"))
        usual.setObjectName("usualColumnsButton")
        style.set_look(usual, "flat")
        done = QPushButton(self.tr("Done"))
        done.setObjectName("columnsDoneButton")
        bottom = QHBoxLayout()
        bottom.addWidget(usual)
        bottom.addStretch(1)
        bottom.addWidget(done)
        self.column.addWidget(self._search)
        self.column.addWidget(self._list)
        self.column.addWidget(label(self.tr("Drag to reorder, or press Alt+Up and Alt+Down."), "secondary", wrap=True))
        self.column.addLayout(bottom)
        self._search.textEdited.connect(self._list.narrow)
        self._search.installEventFilter(self)
        self._list.changed.connect(lambda: self.columns_chosen.emit(self._list.columns))
        usual.clicked.connect(self._choose_usual)
        done.clicked.connect(self.done)

    def choose(self, name: str, columns: tuple[str, ...], anchor: QWidget) -> None:
        """Open below the anchor for this collection, of which these columns are shown."""
        self._collection = name
        self._search.clear()
        self._list.show_columns(name, columns)
        self.open_below(anchor)
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search, Down and Enter go to the list."""
        down = {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() in down:
            self._list.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _choose_usual(self) -> None:
        columns = collection(self._collection).usual_columns
        self._list.show_columns(self._collection, columns)
        self.columns_chosen.emit(columns)
        self._list.narrow(self._search.text())


class _Columns(QListWidget):
    """`changed` is said when another column is shown, one is hidden, or they stand in another order."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("columnList")
        self.setAccessibleName(self.tr("Columns: Space shows or hides one, Alt+Up and Alt+Down move it"))
        self.setItemDelegate(TickDelegate(self))
        self.setMouseTracking(True)
        self.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns that are ticked, in order."""
        return tuple(item.data(Qt.ItemDataRole.UserRole) for item in self._items() if _ticked(item))

    def show_columns(self, name: str, columns: tuple[str, ...]) -> None:
        """List the columns of the collection, these first, and ticked."""
        self.clear()
        known = collection(name)
        hidden = (field.name for field in known.fields if field.name not in columns)
        for column in (*columns, *hidden):
            item = QListWidgetItem(sentences(known.field(column).title))
            item.setData(Qt.ItemDataRole.UserRole, column)
            item.setCheckState(Qt.CheckState.Checked if column in columns else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)

    def narrow(self, text: str) -> None:
        """List only the columns whose titles have this in them, the first of them current; moved is only among all."""
        words = fold(text.strip())
        found = [words in fold(item.text()) for item in self._items()]
        for row, shown in enumerate(found):
            self.setRowHidden(row, not shown)
        self.setCurrentRow(found.index(True) if any(found) else -1)
        self.setDragEnabled(not words)

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

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]

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
