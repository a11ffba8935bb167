"""District → schools → groups → classes, read from the store when a branch is opened."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt, Signal

from rosterdesk.model.query import Query, Where
from rosterdesk.model.rows import Link, text
from rosterdesk.store.reader import Reader
from rosterdesk.ui import places
from rosterdesk.ui.history import Place
from rosterdesk.ui.models.roster_table import Index

_BATCH = 1000


@dataclass(eq=False)
class Node:
    """A line of the tree; `icon` may be empty. `place` is where it leads; `count` names its number in the tally."""

    title: str
    icon: str
    place: Place
    parent: "Node | None" = None
    count: tuple[str, str] | None = None
    children: "list[Node]" = field(default_factory=list)
    waiting: "list[int]" = field(default_factory=list)  # keys of children not shown yet
    keys: "list[int]" = field(default_factory=list)  # of all children
    opened: bool = True  # whether `children` and `waiting` are filled
    bold: bool = False
    extra: bool = False  # there only where the store has any of it
    school: str = ""  # the sourcedId, where the line is a school

    @property
    def row(self) -> int:
        return self.parent.children.index(self) if self.parent else 0


GROUPS = (
    ("Classes", "class", "classes"),
    ("Students", "student", "students"),
    ("Teachers", "teacher", "teachers"),
    ("Staff & guardians", "people", places.STAFF_AND_GUARDIANS),
    ("Courses", "course", "courses"),
    ("Sessions & terms", "session", "academicSessions"),
)
GRADEBOOK_LISTS = (
    ("Line items", "lineItems"),
    ("Results", "results"),
    ("Categories", "categories"),
    ("Score scales", "scoreScales"),
    ("Assessments", "assessmentLineItems"),
    ("Assessment results", "assessmentResults"),
)


class NavigationTree(QAbstractItemModel):
    """Takes a reader. `NodeRole` gives the node of a line, `CountRole` its number or nothing."""

    counted = Signal()  # the numbers are others, the lines the same

    NodeRole = int(Qt.ItemDataRole.UserRole)
    CountRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._roots: list[Node] = []
        self._counts: dict[tuple[str, str], int] = {}

    def show(self, reader: Reader | None, title: str) -> None:
        """Show the district of this store; `title` names it where the store does not."""
        self.beginResetModel()
        self._reader = reader
        self._counts = {}
        self._roots = [] if reader is None else [self._district(reader, title)]
        self.endResetModel()

    def show_counts(self, counts: dict[tuple[str, str], int]) -> None:
        """Fill in the numbers; rows are there before them."""
        of_classes = {name: count for name, count in self._counts.items() if name[0] == "class"}
        self._counts = of_classes | counts
        self._show_extras()
        self.counted.emit()

    def index_of(self, query: Query) -> QModelIndex:
        """The line that leads to this query, scope and collection being enough; an invalid index where none does.

        A school leads to its students, as their own line below it does: that line is the one.
        """
        found = [index for index in self._indexes(QModelIndex()) if self.leads_to(index, query)]
        return max(found, key=_depth, default=QModelIndex())

    def leads_to(self, index: Index, query: Query) -> bool:
        """Whether the line leads to this query."""
        return index.isValid() and _same(self._node(index).place.query, query)

    def refresh_schools(self) -> bool:
        """Read the schools again after the store was written; whether there are others than before."""
        if self._reader is None or not self._roots:
            return False
        root = self._roots[0]
        fresh = self._district(self._reader, root.title)
        if _lines(fresh) != _lines(root):
            self.beginResetModel()
            self._roots = [fresh]
            self.endResetModel()
            self._show_extras()
            return True
        for school in root.children:
            self._refresh_classes(school)
        return False

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        siblings = self._node(parent).children if parent.isValid() else self._roots
        return self.createIndex(row, column, siblings[row]) if 0 <= row < len(siblings) else QModelIndex()

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        parent = self._node(child).parent if child.isValid() else None
        return self.createIndex(parent.row, 0, parent) if parent is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._node(parent).children if parent.isValid() else self._roots)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return 1

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        if not parent.isValid():
            return bool(self._roots)
        node = self._node(parent)
        return bool(node.children or node.waiting or not node.opened)

    def canFetchMore(self, parent: Index) -> bool:
        return parent.isValid() and bool(self._node(parent).waiting or not self._node(parent).opened)

    def fetchMore(self, parent: Index) -> None:
        if self._reader is None or not parent.isValid():
            return
        node = self._node(parent)
        if not node.opened:
            node.opened = True
            node.keys = list(self._reader.keys(node.place.query))
            node.waiting = node.keys
        batch, node.waiting = node.waiting[:_BATCH], node.waiting[_BATCH:]
        if not batch:
            return
        fresh = self._classes(node, batch)
        first = len(node.children)
        self.beginInsertRows(self.createIndex(node.row, 0, node), first, first + len(fresh) - 1)
        node.children.extend(fresh)
        self.endInsertRows()

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        node = self._node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return node.title
        if role == self.NodeRole:
            return node
        if role == self.CountRole:
            return self._counts.get(node.count) if node.count else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self._counts.get(node.count) if node.count else None
            return node.title if count is None else f"{node.title}, {count:,}"
        return None

    def _node(self, index: Index) -> Node:
        node: Node = index.internalPointer()
        return node

    def _indexes(self, parent: QModelIndex) -> list[QModelIndex]:
        """Every line that has been read, parents first."""
        found = []
        for row in range(self.rowCount(parent)):
            index = self.index(row, 0, parent)
            found.append(index)
            found.extend(self._indexes(index))
        return found

    def _district(self, reader: Reader, title: str) -> Node:
        districts = reader.keys(Query(collection="orgs", where=(Where("type", ("district",)),)))
        if len(districts) == 1:
            title = text(reader.rows("orgs", districts, ("name",))[0][0]) or title
        root = Node(title, "district", Place(places.group("students")), count=("schools", ""), bold=True)
        schools = places.listing("schools")
        keys = reader.keys(schools)
        for name, sourced_id in reader.rows("schools", keys, ("name", "sourcedId")):
            root.children.append(self._school(root, text(name), text(sourced_id)))
        root.children.extend(self._groups(root, ""))
        return root

    def _school(self, root: Node, title: str, sourced_id: str) -> Node:
        place = Place(places.group("students", sourced_id), Link("orgs", sourced_id, title))
        school = Node(title, "school", place, root, ("students", sourced_id), school=sourced_id)
        school.children = self._groups(school, sourced_id)
        return school

    def _groups(self, parent: Node, school: str) -> list[Node]:
        prefix = "" if school else "All "
        return [
            Node(
                title if school else prefix + title.lower(),
                icon,
                Place(places.group(name, school), parent.place.record),
                parent,
                (name, school),
                opened=name != "classes" or not school,
            )
            for title, icon, name in GROUPS
        ]

    def _show_extras(self) -> None:
        """Have lines for gradebook and resources at the end of the district, where the store has any."""
        if not self._roots:
            return
        root = self._roots[0]
        self._match(root, sum(not node.extra for node in root.children), self._extras(root))

    def _match(self, parent: Node, first: int, wanted: list[Node]) -> None:
        """Have these lines at the end of the parent, from row `first` on. One that is there already stays as it is:
        unfolded, and chosen.
        """
        at = self.createIndex(parent.row, 0, parent)
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

    def _extras(self, root: Node) -> list[Node]:
        here = [(title, name) for title, name in GRADEBOOK_LISTS if self._counts.get((name, ""))]
        found = []
        if here:
            first = Place(places.group(here[0][1]))
            gradebook = Node(self.tr("Gradebook"), "gradebook", first, root, extra=True)
            gradebook.children = [
                Node(self.tr(title), "", Place(places.group(name)), gradebook, (name, "")) for title, name in here
            ]
            found.append(gradebook)
        if self._counts.get(("resources", "")):
            place = Place(places.group("resources"))
            found.append(Node(self.tr("Resources"), "resource", place, root, ("resources", ""), extra=True))
        return found

    def _classes(self, group: Node, keys: list[int]) -> list[Node]:
        assert self._reader is not None
        nodes = []
        rows = self._reader.rows("classes", keys, ("title", "periods", "sourcedId", "size"))
        for title, periods, sourced_id, size in rows:
            name = f"{text(title)} · {self.tr('Period')} {text(periods)}" if periods else text(title)
            link = Link("classes", text(sourced_id), text(title))
            place = Place(places.listing("students", "class", link.sourced_id), link)
            node = Node(name, "", place, group, ("class", link.sourced_id))
            if isinstance(size, int):
                self._counts[("class", link.sourced_id)] = size
            nodes.append(node)
        return nodes

    def _refresh_classes(self, school: Node) -> None:
        """Read the classes again where they were read and are others now."""
        for group in school.children:
            if self._reader is None or not group.opened or group.count is None or group.count[0] != "classes":
                continue
            keys = list(self._reader.keys(group.place.query))
            if keys == group.keys:
                continue
            if group.children:
                self.beginRemoveRows(self.createIndex(group.row, 0, group), 0, len(group.children) - 1)
                group.children.clear()
                self.endRemoveRows()
            group.opened = False


def _lines(root: Node) -> list[tuple[object, ...]]:
    """What is below the district whatever the store has."""
    lines = (node for node in root.children if not node.extra)
    return [(node.title, node.place, [child.title for child in node.children]) for node in lines]


def _depth(index: QModelIndex) -> int:
    return 1 + _depth(index.parent()) if index.isValid() else 0


def _same(one: Query, other: Query) -> bool:
    """Whether two queries show the same list, filters and order aside."""
    roles = [where for where in other.where if places.is_group(where)]
    return (one.collection, one.scopes, list(one.where)) == (other.collection, other.scopes, roles)
