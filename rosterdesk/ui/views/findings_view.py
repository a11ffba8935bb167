"""What is wrong with the roster, in place of the table: branches that open to the records that were found."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from rosterdesk.ui.look.language import tr
from rosterdesk.ui.models.findings_tree import FindingsTree
from rosterdesk.ui.views.findings_bar import FindingsBar
from rosterdesk.ui.views.report_foot import ReportFoot
from rosterdesk.ui.views.report_lines import FindingDelegate
from rosterdesk.ui.views.report_list import ReportList
from rosterdesk.ui.views.report_view import ReportView
from rosterdesk.ui.views.trend import Trend
from rosterdesk.ui.views.welcome import Welcome

if TYPE_CHECKING:
    from rosterdesk.ui.browsing.finding_branches import Branch

_WHERE = 130
_FEW = 6


class FindingsList(ReportList):
    """Shows a `FindingsTree`: a branch opens and closes, a finding leads where it lies."""

    chosen = Signal(object, object)  # Branch, Finding or None
    followed = Signal(object)  # Finding

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsList")
        self.setAccessibleName(self.tr("Findings"))
        self.tree = FindingsTree(self)
        self.setModel(self.tree)
        self.setItemDelegate(FindingDelegate(self))
        self.setIndentation(18)
        self.setExpandsOnDoubleClick(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(1, _WHERE)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)  # its title, in whatever size
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.ResizeToContents)

    def opened(self) -> list[tuple[str, ...]]:
        """The branches that are open, by the keys that lead to them; what is above stands first."""
        return list(self._opened(QModelIndex()))

    def show_branches(self, branches: "Sequence[Branch]", schools: Mapping[str, str]) -> None:
        """Show these; what was open and is there still is open again. Those that hold others are open at once."""
        opened = self.opened()
        self.tree.show(branches, schools)
        for row, branch in enumerate(branches):
            if branch.kind != "rule" and len(branches) <= _FEW:
                self.setExpanded(self.tree.index(row, 0), True)
        for path in opened:
            self.setExpanded(self.tree.index_of(path), True)

    def _opened(self, above: QModelIndex) -> Iterator[tuple[str, ...]]:
        for row in range(self.tree.rowCount(above)):
            index = self.tree.index(row, 0, above)
            if self.isExpanded(index):
                yield self.tree.path(index)
                yield from self._opened(index)

    def _tell(self, line: QModelIndex) -> None:
        self.chosen.emit(line.data(FindingsTree.BranchRole), line.data(FindingsTree.FindingRole))

    def _go(self, line: QModelIndex) -> None:
        finding = line.data(FindingsTree.FindingRole)
        if finding is None:
            self.setExpanded(line, not self.isExpanded(line))
        else:
            self.followed.emit(finding)


class FindingsView(ReportView):
    """The bar narrows by level, school and text; the foot says how far the judging is, and how it went on."""

    def __init__(self) -> None:
        self.bar = FindingsBar()
        self.list = FindingsList()
        self.trend = Trend()
        self.foot = ReportFoot("findings", tr("Check again"), self.trend)
        super().__init__(self.bar, self.list, Welcome("noFindings"), self.foot)
        self.setAccessibleName(self.tr("Findings"))

    def show_list(self, *, there: bool, judged: bool) -> None:
        """Show the list, or what stands in its place; without a judgement nothing can be narrowed."""
        self.show_body(there=there)
        self.bar.setVisible(judged)
        self.foot.setVisible(judged)
