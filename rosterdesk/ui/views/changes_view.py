"""What a sync made different, in place of the table: record by record."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from rosterdesk.model.changes import Change, Kind
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.models.change_list import ChangeList
from rosterdesk.ui.views.changes_bar import ChangesBar
from rosterdesk.ui.views.report_lines import ChangeDelegate
from rosterdesk.ui.views.report_list import ReportList
from rosterdesk.ui.views.report_view import ReportView
from rosterdesk.ui.views.welcome import Welcome

_RECORD, _LIST = 230, 110


class ChangedRecords(ReportList):
    """Shows a `ChangeList`: a record opens to its fields, and leads where it lies."""

    chosen = Signal(object, object)  # Kind, Change
    followed = Signal(object)  # Change

    def __init__(self, changes: ChangeList | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changesList")
        self.setAccessibleName(self.tr("Changes"))
        self.changes = changes or ChangeList(self)
        self.setModel(self.changes)
        self.setItemDelegate(ChangeDelegate(ChangeList.KindRole, self))
        self.setIndentation(18)
        self.setExpandsOnDoubleClick(False)
        header = self.header()
        for column, width in enumerate((_RECORD, _LIST)):
            header.resizeSection(column, width)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def _tell(self, line: QModelIndex) -> None:
        self.chosen.emit(line.data(ChangeList.KindRole), line.data(ChangeList.ChangeRole))

    def _go(self, line: QModelIndex) -> None:
        self.followed.emit(line.data(ChangeList.ChangeRole))


class ChangesView(ReportView):
    """The bar chooses a sync and a kind; the foot says how much of it is shown."""

    def __init__(self) -> None:
        self.bar = ChangesBar()
        self.list = ChangedRecords()
        self._foot = label("", "secondary", wrap=True)
        self._foot.setObjectName("changesText")
        self._foot.setContentsMargins(12, GAP, 12, GAP)
        super().__init__(self.bar, self.list, Welcome("noChanges"), self._foot)
        self.setAccessibleName(self.tr("Changes"))

    def show_changes(self, changes: Sequence[tuple[Kind, Change]]) -> None:
        """Show these."""
        self.list.changes.show(changes)
        self.show_body(there=True)

    def show_left(self, words: str) -> None:
        """Say how many more there are; nothing where all are shown."""
        self._foot.setText(words)
        self._foot.setVisible(bool(words))

    def say(self, icon: str, title: str, sentence: str, *ways: str) -> None:
        """Show why there is no list."""
        self.list.changes.show(())
        self.nothing.say(icon, title, sentence, *ways)
        self.show_body(there=False)
        self._foot.hide()
