"""What is wrong with the roster, in place of the table: rule by rule, each opening to the records that it found."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHeaderView, QWidget

from rosterdesk.ui.look.language import tr
from rosterdesk.ui.models.findings_tree import FindingsTree, Group
from rosterdesk.ui.views.findings_bar import FindingsBar
from rosterdesk.ui.views.report_foot import ReportFoot
from rosterdesk.ui.views.report_lines import FindingDelegate
from rosterdesk.ui.views.report_list import ReportList
from rosterdesk.ui.views.report_view import ReportView
from rosterdesk.ui.views.welcome import Welcome

_WHERE = 170


class FindingsList(ReportList):
    """Shows a `FindingsTree`: a rule opens and closes, a finding leads where it lies."""

    chosen = Signal(object, object)  # Group, Finding or None
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

    def opened(self) -> set[str]:
        """The rules that are open, by id."""
        rows = (self.tree.index(row, 0) for row in range(self.tree.rowCount()))
        return {row.data(FindingsTree.GroupRole).rule.id for row in rows if self.isExpanded(row)}

    def show_groups(self, groups: Sequence[Group], schools: Mapping[str, str]) -> None:
        """Show these; what was open and is there still is open again."""
        opened = self.opened()
        self.tree.show(groups, schools)
        for row, group in enumerate(groups):
            self.setExpanded(self.tree.index(row, 0), group.rule.id in opened)

    def _tell(self, line: QModelIndex) -> None:
        self.chosen.emit(line.data(FindingsTree.GroupRole), line.data(FindingsTree.FindingRole))

    def _go(self, line: QModelIndex) -> None:
        finding = line.data(FindingsTree.FindingRole)
        if finding is None:
            self.setExpanded(line, not self.isExpanded(line))
        else:
            self.followed.emit(finding)


class FindingsView(ReportView):
    """The bar narrows by level, school and text; the foot says how far the judging is."""

    def __init__(self) -> None:
        self.bar = FindingsBar()
        self.list = FindingsList()
        self.foot = ReportFoot("findings", tr("Check again"))
        super().__init__(self.bar, self.list, Welcome("noFindings"), self.foot)
        self.setObjectName("findingsView")
        self.setAccessibleName(self.tr("Findings"))

    def show_list(self, *, there: bool, judged: bool) -> None:
        """Show the list, or what stands in its place; without a judgement nothing can be narrowed."""
        self.show_body(there=there)
        self.bar.setVisible(judged)
        self.foot.setVisible(judged)
