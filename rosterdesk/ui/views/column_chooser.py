"""Which columns are shown, and in which order."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from rosterdesk.model.fields import collection
from rosterdesk.ui.look import style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.views.column_list import ColumnList
from rosterdesk.ui.views.popup import Popup

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
        self._list = ColumnList()
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
        self._list.show_columns(_titles(name), columns)
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
        self._list.show_columns(_titles(self._collection), columns)
        self.columns_chosen.emit(columns)
        self._list.narrow(self._search.text())


def _titles(name: str) -> dict[str, str]:
    """What the columns of a collection are called, by field name."""
    return {field.name: sentences(field.title) for field in collection(name).fields}
