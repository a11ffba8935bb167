"""The filter of one field: which values, which not, which part, from when until when, or whether it says anything."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from rosterdesk.model.attributes import Field, Kind
from rosterdesk.model.query import Where
from rosterdesk.store.records.folding import grade_rank
from rosterdesk.ui.browsing import filters
from rosterdesk.ui.browsing.filters import LISTED, TYPED, Way
from rosterdesk.ui.look import style
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.painting import row_height
from rosterdesk.ui.views.part_edit import PartEdit
from rosterdesk.ui.views.popup import Popup
from rosterdesk.ui.views.range_edit import RangeEdit
from rosterdesk.ui.views.value_view import ValueView

_WIDTH = 320
_FEWEST, _MOST = 4, 9  # lines of the list
_WHOLE = {Way.EMPTY, Way.FILLED}
"""They say all there is to say; the others need values."""


class FilterPanel(Popup):
    """Every choice is said at once, and the panel stays open for the next one."""

    filter_changed = Signal(object)  # Where

    def __init__(self, parent: QWidget) -> None:
        super().__init__("filterPanel", _WIDTH, parent)
        self.setAccessibleName(self.tr("Filter by one field"))
        self._field = ""
        self._title = label("", "heading", wrap=True)
        self._way = Choice()
        self._way.setObjectName("filterWay")
        self._way.setAccessibleName(self.tr("How to filter"))
        self._way.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self._search = QLineEdit()
        self._search.setObjectName("valueSearch")
        self._search.setPlaceholderText(self.tr("Find a value"))
        self._search.setAccessibleName(self.tr("Find a value"))
        self._search.setClearButtonEnabled(True)
        self._list = ValueView()
        self._list.setObjectName("valueList")
        self._list.setAccessibleName(self.tr("Values: Space ticks one, Ctrl+Space one alone"))
        self._note = label("", "secondary", wrap=True)
        self._range = RangeEdit()
        self._part = PartEdit()
        self._clear = QPushButton(self.tr("Clear"))
        self._clear.setObjectName("clearFilterButton")
        self._done = QPushButton(self.tr("Done"))
        self._done.setObjectName("filterDoneButton")
        self._lay_out()
        self._search.installEventFilter(self)
        self._search.textEdited.connect(self._narrow)
        self._way.activated.connect(lambda _row: self._show_way())
        self._way.activated.connect(lambda _row: self._say())
        self._list.values.chosen_changed.connect(self._say)
        self._range.changed.connect(self._say)
        self._part.changed.connect(self._say)
        self._part.finished.connect(self.done)
        self._clear.clicked.connect(self._take_away)
        self._done.clicked.connect(self.done)

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        for row in (top, bottom):
            row.setSpacing(GAP)
        top.addWidget(self._title, 1)
        top.addWidget(self._way)
        bottom.addWidget(self._clear)
        bottom.addStretch(1)
        bottom.addWidget(self._done)
        style.set_look(self._clear, "flat")
        self.column.addLayout(top)
        for widget in (self._search, self._list, self._range, self._part, self._note):
            self.column.addWidget(widget)
        self.column.addLayout(bottom)

    def edit(self, field: Field, where: Where, anchor: QWidget, *, masked: bool = False) -> None:
        """Open for this field below the anchor, with its filter as it is; its values are still to come. Where people
        are `masked`, what is typed may not be read once it was.
        """
        self._field, self._kind = field.name, field.kind
        self._title.setText(sentences(field.title))
        known = filters.ways_to_edit(field, where)
        way = filters.way(where) if filters.says(where) else known[0]
        self._way.clear()
        for each in known:
            self._way.addItem(_name(each, self._kind), each)
        self._way.setCurrentIndex(self._way.findData(way))
        self._search.clear()
        self._list.values.narrow("")
        self._list.values.field = field
        self._list.values.choose(where.values if way in LISTED else ())
        self._list.values.offer([])
        self._set_height()
        self._note.setText(self.tr("Counting…"))
        self._range.show_range(where.least, where.most, dates=field.kind is not Kind.NUMBER)
        self._part.show_masked(masked=masked)
        self._part.show_part(where.values[0] if where.values and way in TYPED else "")
        self._show_way()
        self.open_below(anchor)
        self._focus()

    def show_nothing(self) -> None:
        """Close, and keep no value."""
        self._field = ""
        self._search.clear()
        self._part.show_part("")
        self._list.values.offer([])
        self._list.values.choose(())
        self.hide()

    def offer(self, field: str, values: list[tuple[str, int]]) -> None:
        """These are the values of the field, the most common first."""
        if field != self._field:
            return
        if self._kind is Kind.GRADE:
            values = sorted(values, key=lambda each: (not each[0], grade_rank(each[0])))
        self._list.values.offer([(value, count) for value, count in values if count])
        self._set_height()
        self._say_how_many()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search, Down goes to the list, and Enter ticks what was found first."""
        if watched is self._search and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            there = self._list.values.rowCount() > 0
            if event.key() == Qt.Key.Key_Down and there:
                self._list.setFocus(Qt.FocusReason.TabFocusReason)
                self._list.setCurrentIndex(self._list.values.index(0))
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                if there and self._search.text():
                    self._list.values.toggle(0)
                    self._search.selectAll()
                else:
                    self.done()
                return True
        return super().eventFilter(watched, event)

    @property
    def _chosen_way(self) -> Way:
        way: Way = self._way.currentData()
        return way

    def _show_way(self) -> None:
        way = self._chosen_way
        listed = way in LISTED
        for widget in (self._search, self._list):
            widget.setVisible(listed)
        self._note.setVisible(listed and bool(self._note.text()))
        self._range.setVisible(way is Way.BETWEEN)
        self._part.setVisible(way in TYPED)
        self.adjustSize()

    def _set_height(self) -> None:
        """As high as what there is to choose from; it stays so while it is narrowed."""
        lines = min(_MOST, max(_FEWEST, self._list.values.rowCount()))
        self._list.setFixedHeight(lines * row_height(self._list))

    def _focus(self) -> None:
        way = self._chosen_way
        editors = {**dict.fromkeys(LISTED, self._search), **dict.fromkeys(TYPED, self._part), Way.BETWEEN: self._range}
        editors.get(way, self._way).setFocus(Qt.FocusReason.PopupFocusReason)

    def _narrow(self, text: str) -> None:
        self._list.values.narrow(text)
        self._say_how_many()

    def _say_how_many(self) -> None:
        values = self._list.values
        words = ""
        if values.left_out:
            words = self.tr("{0} more: type to find them.").format(f"{values.left_out:,}")
        elif not values.rowCount():
            words = self.tr("No value has these letters.") if self._search.text() else self.tr("No values here.")
        self._note.setText(words)
        self._show_way()

    def _take_away(self) -> None:
        self._range.show_range("", "", dates=self._kind is not Kind.NUMBER)
        self._list.values.choose(())
        self._part.show_part("")
        if self._chosen_way in _WHOLE:
            self._way.setCurrentIndex(0)
            self._show_way()
        self._say()

    def _say(self) -> None:
        match self._chosen_way:
            case way if way in TYPED:
                match, negated = TYPED[way]
                where = Where(self._field)
                if part := self._part.part:
                    where = Where(self._field, (part,), negated=negated, match=match)
            case Way.BETWEEN:
                where = Where(self._field, least=self._range.least, most=self._range.most)
            case Way.EMPTY | Way.FILLED as way:
                where = Where(self._field, ("",), negated=way is Way.FILLED)
            case way:
                where = Where(self._field, self._list.values.chosen, negated=way is Way.NONE_OF)
        self.filter_changed.emit(where)


def _name(way: Way, kind: Kind) -> str:
    return {
        Way.ONE_OF: tr("is one of"),
        Way.NONE_OF: tr("is none of"),
        Way.CONTAINS: tr("contains"),
        Way.BEGINS: tr("starts with"),
        Way.LACKS: tr("does not contain"),
        Way.BEGINS_OTHERWISE: tr("does not start with"),
        Way.BETWEEN: tr("from … to") if kind is Kind.NUMBER else tr("from … until"),
        Way.EMPTY: tr("is empty"),
        Way.FILLED: tr("is filled in"),
    }[way]
