"""The search over everything: type, arrow keys, Enter."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from rosterdesk.model.rows import Found
from rosterdesk.ui import icons
from rosterdesk.ui.views.painting import HitDelegate

_ICONS = {
    "users": "people",
    "students": "student",
    "teachers": "teacher",
    "classes": "class",
    "orgs": "school",
    "schools": "school",
    "courses": "course",
}
_SHOWN = 9


class Hits(QAbstractListModel):
    """What the search found, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: list[Found] = []

    def show(self, found: list[Found]) -> None:
        """Show these hits instead of the earlier ones."""
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.found)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> str | None:
        hit = self.found[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return hit.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{hit.title}, {hit.subtitle}"
            case 257:
                return _ICONS.get(hit.collection, "people")
            case 258:
                return hit.subtitle
            case _:
                return None


class Search(QLineEdit):
    """The search field, with its hits in a panel below it while there is something to show."""

    text_wanted = Signal(str)  # what to search for
    hit_chosen = Signal(object)  # Found

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchField")
        self.setAccessibleName(self.tr("Find any student, teacher, class or ID"))
        self.setPlaceholderText(self.tr("Find anyone, a class, an ID…   Ctrl+K"))
        self.setClearButtonEnabled(True)
        self._glass = icons.Picture("search", 16, "faint", self)
        self._glass.setFixedSize(16, 16)
        self.setTextMargins(20, 0, 0, 0)
        self.setMinimumWidth(240)
        self.setMaximumWidth(420)
        self.setMaxLength(200)
        self._panel = QFrame(self.window())
        self._panel.setObjectName("searchPanel")
        self._hits = Hits(self)
        self._shown_for = ""
        self._list = QListView(self._panel)
        self._list.setObjectName("searchResults")
        self._list.setAccessibleName(self.tr("What was found"))
        self._list.setModel(self._hits)
        self._list.setItemDelegate(HitDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._none = QLabel(self._panel)
        self._none.setTextFormat(Qt.TextFormat.PlainText)
        self._none.setContentsMargins(12, 10, 12, 10)
        self._none.setWordWrap(True)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._list)
        layout.addWidget(self._none)
        self._panel.hide()
        self.textEdited.connect(self._edited)
        self._list.clicked.connect(self._chosen)

    def show_hits(self, text: str, found: list[Found]) -> None:
        """Show what was found for a text; an answer to what is no longer in the field is dropped."""
        if text != self.text().strip() or not text or not self.hasFocus():
            return
        self._shown_for = text
        self._hits.show(found)
        self._list.setVisible(bool(found))
        self._none.setVisible(not found)
        self._none.setText(self.tr("Nobody and nothing is called that here. Try part of a name, or an ID."))
        if found:
            self._list.setCurrentIndex(self._hits.index(0))
        self._place_panel()

    def close_panel(self) -> None:
        """Show no hits any more."""
        self._panel.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _SHOWN, Qt.Key.Key_PageUp: -_SHOWN}
        key = Qt.Key(event.key())
        if key in moves and self._panel.isVisible():
            row = self._list.currentIndex().row() + moves[key]
            self._list.setCurrentIndex(self._hits.index(max(0, min(row, self._hits.rowCount() - 1))))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            current = self._shown_for == self.text().strip() and self._panel.isVisible()
            self._chosen(self._list.currentIndex() if current else QModelIndex())
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._glass.move(9, (self.height() - self._glass.height()) // 2)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_panel()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.text().strip():
            self.text_wanted.emit(self.text().strip())

    def _edited(self, text: str) -> None:
        if text.strip():
            self.text_wanted.emit(text.strip())
        else:
            self.close_panel()

    def _chosen(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        hit = self._hits.found[index.row()]
        self.clear()
        self.close_panel()
        self.hit_chosen.emit(hit)

    def _place_panel(self) -> None:
        window = self.window()
        if self._panel.parentWidget() is not window:
            self._panel.setParent(window)
        width = max(self.width(), 440)
        corner = self.mapTo(window, QPoint(self.width(), self.height() + 4))
        if self._hits.found:
            shown = min(len(self._hits.found), _SHOWN)
            height = shown * self._list.sizeHintForRow(0) + 12
        else:
            height = self._none.heightForWidth(width - 8) + 10
        self._panel.setGeometry(max(8, corner.x() - width), corner.y(), width, height)
        self._panel.raise_()
        self._panel.show()
