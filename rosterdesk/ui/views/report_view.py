"""What stands in place of the table where a report is shown: a bar, a list or why there is none, and a foot."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from rosterdesk.ui.views.report_list import ReportList
from rosterdesk.ui.views.welcome import Welcome


class ReportView(QWidget):
    """The bar that narrows, the list or what stands in its place, and what is said below it."""

    def __init__(self, bar: QWidget, lines: ReportList, nothing: Welcome, foot: QWidget) -> None:
        super().__init__()
        self.nothing = nothing
        self._body = QStackedWidget()
        self._body.addWidget(lines)
        self._body.addWidget(nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self._body, 1)
        column.addWidget(foot)

    def show_body(self, *, there: bool) -> None:
        """Show the list, or what stands in its place."""
        self._body.setCurrentIndex(0 if there else 1)
