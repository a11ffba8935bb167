"""District → schools → groups → records, then what is said of it all: read from the store when a branch is opened."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, QTimer, Signal

from rosterdesk.model.fields import collection
from rosterdesk.model.rows import CollectionState
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.report import Report
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import tooltip
from rosterdesk.ui.models import navigation_lines
from rosterdesk.ui.models.navigation_lines import Node
from rosterdesk.ui.models.roster_table import Index

_BATCH = 100
"""Lines of a group that are read first. The window lives between one batch and the next."""


class NavigationTree(QAbstractItemModel):
    """Takes a reader. `NodeRole` gives the node of a line, `CountRole` its number or nothing, `SignRole` the icon that
    says why there is none.
    """

    counted = Signal()  # the numbers are others, the lines the same

    NodeRole = int(Qt.ItemDataRole.UserRole)
    CountRole = int(Qt.ItemDataRole.UserRole) + 1
    SignRole = int(Qt.ItemDataRole.UserRole) + 2

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._top = navigation_lines.top()
        self._counts: Mapping[tuple[str, str], int] = {}
        self._missing: Mapping[str, CollectionState] = {}
        self._dated = False
        self._views: Sequence[tuple[str, Place]] = ()
        self._stale: dict[Node, None] = {}  # groups whose records are to be read again
        self._growing: dict[Node, None] = {}  # those of which more lines are to come
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)

    @property
    def district(self) -> Node:
        """The line of the district; while no store is shown, what is above all lines."""
        return next(iter(self._top.children), self._top)

    def show(self, reader: Reader | None, title: str) -> None:
        """Show the district of this store; `title` names it where the store does not."""
        self.beginResetModel()
        self._put([])
        self._reader = reader
        self._counts = {}
        self._top = navigation_lines.top()
        if reader is not None:
            self._put([navigation_lines.district(reader, title), *navigation_lines.reports(), *self._saved()])
        self.endResetModel()

    def show_counts(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Fill in the numbers; rows are there before them."""
        self._counts = counts
        self._show_extras()
        self.counted.emit()

    def show_missing(self, missing: Mapping[str, CollectionState]) -> None:
        """Mark the lists of these base collections: nothing of them could be read."""
        if missing != self._missing:
            self._missing = missing
            self.counted.emit()

    def show_dated(self, *, dated: bool) -> None:
        """Another day than today is looked at, or none: only the classes are counted by it, so others say nothing."""
        self._dated = dated
        self._read_soon(group for group in self._opened() if group.place.query.collection == "classes")
        self.counted.emit()

    def show_number(self, report: type[Report], number: int | None, tint: str = "faint") -> None:
        """Write this number, in the colour of this name, at the line of a report."""
        for node in self._top.children:
            if isinstance(node.place.report, report):
                node.number, node.tint = number, tint
        self.counted.emit()

    def show_views(self, views: Sequence[tuple[str, Place]]) -> None:
        """Have lines for these views, by their titles, below everything else."""
        self._views = views
        if self._reader is not None:
            self._match(self._top, sum(node.leads != "view" for node in self._top.children), self._saved())

    def index_of(self, place: Place) -> QModelIndex:
        """The line that leads to this place, its list being enough; an invalid index where none does.

        A school leads to its students, as their own line below it does: that line is the one.
        """
        found = [
            (node.leads != "list", depth, node)
            for depth, node in navigation_lines.walk(self._top, places.school(place))
            if node.leads_to(place)
        ]
        return self._index_of(max(found, key=lambda each: each[:2])[2]) if found else QModelIndex()

    def leads_to(self, index: Index, place: Place) -> bool:
        """Whether the line leads to this place."""
        return index.isValid() and self._node(index).leads_to(place)

    def refresh_schools(self) -> bool:
        """Read the schools again after the store was written; whether there are others than before.

        What is below them comes soon afterwards, group by group.
        """
        if self._reader is None or not self._top.children:
            return False
        root, *others = self._top.children
        fresh = navigation_lines.district(self._reader, root.title)
        if navigation_lines.fixed(fresh) != navigation_lines.fixed(root):
            self.beginResetModel()
            self._put([fresh, *others])
            self.endResetModel()
            self._show_extras()
            return True
        self._read_soon(self._opened())
        return False

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        siblings = self._node(parent).children
        return self.createIndex(row, column, siblings[row]) if 0 <= row < len(siblings) else QModelIndex()

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        parent = self._node(child).parent if child.isValid() else None
        return self._index_of(parent) if parent is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._node(parent).children)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        return self._node(parent).has_children

    def canFetchMore(self, parent: Index) -> bool:
        return not self._node(parent).opened  # once it is, the lines come by themselves

    def fetchMore(self, parent: Index) -> None:
        node = self._node(parent)
        if self._reader is None or node.opened:
            return
        node.opened = True
        node.keys = list(self._reader.keys(node.place.query))
        node.waiting = node.keys
        self._grow(node)
        if node.waiting:
            self._growing[node] = None
            self._turn.start()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        node = self._node(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                found: Any = node.title
            case self.NodeRole:
                found = node
            case self.CountRole:
                found = self._number(node)
            case self.SignRole:
                missing = self._missing_of(node)
                found = missing and ("lock" if missing.refused else "warning")
            case Qt.ItemDataRole.ToolTipRole:
                found = self._tip(node)
            case Qt.ItemDataRole.AccessibleTextRole:
                missing, number = self._missing_of(node), self._number(node)
                said = sentences(missing.why) if missing else "" if number is None else f"{number:,}"
                found = f"{node.title}, {said}" if said else node.title
            case _:
                found = None
        return found

    def _tip(self, node: Node) -> str | None:
        if (missing := self._missing_of(node)) is not None:
            return tooltip(sentences(missing.why))
        of_today = self._dated and node.count is not None
        return tr("How many there are is counted for today alone.") if of_today else None

    def _missing_of(self, node: Node) -> CollectionState | None:
        """How the list stands that the line leads to, where nothing of it has come."""
        if not self._missing or node.count is None:
            return None
        name = node.count[0]
        return self._missing.get("users" if name == places.STAFF_AND_GUARDIANS else collection(name).base)

    def _number(self, node: Node) -> int | None:
        if node.number is not None or node.count is None:
            return node.number
        return None if self._dated else self._counts.get(node.count)

    def _node(self, index: Index) -> Node:
        """The node of a line; that of no line is above them all."""
        return index.internalPointer() if index.isValid() else self._top

    def _index_of(self, node: Node) -> QModelIndex:
        return QModelIndex() if node is self._top else self.createIndex(node.row, 0, node)

    def _opened(self) -> Iterator[Node]:
        """The groups of schools that were opened."""
        for root in self._top.children[:1]:
            for school in filter(lambda line: line.school, root.children):
                yield from (group for group in school.made if group.opened)

    def _read_soon(self, groups: Iterable[Node]) -> None:
        self._stale |= dict.fromkeys(groups)
        self._turn.start()

    def _grow(self, node: Node) -> None:
        """Have the next lines of a group, as many as it has: a view lays all of them out anew each time."""
        size = max(_BATCH, len(node.children))
        batch, node.waiting = node.waiting[:size], node.waiting[size:]
        if self._reader is None or not batch:
            return
        fresh = navigation_lines.records(self._reader, node, batch)
        first = len(node.children)
        self.beginInsertRows(self._index_of(node), first, first + len(fresh) - 1)
        node.children.extend(fresh)
        self.endInsertRows()

    def _go_on(self) -> None:
        """Read one part of what is to be read, until there is none."""
        if self._stale:
            self._refresh_records(self._stale.popitem()[0])
        elif self._growing:
            node = next(iter(self._growing))
            self._grow(node)
            if not node.waiting:
                del self._growing[node]
        else:
            self._turn.stop()

    def _put(self, lines: list[Node]) -> None:
        self._turn.stop()
        self._stale.clear()
        self._growing.clear()
        self._top.made = lines
        for node in lines:
            node.parent = self._top

    def _saved(self) -> list[Node]:
        return navigation_lines.saved_views(self._views)

    def _show_extras(self) -> None:
        """Have lines for gradebook and resources at the end of the district, where the store has any."""
        if self._top.children:
            root = self._top.children[0]
            usual = sum(not node.extra for node in root.children)
            self._match(root, usual, navigation_lines.extras(root, self._counts))

    def _match(self, parent: Node, first: int, wanted: list[Node]) -> None:
        """Have these lines at the end of the parent, from row `first` on. One that is there already stays as it is:
        unfolded, and chosen.
        """
        at = self._index_of(parent)
        titles = {node.title for node in wanted}
        for row in range(len(parent.children) - 1, first - 1, -1):
            if parent.children[row].title not in titles:
                self.beginRemoveRows(at, row, row)
                del parent.children[row]
                self.endRemoveRows()
        for row, node in enumerate(wanted, first):
            known = parent.children[row] if row < len(parent.children) else None
            if known is not None and known.title == node.title:
                known.place = node.place
                self._match(known, 0, node.children)
                continue
            node.parent = parent
            self.beginInsertRows(at, row, row)
            parent.children.insert(row, node)
            self.endInsertRows()

    def _refresh_records(self, group: Node) -> None:
        """Read the records of a group again where they were read and are others now."""
        if self._reader is None or not group.opened:
            return
        if list(self._reader.keys(group.place.query)) == group.keys:
            self._read_titles(group)
            return
        if group.children:
            self.beginRemoveRows(self._index_of(group), 0, len(group.children) - 1)
            group.children.clear()
            self.endRemoveRows()
        group.opened, group.waiting = False, []

    def _read_titles(self, group: Node) -> None:
        """Read again what the lines of a group say: people may be masked by now, or others be in a class."""
        if self._reader is None or not group.children:
            return
        fresh = navigation_lines.records(self._reader, group, group.keys[: len(group.children)])
        for known, now in zip(group.children, fresh, strict=False):
            known.title, known.place, known.number = now.title, now.place, now.number
        at = self._index_of(group)
        self.dataChanged.emit(self.index(0, 0, at), self.index(len(group.children) - 1, 0, at))
