"""What a sync made different, in place of the table: record by record."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QTreeView, QVBoxLayout, QWidget

from rosterdesk.model.changes import Change, Kind
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.models.change_list import ChangeList
from rosterdesk.ui.views.changes_bar import ChangesBar
from rosterdesk.ui.views.report_lines import ChangeDelegate
from rosterdesk.ui.views.welcome import Welcome

_RECORD, _LIST = 230, 110


class ChangedRecords(QTreeView):
    """Shows a `ChangeList`. Enter and a double click go to the record."""

    chosen = Signal(object, object)  # Kind, Change
    followed = Signal(object)  # Change

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changesList")
        self.setAccessibleName(self.tr("Changes"))
        self.changes = ChangeList(self)
        self.setModel(self.changes)
        self._lines = ChangeDelegate(ChangeList.KindRole, self)
        self.setItemDelegate(self._lines)
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setMouseTracking(True)
        header = self.header()
        header.setSectionsMovable(False)
        for column, width in enumerate((_RECORD, _LIST)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.selectionModel().currentChanged.connect(self._current_changed)
        self.doubleClicked.connect(self._go)

    def mark(self, row: int) -> None:
        """Choose this line, without saying so."""
        self.selectionModel().blockSignals(True)
        self.setCurrentIndex(self.changes.index(row, 0))
        self.selectionModel().blockSignals(False)
        self.viewport().update()
        self.scrollTo(self.currentIndex())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lines.forget_font()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._go(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(ChangeList.KindRole), current.data(ChangeList.ChangeRole))

    def _go(self, index: QModelIndex) -> None:
        self.followed.emit(index.data(ChangeList.ChangeRole))


class ChangesView(QWidget):
    """The bar that chooses, the list or what stands in its place, and how much of it is shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changesView")
        self.setAccessibleName(self.tr("Changes"))
        self.bar = ChangesBar()
        self.list = ChangedRecords()
        self.nothing = Welcome("noChanges")
        self._foot = label("", "secondary", wrap=True)
        self._foot.setObjectName("changesText")
        self._foot.setContentsMargins(12, GAP, 12, GAP)
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._body.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self._body, 1)
        column.addWidget(self._foot)

    def show_changes(self, changes: Sequence[tuple[Kind, Change]], foot: str) -> None:
        """Show these; `foot` says how many more there are."""
        self.list.changes.show(changes)
        self._body.setCurrentIndex(0)
        self._foot.setText(foot)
        self._foot.setVisible(bool(foot))

    def say(self, icon: str, title: str, sentence: str, *ways: str) -> None:
        """Show why there is no list."""
        self.list.changes.show(())
        self.nothing.say(icon, title, sentence, *ways)
        self._body.setCurrentIndex(1)
        self._foot.hide()
