"""What the rules found as a model: branches that open to further ones, and to the records that were found."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TypeAlias

from msgspec import UNSET
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from rosterdesk.model.fields import collection
from rosterdesk.ui.look.dates import ago
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import shown, tooltip
from rosterdesk.ui.models.roster_table import Index

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Cause, Finding
    from rosterdesk.ui.browsing.finding_branches import Branch

_BATCH = 500
_ROOT = 0
_Texts: TypeAlias = tuple[str, str, str, str]
"""Of a line, column by column."""


class _Node:
    """A branch in its place; `shown` says how many of its leaves have lines."""

    def __init__(self, branch: "Branch | None", parent: int, row: int) -> None:
        self.branch = branch
        self.parent = parent
        self.row = row
        self.nodes: list[int] = []
        self.shown = 0

    @property
    def leaves(self) -> "Sequence[Finding]":
        return self.branch.leaves if self.branch else ()

    @property
    def rows(self) -> int:
        return len(self.nodes) + self.shown


class FindingsTree(QAbstractItemModel):
    """`BranchRole` gives the branch of a line, or that which its finding is in; `FindingRole` its finding, and nothing
    where the line is a branch's own.

    The internal id of an index is the number of the node above it.
    """

    BranchRole = int(Qt.ItemDataRole.UserRole)
    FindingRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._nodes = [_Node(None, _ROOT, 0)]
        self._schools: Mapping[str, str] = {}
        self._texts: dict[tuple[int, int], _Texts] = {}  # of the lines that were painted: read but once
        self.named: Callable[[Finding], str] = lambda finding: finding.title
        """What the record of a finding is called."""
        self.blamed: Callable[[Cause], str] = lambda cause: cause.sourced_id
        """What a record that is to blame is called."""

    def show(self, branches: "Sequence[Branch]", schools: Mapping[str, str]) -> None:
        """Show these; `schools` are the names of orgs by sourcedId."""
        self.beginResetModel()
        self._schools = schools
        self._texts = {}
        self._nodes = [_Node(None, _ROOT, 0)]
        self._add(_ROOT, branches)
        self.endResetModel()

    def index_of(self, path: Sequence[str], record: tuple[str, str] | None = None) -> QModelIndex:
        """The line of the branch that these keys lead to, as far as they do; or within it that of what was found on a
        record, (base collection, sourcedId).
        """
        number = _ROOT
        for key in path:
            below = (each for each in self._nodes[number].nodes if self._branch(each).key == key)
            number = next(below, -1)
            if number < 0:
                return QModelIndex()
        found = self._found(number, record) if record else None
        return found if found is not None else self._line(number)

    def path(self, index: Index) -> tuple[str, ...]:
        """The keys that lead to the branch of this line, or to that which its finding is in."""
        number = int(index.internalId()) if self._finding(index) else self._number(index)
        keys = []
        while number != _ROOT:
            keys.append(self._branch(number).key)
            number = self._nodes[number].parent
        return tuple(reversed(keys))

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not (0 <= row < self.rowCount(parent) and 0 <= column < self.columnCount()):
            return QModelIndex()
        return self.createIndex(row, column, self._number(parent))

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        return self._line(int(child.internalId())) if child.isValid() else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        node = self._node(parent)
        return node.rows if node else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return 4

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        node = self._node(parent)
        return node is not None and bool(node.nodes or node.leaves)

    def canFetchMore(self, parent: Index) -> bool:
        node = self._node(parent)
        return node is not None and node.shown < len(node.leaves)

    def fetchMore(self, parent: Index) -> None:
        node = self._node(parent)
        if node is None or node.shown >= len(node.leaves):
            return
        end = min(node.shown + _BATCH, len(node.leaves))
        self.beginInsertRows(self._line(self._number(parent)), node.rows, len(node.nodes) + end - 1)
        node.shown = end
        self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Finding"), self.tr("Where"), self.tr("Records"), self.tr("Since"))[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        finding = self._finding(index)
        if role == self.BranchRole:
            return self._branch(int(index.internalId()) if finding else self._number(index))
        if role == self.FindingRole:
            return finding
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        texts = self._line_texts(index, finding)
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{texts[0]}: {sentences(finding.message)}" if finding else texts[index.column()])
        spoken = (texts[0], sentences(finding.message), texts[1]) if finding else texts[:3]
        return ", ".join(filter(None, spoken)) if index.column() == 0 else None

    def _add(self, above: int, branches: "Sequence[Branch]") -> None:
        for row, branch in enumerate(branches):
            number = len(self._nodes)
            self._nodes.append(_Node(branch, above, row))
            self._nodes[above].nodes.append(number)
            self._add(number, branch.branches)

    def _number(self, index: Index) -> int:
        """The node of a line that is a branch's; that of the whole tree for no line."""
        if not index.isValid():
            return _ROOT
        return self._nodes[int(index.internalId())].nodes[index.row()]

    def _node(self, index: Index) -> _Node | None:
        """The node of a line that has lines below it."""
        if index.isValid() and (index.column() or self._finding(index)):
            return None
        return self._nodes[self._number(index)]

    def _branch(self, number: int) -> "Branch":
        branch = self._nodes[number].branch
        assert branch is not None
        return branch

    def _finding(self, index: Index) -> "Finding | None":
        if not index.isValid():
            return None
        above = self._nodes[int(index.internalId())]
        return above.leaves[index.row() - len(above.nodes)] if index.row() >= len(above.nodes) else None

    def _line(self, number: int) -> QModelIndex:
        node = self._nodes[number]
        return QModelIndex() if number == _ROOT else self.createIndex(node.row, 0, node.parent)

    def _found(self, number: int, record: tuple[str, str]) -> QModelIndex | None:
        """The line of what was found on the record, anywhere below; lines are made until it has one."""
        node = self._nodes[number]
        for place, each in enumerate(node.leaves):
            if (each.collection, each.sourced_id) == record:
                while node.shown <= place:
                    self.fetchMore(self._line(number))
                return self.createIndex(len(node.nodes) + place, 0, number)
        below = (self._found(each, record) for each in node.nodes)
        return next((each for each in below if each is not None), None)

    def _line_texts(self, index: Index, finding: "Finding | None") -> _Texts:
        line = int(index.internalId()), index.row()
        if line not in self._texts:
            made = self._of_finding(finding) if finding else self._of_branch(self._branch(self._number(index)))
            self._texts[line] = made
        return self._texts[line]

    def _of_branch(self, branch: "Branch") -> _Texts:
        if branch.result is not None and branch.result.state == "not run":
            return self._title(branch), self.tr("Not judged"), "", ""
        where = self.tr("{0} schools").format(f"{len(branch.schools):,}")
        if len(branch.schools) <= 1:
            where = self._school(next(iter(branch.schools), ""))
        count = f"{branch.count:,}"
        if branch.kind == "rule" and branch.branches:
            count = self.tr("%n causes · {0}", "", len(branch.branches)).format(count)
        return self._title(branch), where, count, _since(branch.since)

    def _title(self, branch: "Branch") -> str:
        match branch.kind:
            case "rule":
                assert branch.rule is not None
                return sentences(branch.rule.title)
            case "cause":
                assert branch.cause is not None
                return self.blamed(branch.cause)
            case "severity":
                words = {"error": self.tr("Errors"), "warning": self.tr("Warnings"), "info": self.tr("Information")}
                return words[branch.severity]
            case "school":
                return self._school(branch.key)

    def _of_finding(self, finding: "Finding") -> _Texts:
        if finding.file is not UNSET:
            row = self.tr("row {0}").format(finding.row) if finding.row else ""
            return (
                " · ".join(filter(None, (finding.file, row, finding.field or ""))),
                "",
                "",
                _since(finding.since or ""),
            )
        title = self.named(finding) or finding.sourced_id
        if not title:
            title = (
                sentences(collection(finding.collection).title) if finding.collection else self.tr("The whole roster")
            )
        return shown(title, 120), self._school(finding.school), "", _since(finding.since or "")

    def _school(self, sourced_id: str) -> str:
        return shown(self._schools.get(sourced_id, sourced_id), 80) if sourced_id else self.tr("District")


def _since(moment: str) -> str:
    """How long it is so; a dash where nobody knows."""
    return ago(datetime.fromisoformat(moment).astimezone().date(), date.today()) if moment else "—"  # noqa: DTZ011
