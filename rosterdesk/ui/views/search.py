"""The search over everything: type, arrow keys, Enter."""

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from rosterdesk.model.rows import Found
from rosterdesk.ui.look import icons
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.views.hits import HitDelegate, Hits

_WIDTH, _HEIGHT = 460, 520
_HINT_FRAME = 60  # pixels of the field that are none of its hint: the glass, the margins, the cross
_PAGE = 9
_FAR = 1000
_MOVES = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
    Qt.Key.Key_End: _FAR,
    Qt.Key.Key_Home: -_FAR,
}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class Search(QLineEdit):
    """The search field, with its hits in a panel below it while there is something to show."""

    text_wanted = Signal(str)  # what to search for; nothing: what was found lately
    hit_chosen = Signal(object)  # Found
    beside_wanted = Signal(object)  # Found, in a window of its own
    more_wanted = Signal(str)  # all that the text names

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("searchField")
        self.setAccessibleName(self.tr("Find any student, teacher, class or ID"))
        self.setClearButtonEnabled(True)
        self._glass = icons.Picture("search", 16, "faint", self)
        self._glass.setFixedSize(16, 16)
        self.setTextMargins(20, 0, 0, 0)
        self.setMinimumWidth(240)
        self.setMaximumWidth(420)
        self.setMaxLength(200)
        self._hits = Hits(self)
        self._shown_for = ""
        self._panel = QFrame(self.window())
        self._panel.setObjectName("searchPanel")
        self._list = QListView(self._panel)
        self._list.setObjectName("searchResults")
        self._list.setAccessibleName(self.tr("What was found"))
        self._list.setModel(self._hits)
        self._list.setItemDelegate(HitDelegate(self._list))
        self._list.setMouseTracking(True)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._none = QLabel(self._panel)
        self._none.setObjectName("searchNothing")
        self._none.setTextFormat(Qt.TextFormat.PlainText)
        self._none.setContentsMargins(12, 10, 12, 10)
        self._none.setWordWrap(True)
        layout = QVBoxLayout(self._panel)
        layout.setContentsMargins(4, 4, 4, 4)
        layout.addWidget(self._list)
        layout.addWidget(self._none)
        self._panel.hide()
        self.textEdited.connect(self._ask)
        self._list.clicked.connect(self._chosen)

    def show_hits(self, text: str, found: list[Found], *, cut: bool = False) -> None:
        """Show what was found for a text, `cut` where there may be more; without a text, what was found lately.

        An answer to what is no longer in the field is dropped.
        """
        if text != self.text().strip() or not self.hasFocus():
            return
        if not text and not found:
            self.close_panel()
            return
        self._shown_for = text
        self._hits.show(found, recent=not text, cut=cut)
        self._list.setVisible(bool(found))
        self._none.setVisible(not found)
        self._none.setText(
            self.tr(
                "Nothing found for “{0}”. Names, IDs, codes, emails, usernames and phone numbers of people, classes, "
                "schools and courses were searched: try part of one."
            ).format(shown(text, 60))
        )
        if found:
            self._list.setCurrentIndex(self._hits.index(0))
            self._list.scrollToTop()
        self._place_panel()

    def close_panel(self) -> None:
        """Show no hits any more."""
        self._panel.hide()

    def show_nothing(self) -> None:
        """Keep no text and no hit."""
        self.clear()
        self.close_panel()
        self._hits.show([])
        self._none.setText("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _MOVES and self._panel.isVisible():
            self._move(_MOVES[key])
        elif key == Qt.Key.Key_Down:
            self._ask()
        elif key in _ENTER:
            current = self._shown_for == self.text().strip() and self._panel.isVisible()
            self._chosen(self._list.currentIndex() if current else QModelIndex(), event.modifiers())
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.close_panel()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._glass.move(9, (self.height() - self._glass.height()) // 2)
        whole, room = self.tr("Find anyone, a class, an ID…   Ctrl+K"), self.width() - _HINT_FRAME
        fits = self.fontMetrics().horizontalAdvance(whole) <= room
        self.setPlaceholderText(whole if fits else self.tr("Find…   Ctrl+K"))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._ask()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.close_panel()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self._panel.isVisible():
            self._ask()

    def _ask(self) -> None:
        self.text_wanted.emit(self.text().strip())

    def _move(self, steps: int) -> None:
        row = self._list.currentIndex().row() + steps
        self._list.setCurrentIndex(self._hits.index(max(0, min(row, self._hits.rowCount() - 1))))

    def _chosen(self, index: QModelIndex, keys: Qt.KeyboardModifier | None = None) -> None:
        if not index.isValid():
            return
        held = QGuiApplication.keyboardModifiers() if keys is None else keys
        hit, text = self._hits.hit(index.row()), self._shown_for
        self.clear()
        self.close_panel()
        if hit is None:
            self.more_wanted.emit(text)
        elif held & Qt.KeyboardModifier.ControlModifier:
            self.beside_wanted.emit(hit)
        else:
            self.hit_chosen.emit(hit)

    def _place_panel(self) -> None:
        window = self.window()
        if self._panel.parentWidget() is not window:
            self._panel.setParent(window)
        width = max(self.width(), _WIDTH)
        corner = self.mapTo(window, QPoint(self.width(), self.height() + 4))
        if self._none.isHidden():
            rows = range(self._hits.rowCount())
            room = min(_HEIGHT, window.height() - corner.y() - 48)
            height = min(sum(self._list.sizeHintForIndex(self._hits.index(row)).height() for row in rows) + 12, room)
        else:
            height = self._none.heightForWidth(width - 8) + 10
        self._panel.setGeometry(max(8, corner.x() - width), corner.y(), width, height)
        self._panel.raise_()
        self._panel.show()
