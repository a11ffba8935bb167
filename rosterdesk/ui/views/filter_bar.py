"""Above the table: a text to narrow it by, filters by value, how many rows are left, views, and the columns."""

from functools import cached_property
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Where
from rosterdesk.ui.browsing import filters
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.views.filter_chips import FilterChips

if TYPE_CHECKING:
    from rosterdesk.ui.views.column_chooser import ColumnChooser
    from rosterdesk.ui.views.field_chooser import FieldChooser
    from rosterdesk.ui.views.filter_panel import FilterPanel

_PAUSE = 120  # milliseconds without a key before the table is narrowed
_LATE = 300  # milliseconds after which an answer is said to be on its way


class FilterBar(QWidget):
    """Shows a query's narrowing, and says how the user wants it instead."""

    query_refined = Signal(object)  # Query
    values_wanted = Signal(str)  # a field whose values are to be listed
    columns_chosen = Signal(object)  # tuple of field names

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._query: Query | None = None
        self._columns: tuple[str, ...] = ()
        self._field = QLineEdit(self)
        self._field.setObjectName("filterField")
        self._field.setClearButtonEnabled(True)
        self._field.setMaximumWidth(280)
        self._field.setMinimumWidth(112)
        self._field.setMaxLength(200)
        self._chips = FilterChips(self)
        self._add = QPushButton(icons.icon("filter"), self.tr("Filter"), self)
        self._add.setObjectName("addFilterButton")
        self._add.setAccessibleName(self.tr("Filter by a field"))
        self._add.clicked.connect(self._open_fields)
        self._count = QLabel(self)
        self._count.setObjectName("rowCount")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        style.set_look(self._count, "secondary")
        self.views = QToolButton(self)
        self.views.setObjectName("viewsButton")
        self.views.setIcon(icons.icon("saved"))
        self.views.setAccessibleName(self.tr("Saved views"))
        self.views.setToolTip(self.tr("Saved views"))
        self.views.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns_button = QToolButton(self)
        self._columns_button.setText(self.tr("Columns"))
        self._columns_button.setIcon(icons.icon("columns"))
        self._columns_button.setObjectName("columnsButton")
        self._columns_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._panel: FilterPanel | None = None  # made when it is first opened, as the choosers are
        self._lay_out()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._late = QTimer(self, singleShot=True, interval=_LATE)
        self._wire()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(style.GAP)
        line.addWidget(self._field, 3)
        line.addWidget(self._add)
        line.addStretch(1)
        line.addWidget(self._count)
        line.addWidget(self.views)
        line.addWidget(self._columns_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(style.GAP)
        column.addLayout(line)
        column.addWidget(self._chips)

    def _wire(self) -> None:
        self._pause.timeout.connect(self._apply_text)
        self._late.timeout.connect(lambda: self._count.setText(self.tr("Looking…")))
        self._field.textEdited.connect(lambda _text: self._pause.start())
        self._field.returnPressed.connect(self._apply_text)
        self._chips.filter_opened.connect(self.open_filter)
        self._chips.filter_removed.connect(self._filter)
        self._chips.cleared.connect(self._clear)
        self._columns_button.clicked.connect(self.open_columns)

    def show_query(self, query: Query, columns: tuple[str, ...]) -> None:
        """Show how this query narrows its collection; its rows are on their way."""
        if query != self._query:
            self._late.start()
        if (query, columns) == (self._query, self._columns):
            return
        before = self._query
        if before is None or (before.collection, before.scopes) != (query.collection, query.scopes):
            self._pause.stop()  # what was being typed was meant for another table
            self._close_panel()
        self._query = query
        self._columns = columns
        words = self.tr("Filter these {0}").format(sentences(collection(query.collection).title).lower())
        self._field.setPlaceholderText(words)
        self._field.setAccessibleName(words)
        if self._field.text().strip() != query.text and not self._pause.isActive():  # never undo what is being typed
            self._field.setText(query.text)
        self._chips.show_filters(query)

    def show_nothing(self) -> None:
        """Let go of the query, and of what was typed for it."""
        self._pause.stop()
        self._late.stop()
        self._query = None
        self._field.clear()
        self._count.setText("")
        self._chips.clear()
        self._close_panel()

    def show_masked(self, *, masked: bool) -> None:
        """Whether the filters may name people, and the text be read once it was typed."""
        self._field.setEchoMode(QLineEdit.EchoMode.PasswordEchoOnEdit if masked else QLineEdit.EchoMode.Normal)
        self._chips.masked = masked
        self._close_panel()
        if self._query is not None:
            self._chips.show_filters(self._query)

    def show_counts(self, shown: int, whole: int) -> None:
        """So many rows are shown, of so many."""
        self._late.stop()
        self._count.setText(
            f"{whole:,}" if shown == whole else self.tr("{0} of {1}").format(f"{shown:,}", f"{whole:,}")
        )

    def focus(self) -> None:
        """Let the user type."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def offer_values(self, field: str, values: list[tuple[str, int]]) -> None:
        """List the values of a field, to choose some from."""
        if self._panel is not None:
            self._panel.offer(field, values)

    def open_filter(self, name: str) -> None:
        """Open the filter of this field, and ask for its values."""
        if self._query is None:
            return
        field = filters.field_of(self._query, name)
        where, anchor = filters.filter_of(self._query, name), self._chips.chip(name) or self._add
        self._open_panel().edit(field, where, anchor, masked=self._chips.masked)
        if filters.LISTED & {*filters.ways_to_edit(field, where)}:
            self.values_wanted.emit(name)

    def _open_fields(self) -> None:
        if self._query is not None:
            self._fields.choose(filters.fields_of(self._query), self._add)

    def open_columns(self) -> None:
        """Let the user choose which columns are shown."""
        if self._query is not None:
            self._chooser.choose(self._query.collection, self._columns, self._columns_button)

    @cached_property
    def _fields(self) -> "FieldChooser":
        from rosterdesk.ui.views.field_chooser import FieldChooser

        fields = FieldChooser(self._add)
        fields.field_chosen.connect(self.open_filter)
        return fields

    @cached_property
    def _chooser(self) -> "ColumnChooser":
        from rosterdesk.ui.views.column_chooser import ColumnChooser

        chooser = ColumnChooser(self._columns_button)
        chooser.columns_chosen.connect(self.columns_chosen)
        return chooser

    def _open_panel(self) -> "FilterPanel":
        from rosterdesk.ui.views.filter_panel import FilterPanel

        if self._panel is None:
            self._panel = FilterPanel(self._add)
            self._panel.filter_changed.connect(self._filter)
        return self._panel

    def _close_panel(self) -> None:
        if self._panel is not None:
            self._panel.show_nothing()

    def _filter(self, where: Where) -> None:
        if self._query is not None:
            self._refine(filters.filtered(self._query, where))

    def _clear(self) -> None:
        if self._query is not None:
            self._refine(msgspec.structs.replace(filters.cleared(self._query), text=self._query.text))

    def _apply_text(self) -> None:
        self._pause.stop()
        if self._query is not None:
            self._refine(msgspec.structs.replace(self._query, text=self._field.text().strip()))

    def _refine(self, query: Query) -> None:
        """Ask for it, and show at once what was asked for: the rows come later."""
        self.query_refined.emit(query)
        self.show_query(query, self._columns)
