"""Above the table: a text to narrow it by, chips for values, how many are left, and which columns are shown."""

from collections.abc import Callable

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QToolButton, QWidget

from rosterdesk.model.attributes import Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Where
from rosterdesk.store.records.folding import grade_rank
from rosterdesk.ui import icons, places, style
from rosterdesk.ui.plain import caption

_PAUSE = 120  # milliseconds without a key before the table is narrowed
_CHIP = 48  # characters shown of a filter
_MANY = 40  # values listed in the menu of a field


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
        self._field.setMinimumWidth(140)
        self._field.setMaxLength(200)
        self._chips = QWidget(self)
        self._chips.setObjectName("filterChips")
        self._chips.setAccessibleName(self.tr("Filters in force"))
        self._chips.setMinimumWidth(1)  # many of them may not make the window wider than the screen
        self._chip_row = QHBoxLayout(self._chips)
        self._chip_row.setContentsMargins(0, 0, 0, 0)
        self._chip_row.setSpacing(style.GAP)
        self._add = QPushButton(icons.icon("add"), self.tr("Filter"), self)
        self._add.setObjectName("addFilterButton")
        self._add.setAccessibleName(self.tr("Add a filter by value"))
        self._add_menu = QMenu(self._add)
        self._add.clicked.connect(self._open_fields)
        self._count = QLabel(self)
        self._count.setObjectName("rowCount")
        self._count.setTextFormat(Qt.TextFormat.PlainText)
        style.set_look(self._count, "secondary")
        self._columns_button = QToolButton(self)
        self._columns_button.setText(self.tr("Columns"))
        self._columns_button.setIcon(icons.icon("columns"))
        self._columns_button.setObjectName("columnsButton")
        self._columns_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._columns_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._columns_menu = QMenu(self._columns_button)
        self._columns_button.setMenu(self._columns_menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.setSpacing(style.GAP)
        layout.addWidget(self._field, 1)
        layout.addWidget(self._chips)
        layout.addWidget(self._add)
        layout.addStretch(1)
        layout.addWidget(self._count)
        layout.addWidget(self._columns_button)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._apply_text)
        self._field.textEdited.connect(lambda _text: self._pause.start())
        self._field.returnPressed.connect(self._apply_text)

    def show_query(self, query: Query, columns: tuple[str, ...]) -> None:
        """Show how this query narrows its collection."""
        if (query, columns) == (self._query, self._columns):
            return
        before = self._query
        if before is None or (before.collection, before.scopes) != (query.collection, query.scopes):
            self._pause.stop()  # what was being typed was meant for another table
        self._query = query
        self._columns = columns
        title = collection(query.collection).title.lower()
        self._field.setPlaceholderText(self.tr("Filter these {0}").format(title))
        self._field.setAccessibleName(self.tr("Filter these {0}").format(title))
        if self._field.text().strip() != query.text and not self._pause.isActive():  # never undo what is being typed
            self._field.setText(query.text)
        self._show_chips(query)
        self._fill_columns()

    def show_counts(self, shown: int, whole: int) -> None:
        """So many rows are shown, of so many."""
        self._count.setText(
            f"{whole:,}" if shown == whole else self.tr("{0} of {1}").format(f"{shown:,}", f"{whole:,}")
        )

    def focus(self) -> None:
        """Let the user type."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def offer_values(self, field: str, values: list[tuple[str, int]]) -> None:
        """List the values of a field, to choose one from."""
        if self._query is None:
            return
        menu = self._fresh_menu()
        known = collection(self._query.collection).field(field)
        menu.addSection(known.title.replace("&", "&&"))
        if known.kind is Kind.GRADE:
            values = sorted(values, key=lambda each: grade_rank(each[0]))
        for value, count in values[:_MANY]:
            name = self._shown(value) + f"    {count:,}"
            menu.addAction(name.replace("&", "&&"), self._adding(field, value))
        if len(values) > _MANY:
            menu.addAction(self.tr("… and {0} more: type above instead").format(len(values) - _MANY)).setEnabled(False)
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _shown(self, value: str) -> str:
        return value or self.tr("(empty)")

    def _adding(self, field: str, value: str) -> Callable[[], None]:
        return lambda: self._add_value(field, value)

    def _add_value(self, field: str, value: str) -> None:
        if self._query is None:
            return
        same = next((where for where in _chosen(self._query) if where.field == field), Where(field, ()))
        values = same.values if value in same.values else (*same.values, value)
        others = tuple(where for where in self._query.where if where != same)
        self._refine(where=(*others, Where(field, values)))

    def _open_fields(self) -> None:
        if self._query is None:
            return
        menu = self._fresh_menu()
        for field in collection(self._query.collection).fields:
            if field.kind in {Kind.TEXT, Kind.GRADE, Kind.FLAG, Kind.REFERENCE} and field.name not in _PERSONAL:
                title = self.tr(field.title).replace("&", "&&")
                menu.addAction(title, self._asking(field.name))
        menu.popup(self._add.mapToGlobal(self._add.rect().bottomLeft()))

    def _asking(self, field: str) -> Callable[[], None]:
        return lambda: self.values_wanted.emit(field)

    def _fresh_menu(self) -> QMenu:
        self._add_menu.deleteLater()
        self._add_menu = QMenu(self._add)
        self._add_menu.setObjectName("filterMenu")
        return self._add_menu

    def _apply_text(self) -> None:
        self._pause.stop()
        self._refine(text=self._field.text().strip())

    def _refine(self, **changes: object) -> None:
        if self._query is not None:
            self.query_refined.emit(msgspec.structs.replace(self._query, **changes))

    def _show_chips(self, query: Query) -> None:
        while (item := self._chip_row.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.hide()
                chip.deleteLater()
        for where in _chosen(query):
            field = collection(query.collection).field(where.field)
            values = ", ".join(self._shown(value) for value in where.values)
            words = f"{self.tr(field.title)}: {values}"
            chip = QPushButton(caption(words if len(words) <= _CHIP else words[: _CHIP - 1] + "…"), self._chips)
            chip.setIcon(icons.icon("close", "on_chip"))
            chip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            chip.setAccessibleName(self.tr("Remove the filter {0}: {1}").format(field.title, values))
            style.set_look(chip, "chip")
            chip.clicked.connect(lambda _checked=False, where=where: self._remove(where))
            self._chip_row.addWidget(chip)

    def _remove(self, where: Where) -> None:
        if self._query is not None:
            self._refine(where=tuple(other for other in self._query.where if other != where))

    def _fill_columns(self) -> None:
        if self._query is None:
            return
        self._columns_menu.clear()
        for field in collection(self._query.collection).fields:
            action = QAction(self.tr(field.title).replace("&", "&&"), self._columns_menu, checkable=True)
            action.setChecked(field.name in self._columns)
            action.toggled.connect(lambda on, name=field.name: self._toggle(name, on=on))
            self._columns_menu.addAction(action)
        self._columns_menu.addSeparator()
        self._columns_menu.addAction(
            self.tr("Usual columns"),
            lambda: self.columns_chosen.emit(collection(self._query.collection).usual_columns) if self._query else None,
        )

    def _toggle(self, name: str, *, on: bool) -> None:
        columns = (*self._columns, name) if on else tuple(each for each in self._columns if each != name)
        if columns:
            self.columns_chosen.emit(columns)


_PERSONAL = {
    "name",
    "givenName",
    "middleName",
    "familyName",
    "preferredFirstName",
    "preferredLastName",
    "email",
    "username",
}
"""Fields of which every record has another value: nobody filters by one of a list of them."""


def _chosen(query: Query) -> list[Where]:
    """The filters that the user chose, the ones of the tree's groups aside."""
    return [where for where in query.where if not places.is_group(where)]
