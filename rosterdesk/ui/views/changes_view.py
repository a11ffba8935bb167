"""What a sync made different, in place of the table: record by record."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHeaderView, QStackedWidget, QVBoxLayout, QWidget

from rosterdesk.model.changes import Change, Kind
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.models.change_list import ChangeList
from rosterdesk.ui.views.changes_bar import ChangesBar
from rosterdesk.ui.views.report_lines import ChangeDelegate
from rosterdesk.ui.views.report_list import ReportList
from rosterdesk.ui.views.welcome import Welcome

_RECORD, _LIST = 230, 110


class ChangedRecords(ReportList):
    """Shows a `ChangeList`."""

    chosen = Signal(object, object)  # Kind, Change
    followed = Signal(object)  # Change

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changesList")
        self.setAccessibleName(self.tr("Changes"))
        self.changes = ChangeList(self)
        self.setModel(self.changes)
        self.setItemDelegate(ChangeDelegate(ChangeList.KindRole, self))
        self.setRootIsDecorated(False)
        header = self.header()
        for column, width in enumerate((_RECORD, _LIST)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def _tell(self, line: QModelIndex) -> None:
        self.chosen.emit(line.data(ChangeList.KindRole), line.data(ChangeList.ChangeRole))

    def _go(self, line: QModelIndex) -> None:
        self.followed.emit(line.data(ChangeList.ChangeRole))


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
