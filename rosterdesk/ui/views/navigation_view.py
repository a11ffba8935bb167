"""The tree at the left: where one click leads anywhere in the district."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QTreeView, QWidget

from rosterdesk.model.query import Query
from rosterdesk.ui.models.navigation_tree import NavigationTree
from rosterdesk.ui.views.painting import NavigationDelegate


class NavigationView(QTreeView):
    """Shows a `NavigationTree`. Says where the user wants to go."""

    place_chosen = Signal(object)  # Place

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigationTree")
        self.setAccessibleName(self.tr("Schools and their lists"))
        self.tree = NavigationTree(self)
        self.setModel(self.tree)
        self._lines = NavigationDelegate(NavigationTree.NodeRole, NavigationTree.CountRole, self)
        self.setItemDelegate(self._lines)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(15)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._marking = False
        self.tree.counted.connect(self.viewport().update)
        self.selectionModel().currentChanged.connect(self._chosen)
        self.clicked.connect(self._clicked)

    def mark(self, query: Query) -> None:
        """Show which line leads to what the window shows, without going there."""
        if self.tree.leads_to(self.currentIndex(), query):
            return
        index = self.tree.index_of(query)
        self._marking = True
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
        else:
            self.selectionModel().clear()
        self._marking = False

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._lines.forget_font()
        super().changeEvent(event)

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._marking:
            self.place_chosen.emit(current.data(NavigationTree.NodeRole).place)

    def _clicked(self, index: QModelIndex) -> None:
        """A school opens where it is clicked; the same line twice goes there again."""
        if self.tree.hasChildren(index) and not self.isExpanded(index):
            self.expand(index)
