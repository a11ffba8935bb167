"""Where each view stands: bars above and below, and tree, table and details beside each other between them."""

from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from rosterdesk.ui.browsing.report import Changes, Findings, Report
from rosterdesk.ui.details.pane import DetailPane
from rosterdesk.ui.views.empty_table import EmptyTable
from rosterdesk.ui.views.explanation import Explanation
from rosterdesk.ui.views.filter_bar import FilterBar
from rosterdesk.ui.views.message_bar import MessageBar
from rosterdesk.ui.views.navigation_view import NavigationView
from rosterdesk.ui.views.roster_view import RosterView
from rosterdesk.ui.views.start_page import StartPage
from rosterdesk.ui.views.status_bar import StatusBar
from rosterdesk.ui.views.top_bar import TopBar

if TYPE_CHECKING:
    from rosterdesk.ui.views.changes_view import ChangesView
    from rosterdesk.ui.views.findings_view import FindingsView

View = TypeVar("View", bound=QWidget)
_WIDTHS = (290, 760, 390)
_LEAST = (180, 0, 300)  # the table’s column needs what its filter bar needs, in whatever size the letters are


class Frame(QWidget):
    """All views of the window, in reading order."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.top_bar = TopBar()
        self.messages = MessageBar()
        self.start = StartPage()
        self.navigation = NavigationView()
        self.filter_bar = FilterBar()
        self.roster = RosterView()
        self.nothing = EmptyTable()
        self.detail = DetailPane()
        self.explanation = Explanation()
        self.status = StatusBar()
        self._rows = _stack(self.roster, self.nothing)
        sidebar = _column(self.navigation, name="sidebar", margins=(6, 6, 0, 0))
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._table = _column(self.filter_bar, self._rows)
        self._report: FindingsView | ChangesView | None = None  # that stands in place of the table, in a holder of it
        self._of_findings, self._of_changes = _column(name="findingsView"), _column(name="changesView")
        self._middle = _stack(self._table, self._of_findings, self._of_changes)
        self._beside = _stack(self.detail, self.explanation)
        for widget, least in zip((sidebar, self._middle, self._beside), _LEAST, strict=True):
            widget.setMinimumWidth(least)
            self._splitter.addWidget(widget)
        self._splitter.setSizes(list(_WIDTHS))
        self._splitter.setStretchFactor(1, 1)
        self._pages = _stack(self.start, self._splitter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for bar in (self.top_bar, self.messages):
            layout.addWidget(bar)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.status)

    @cached_property
    def findings(self) -> "FindingsView":
        """Made when the user first comes there, as the changes are."""
        from rosterdesk.ui.views.findings_view import FindingsView

        return _put(FindingsView(), self._of_findings)

    @cached_property
    def changes(self) -> "ChangesView":
        from rosterdesk.ui.views.changes_view import ChangesView

        return _put(ChangesView(), self._of_changes)

    def show_store(self, *, there: bool) -> None:
        """Show the three columns, or the page for when there is nothing to browse."""
        self._pages.setCurrentIndex(1 if there else 0)

    def show_rows(self, *, there: bool) -> None:
        """Show the table, or the page for when it has no rows."""
        self._rows.setCurrentIndex(0 if there else 1)

    def show_report(self, report: Report | None) -> None:
        """Show this report, or the table where there is none."""
        if isinstance(report, Findings):
            self._report, holder = self.findings, self._of_findings
        elif isinstance(report, Changes):
            self._report, holder = self.changes, self._of_changes
        else:
            self._report, holder = None, self._table
        self._middle.setCurrentWidget(holder)

    def show_beside(self, *, explained: bool) -> None:
        """Show an explanation beside the report, or the details of a record."""
        self._beside.setCurrentIndex(1 if explained else 0)

    def focus_filter(self) -> None:
        """Let the user narrow what stands in the middle."""
        (self._report.bar if self._report else self.filter_bar).focus()

    def focus_list(self) -> None:
        """Go to what stands in the middle."""
        (self._report.list if self._report else self.roster).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def restore(self, splitter: str) -> None:
        """Make the columns as wide as they were."""
        if splitter:
            self._splitter.restoreState(QByteArray.fromBase64(splitter.encode()))

    def left_at(self) -> str:
        """How wide the columns are, for `restore`."""
        return bytes(self._splitter.saveState().toBase64().data()).decode()


def _stack(*pages: QWidget) -> QStackedWidget:
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    return stack


def _column(*widgets: QWidget, name: str = "", margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QWidget:
    """The widgets below each other, the last one growing."""
    holder = QWidget()
    holder.setObjectName(name)
    holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    layout = QVBoxLayout(holder)
    layout.setContentsMargins(*margins)
    layout.setSpacing(0)
    for widget in widgets:
        layout.addWidget(widget, 1 if widget is widgets[-1] else 0)
    return holder


def _put(view: View, holder: QWidget) -> View:
    """The view, in the holder that had its place."""
    layout = holder.layout()
    assert layout is not None
    layout.addWidget(view)
    return view
