"""The menus of the table: of a cell, and of a column."""

from collections.abc import Container

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from rosterdesk.model.attributes import Field
from rosterdesk.model.query import Sort
from rosterdesk.model.rows import Value
from rosterdesk.ui.browsing import filters
from rosterdesk.ui.look import icons
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import caption, shown
from rosterdesk.ui.views.copied import Copy

COPY_WITH_TITLES = QKeySequence("Ctrl+Shift+C")
_LONGEST = 40  # characters of a value


class CellMenu(QMenu):
    """What can be done with the chosen rows, and with the value of one cell."""

    opened = Signal()
    copy_wanted = Signal(object)  # Copy
    export_wanted = Signal()
    lists_wanted = Signal()
    print_wanted = Signal()
    value_chosen = Signal(str, object, bool)  # field name, its values as a filter takes them, whether to exclude them
    filter_wanted = Signal(str)  # field name

    def __init__(
        self, field: Field, value: Value, copies: Container[Copy], parent: QWidget, *, lists: bool = False
    ) -> None:
        super().__init__(parent)
        self.setObjectName("cellMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.addAction(self.tr("Open"), QKeySequence("Enter"), self.opened.emit)
        self._add_copies(copies)
        self.addAction(icons.icon("export"), self.tr("Export selection…"), self.export_wanted.emit)  # Ctrl+E: all
        if lists:
            self.addAction(icons.icon("class"), self.tr("Class lists…"), self.lists_wanted.emit)
        self.addAction(icons.icon("print"), self.tr("Print…"), QKeySequence("Ctrl+P"), self.print_wanted.emit)
        self.addSeparator()
        values = filters.held(value, field)
        if filters.ways(field)[0] is filters.Way.ONE_OF or values == ("",):
            self._add_values(field, values)
        _add_filter(self, field, self.filter_wanted)

    def _add_copies(self, copies: Container[Copy]) -> None:
        menu = QMenu(self.tr("Copy"), self)
        menu.setObjectName("copyMenu")
        menu.setIcon(icons.icon("copy"))
        for what, words, keys in (
            (Copy.ROWS, self.tr("Rows"), QKeySequence(QKeySequence.StandardKey.Copy)),
            (Copy.TITLED, self.tr("Rows with titles"), COPY_WITH_TITLES),
            (Copy.CELL, self.tr("This cell"), QKeySequence()),
            (Copy.COLUMN, self.tr("This column, a line each"), QKeySequence()),
            (Copy.EMAILS, self.tr("Email addresses, for a mail"), QKeySequence()),
        ):
            action = menu.addAction(words)
            action.setShortcut(keys)
            action.setEnabled(what in copies)
            action.triggered.connect(lambda _checked=False, what=what: self.copy_wanted.emit(what))
        self.addMenu(menu)

    def _add_values(self, field: Field, values: tuple[str, ...]) -> None:
        words = caption(shown(", ".join(filters.shown(value, field) for value in values), _LONGEST))
        only = self.addAction(icons.icon("filter"), self.tr("Only “{0}”").format(words))
        only.triggered.connect(lambda _checked=False: self.value_chosen.emit(field.name, values, False))
        without = self.addAction(self.tr("Without “{0}”").format(words))
        without.triggered.connect(lambda _checked=False: self.value_chosen.emit(field.name, values, True))


class ColumnMenu(QMenu):
    """How a column is sorted, filtered, as wide as it needs to be, or hidden, where another one is left."""

    sort_chosen = Signal(object)  # Sort
    filter_wanted = Signal(str)  # field name
    fit_wanted = Signal()
    hidden = Signal(str)  # field name
    columns_wanted = Signal()

    def __init__(self, field: Field, parent: QWidget, *, is_last: bool) -> None:
        super().__init__(parent)
        self.setObjectName("columnMenu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for words, descending in ((self.tr("Sort first to last"), False), (self.tr("Sort last to first"), True)):
            sort = Sort(field.name, descending=descending)
            self.addAction(words).triggered.connect(lambda _checked=False, sort=sort: self.sort_chosen.emit(sort))
        self.addSeparator()
        _add_filter(self, field, self.filter_wanted)
        self.addSeparator()
        self.addAction(self.tr("Fit its width"), self.fit_wanted.emit)
        self.addAction(self.tr("Hide"), lambda: self.hidden.emit(field.name)).setEnabled(not is_last)
        self.addSeparator()
        self.addAction(icons.icon("columns"), self.tr("Columns…"), self.columns_wanted.emit)


def _add_filter(menu: QMenu, field: Field, wanted: SignalInstance) -> None:
    words = tr("Filter by {0}…").format(caption(sentences(field.title)))
    menu.addAction(icons.icon("filter"), words).triggered.connect(lambda _checked=False: wanted.emit(field.name))
