"""The tree at the left: where one click leads anywhere in the district."""

from collections.abc import Iterator

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTreeView, QWidget

from rosterdesk.model.rows import Link
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.look import icons
from rosterdesk.ui.models.navigation_lines import Node
from rosterdesk.ui.models.navigation_tree import NavigationTree
from rosterdesk.ui.views.painting import NavigationDelegate

_PAUSE = 150  # milliseconds
_TOP = QModelIndex()
Titles = tuple[str, ...]
"""What a line is found by again in another tree of the same store: its own title after those above it."""


class NavigationView(QTreeView):
    """Shows a `NavigationTree`. Says where the user wants to go."""

    place_chosen = Signal(object)  # Place
    school_sync_wanted = Signal(str)  # sourcedId
    access_wanted = Signal()  # what the key can see of the district
    lists_wanted = Signal(object)  # Link: class lists of this record
    print_wanted = Signal(object)  # Link: paper of this record
    view_renaming_wanted = Signal(str)  # its name
    view_deletion_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigationTree")
        self.setAccessibleName(self.tr("Schools and their lists"))
        self.tree = NavigationTree(self)
        self.setModel(self.tree)
        self._lines = NavigationDelegate(
            NavigationTree.NodeRole, NavigationTree.CountRole, NavigationTree.SignRole, self
        )
        self.setItemDelegate(self._lines)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(15)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.can_sync_schools = False  # whether there is a service to ask
        self._marking = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)  # arrow keys pass many lines on their way
        self._pause.timeout.connect(self._go)
        self.tree.counted.connect(self.viewport().update)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.clicked.connect(self._clicked)

    def mark(self, place: Place) -> None:
        """Show which line leads to what the window shows, without going there."""
        index = self.tree.index_of(place)
        is_view = index.isValid() and index.data(NavigationTree.NodeRole).leads == "view"
        if self.tree.leads_to(self.currentIndex(), place) and not is_view:
            return
        self._marking = True
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
        else:
            self.selectionModel().clear()
        self._marking = False

    def unfolded(self) -> set[Titles]:
        """The lines that are unfolded."""
        return {titles for index, titles in self._read_lines() if self.isExpanded(index)}

    def unfold(self, lines: set[Titles]) -> None:
        """Unfold those of these lines that are there."""
        for index, titles in self._read_lines():
            if titles in lines:
                self.expand(index)

    def _read_lines(self, parent: QModelIndex = _TOP, above: Titles = ()) -> Iterator[tuple[QModelIndex, Titles]]:
        """Every line that can be unfolded, parents first; what is below one is asked for after it was given."""
        for row in range(self.tree.rowCount(parent)):
            index = self.tree.index(row, 0, parent)
            if self.tree.hasChildren(index):
                titles = (*above, str(index.data()))
                yield index, titles
                yield from self._read_lines(index, titles)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lines.forget_font()
        super().changeEvent(event)

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._marking:
            self._pause.start()

    def _go(self) -> None:
        self._pause.stop()
        node = self.currentIndex().data(NavigationTree.NodeRole)
        if node is not None and not node.is_heading:
            self.place_chosen.emit(node.place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._marking = True  # where no line is the current one, Qt makes the first so: nobody has chosen it
        super().focusInEvent(event)
        self._marking = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go()
            self._fold_heading(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a school, with what is or has classes, or with a saved view; of the district, and of a
        list that is missing, what the key can see.
        """
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        node = index.data(NavigationTree.NodeRole) if index.isValid() else None
        if node is None or node.is_heading:
            return
        tells_access = self.can_sync_schools and bool((node.bold and node.count) or index.data(NavigationTree.SignRole))
        if not (node.school or node.leads == "view" or _has_lists(node) or tells_access):
            return
        menu = QMenu(self)
        menu.setObjectName("recordMenu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if node.school:
            self._fill_school_menu(menu, node.school)
        if node.leads == "view":
            self._fill_view_menu(menu, node.title)
        elif node.school or _has_lists(node):
            link = Link("orgs", node.school, node.title) if node.school else node.place.record
            lists = menu.addAction(icons.icon("class"), self.tr("Class lists…"), lambda: self.lists_wanted.emit(link))
            lists.setObjectName("listsOfLineAction")
            menu.addAction(icons.icon("print"), self.tr("Print…"), lambda: self.print_wanted.emit(link))
        if tells_access:
            seen = menu.addAction(icons.icon("lock"), self.tr("What this key can see…"), self.access_wanted.emit)
            seen.setObjectName("accessOfLineAction")
        menu.popup(self.viewport().mapToGlobal(self.visualRect(index).bottomLeft()) if by_key else event.globalPos())

    def _fill_school_menu(self, menu: QMenu, school: str) -> None:
        menu.setObjectName("schoolMenu")
        sync = menu.addAction(
            icons.icon("sync"), self.tr("Sync this school"), lambda: self.school_sync_wanted.emit(school)
        )
        sync.setEnabled(self.can_sync_schools)
        if not self.can_sync_schools:
            sync.setText(self.tr("Sync this school (not possible with a bundle)"))

    def _fill_view_menu(self, menu: QMenu, name: str) -> None:
        menu.setObjectName("viewMenu")
        menu.addAction(self.tr("Rename…"), lambda: self.view_renaming_wanted.emit(name))
        menu.addAction(self.tr("Delete"), lambda: self.view_deletion_wanted.emit(name))

    def _clicked(self, index: QModelIndex) -> None:
        """What holds lists opens where it is clicked, and so do classes; thousands of people do not."""
        self._go()
        self._fold_heading(index)
        node = index.data(NavigationTree.NodeRole)
        holds_lists = not node.is_heading and (bool(node.children) or node.place.query.collection == "classes")
        if holds_lists and self.tree.hasChildren(index) and not self.isExpanded(index):
            self.expand(index)

    def _fold_heading(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(NavigationTree.NodeRole).is_heading:
            self.setExpanded(index, not self.isExpanded(index))


def _has_lists(node: Node) -> bool:
    """Whether it is the line of a class, or of a record that has classes."""
    record = node.place.record
    is_teacher = node.place.query.collection == "teachers"
    return record is not None and (record.collection in {"classes", "courses", "academicSessions"} or is_teacher)
