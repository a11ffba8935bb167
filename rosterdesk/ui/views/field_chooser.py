"""Which field the table is to be filtered by."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidgetItem, QWidget

from rosterdesk.model.attributes import Field
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.views.narrow_list import NarrowList
from rosterdesk.ui.views.painting import row_height
from rosterdesk.ui.views.popup import Popup

_WIDTH, _HEIGHT = 260, 330


class FieldChooser(Popup):
    """Lists fields; typing narrows them, and Enter or a click chooses one."""

    field_chosen = Signal(str)  # its name

    def __init__(self, parent: QWidget) -> None:
        super().__init__("fieldChooser", _WIDTH, parent)
        self.setAccessibleName(self.tr("Filter by a field"))
        self._search = QLineEdit()
        self._search.setObjectName("fieldSearch")
        self._search.setPlaceholderText(self.tr("Find a field"))
        self._search.setAccessibleName(self.tr("Find a field"))
        self._search.setClearButtonEnabled(True)
        self._list = NarrowList(self.tr("No field is called so."))
        self._list.setObjectName("fieldList")
        self._list.setAccessibleName(self.tr("Filter by a field"))
        self._list.setFixedHeight(_HEIGHT)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for widget in (self._search, self._list):
            self.column.addWidget(widget)
            widget.installEventFilter(self)
        self._search.textEdited.connect(self._list.narrow)
        self._list.itemClicked.connect(self._choose)

    def choose(self, fields: Sequence[Field], anchor: QWidget) -> None:
        """Open below the anchor with these fields."""
        self._search.clear()
        self._list.clear()
        for field in fields:
            item = QListWidgetItem(sentences(field.title), self._list)
            item.setSizeHint(QSize(0, row_height(self._list)))
            item.setData(Qt.ItemDataRole.UserRole, field.name)
        self._list.narrow("")
        self.open_below(anchor)
        self._search.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter chooses the field that is current; from the search, Down goes on in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if (item := self._list.currentItem()) is not None:
                    self._choose(item)
                return True
            if watched is self._search and event.key() == Qt.Key.Key_Down:
                self._list.setFocus(Qt.FocusReason.TabFocusReason)
                return QApplication.sendEvent(self._list, event)
        return super().eventFilter(watched, event)

    def _choose(self, item: QListWidgetItem) -> None:
        self.done()
        self.field_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
