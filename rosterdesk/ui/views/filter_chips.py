"""The filters that are in force, side by side, and a way to take all of them away."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from rosterdesk.model.query import Query, Where
from rosterdesk.ui.browsing import filters
from rosterdesk.ui.details.flow import FlowLayout
from rosterdesk.ui.look import style
from rosterdesk.ui.views.filter_chip import FilterChip


class FilterChips(QWidget):
    """A chip for each filter, in the order in which they were chosen; nothing where there is none."""

    filter_opened = Signal(str)  # field name
    filter_removed = Signal(object)  # Where, which says nothing any more
    cleared = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("filterChips")
        self.setAccessibleName(self.tr("Filters in force"))
        self.masked = False  # whether filters by people do not name them
        self._chips: dict[str, FilterChip] = {}
        self._flow = FlowLayout(self, style.GAP, style.GAP)
        self._clear = QPushButton(self.tr("Clear all"), self)
        self._clear.setObjectName("clearFiltersButton")
        style.set_look(self._clear, "flat")
        self._clear.clicked.connect(self.cleared)
        self._flow.addWidget(self._clear)
        self.hide()

    def show_filters(self, query: Query) -> None:
        """Show the filters of this query; a chip that stays keeps the keyboard."""
        chosen = filters.chosen(query)
        fields = [where.field for where in chosen]
        for field in [field for field in self._chips if field not in fields]:
            self._drop(field)
        for where in chosen:
            if where.field not in self._chips:
                self._add(where.field)
            self._chips[where.field].say(filters.words(query, where, masked=self.masked))
        self.setVisible(bool(chosen))
        self._clear.setVisible(len(chosen) > 1)

    def clear(self) -> None:
        """Show no filter."""
        for field in list(self._chips):
            self._drop(field)
        self.hide()

    def chip(self, field: str) -> FilterChip | None:
        """The chip of the filter by this field."""
        return self._chips.get(field)

    def _add(self, field: str) -> None:
        chip = self._chips[field] = FilterChip(self)
        chip.clicked.connect(lambda: self.filter_opened.emit(field))
        chip.removed.connect(lambda: self.filter_removed.emit(Where(field)))
        self._flow.removeWidget(self._clear)
        self._flow.addWidget(chip)
        self._flow.addWidget(self._clear)
        self.setTabOrder(chip, self._clear)
        chip.show()

    def _drop(self, field: str) -> None:
        chip = self._chips.pop(field)
        if chip.hasFocus():
            self.focusNextPrevChild(True)
        self._flow.removeWidget(chip)
        chip.hide()
        chip.deleteLater()
        self._flow.invalidate()
