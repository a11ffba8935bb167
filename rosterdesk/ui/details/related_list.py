"""A list that belongs to the record: its first rows, each of which can be followed, and the way to the table."""

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from rosterdesk.model.attributes import Kind
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Relation
from rosterdesk.model.related import Related
from rosterdesk.model.rows import Link, Value
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing import places
from rosterdesk.ui.details.link import TextLink
from rosterdesk.ui.look import style, words
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import label, shown, tooltip
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.look.words import value as as_text

MOST = 200
"""So many rows are shown here; the table has them all."""

_LATE = 300  # milliseconds after which the rows are said to be on their way
Index = QModelIndex | QPersistentModelIndex


class Entry(msgspec.Struct, frozen=True):
    """One row: where it leads, its name, and what tells it apart. One that leads nowhere heads those below it."""

    link: Link | None
    title: str
    detail: str


class EntryModel(QAbstractListModel):
    """The rows of a related list."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries: list[Entry] = []

    def set_entries(self, entries: list[Entry]) -> None:
        """Show these rows; where they are the same, whoever stands on one stays there."""
        if entries != self._entries:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()

    def entry(self, index: Index) -> Entry:
        return self._entries[index.row()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: Index) -> Qt.ItemFlag:
        heads = index.isValid() and self.entry(index).link is None
        return Qt.ItemFlag.NoItemFlags if heads else super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self.entry(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{entry.title}, {entry.detail}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(f"{entry.title}  {entry.detail}")
        return None


class EntryDelegate(QStyledItemDelegate):
    """Draws a row on two lines: the name as a link, the rest below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        return QSize(100, 2 * option.fontMetrics.height() + style.air(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, EntryModel)
        entry = model.entry(index)
        whole: QRect = option.rect
        state = option.state
        painter.save()
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        if focused or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.color("selected" if focused else "hover"))
            painter.drawRoundedRect(whole.adjusted(GAP, 1, -GAP, -1), 6, 6)
        metrics = option.fontMetrics
        room = whole.adjusted(2 * GAP, style.air(5), -2 * GAP, -style.air(5))
        if entry.link is None:
            _draw_heading(painter, room, entry)
            painter.restore()
            return
        half = room.height() // 2
        for top, text, tint in ((0, entry.title, "link"), (half, entry.detail, "secondary")):
            painter.setPen(style.color(tint))
            line = QRect(room.x(), room.y() + top, room.width(), half)
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), elided)
        painter.restore()


def _draw_heading(painter: QPainter, room: QRect, entry: Entry) -> None:
    """Its number stands beside it."""
    font = painter.font()
    middle = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
    font.setWeight(font.Weight.DemiBold)
    painter.setFont(font)
    painter.setPen(style.color("text"))
    painter.drawText(room, middle, entry.title)
    wide = painter.fontMetrics().horizontalAdvance(entry.title) + GAP
    font.setWeight(font.Weight.Normal)
    painter.setFont(font)
    painter.setPen(style.color("secondary"))
    painter.drawText(room.adjusted(wide, 0, 0, 0), middle, entry.detail)


class EntryView(QListView):
    """Follows a row by a click or Enter. (`activated` would follow twice where a style activates by a click too.)"""

    followed = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("relatedList")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self.followed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.followed.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class RelatedList(QWidget):
    """The first rows of one related list; Enter or a click follows a row."""

    link_followed = Signal(object)  # model.rows.Link
    list_opened = Signal(object)  # model.query.Query

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._query: Query | None = None
        self._model = EntryModel(self)
        self._view = EntryView()
        self._view.setModel(self._model)
        self._view.setItemDelegate(EntryDelegate(self._view))
        self._view.followed.connect(self._follow)
        self._all = TextLink("")
        self._all.setObjectName("openListButton")
        self._all.clicked.connect(self._open)
        self._note = label(self.tr("Reading…"), "secondary")
        self._note.setContentsMargins(2 * GAP, GAP, 2 * GAP, 0)
        self._note.hide()
        self._late = QTimer(self, singleShot=True, interval=_LATE)
        self._late.timeout.connect(self._note.show)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP, 0, 2 * GAP)
        column.setSpacing(GAP)
        column.addWidget(self._note)
        column.addWidget(self._view, 1)
        footer = QHBoxLayout()
        footer.setContentsMargins(2 * GAP, 0, 2 * GAP, 0)
        footer.addWidget(self._all)
        footer.addStretch(1)
        column.addLayout(footer)

    def show_list(self, related: Related, count: int) -> None:
        """Show this list, which has so many rows: they are on their way."""
        before, self._query = self._query, places.ordered(related.query)
        if self._query != before:
            self._model.set_entries([])
            self._view.scrollToTop()
        self._late.start()
        self._view.setAccessibleName(sentences(related.title))
        self._all.set_text(
            self.tr("Show all {0} in the table").format(f"{count:,}") if count > 1 else self.tr("Show it in the table")
        )

    def fill(self, found: list[Entry]) -> None:
        """These are its first rows."""
        self._late.stop()
        self._note.hide()
        self._model.set_entries(found)

    def show_nothing(self) -> None:
        """Keep no row."""
        self._late.stop()
        self._note.hide()
        self._query = None
        self._model.set_entries([])

    def _follow(self, index: QModelIndex) -> None:
        if (link := self._model.entry(index).link) is not None:
            self.link_followed.emit(link)

    def _open(self) -> None:
        self.list_opened.emit(self._query)


def entries(reader: Reader, related: Related, as_of: str | None = None) -> list[Entry]:
    """The first rows of the list, as of that day where one is chosen.

    The first usual column is the name, the others tell it apart. A column that says what the list belongs to is left
    out: in a class's enrollments the class is no news. Where there are dates, a school comes after them: its name may
    be long, and is what is cut off then.
    """
    query = msgspec.structs.replace(places.ordered(related.query), limit=MOST, as_of=as_of)
    described = collection(query.collection)
    known = {name for scope in query.scopes for name in _SAID.get(scope.relation, (scope.relation,))}
    columns = [name for name in described.usual_columns if name not in known]
    if columns[0] not in ("name", "title", "user", "class"):
        columns.sort(key=lambda name: name not in ("class", "user"))
    if "endDate" in columns[1:]:
        columns[1:] = sorted(columns[1:], key=lambda name: name == "school")
    names = tuple(columns)
    rows = reader.rows(query.collection, reader.keys(query), ("sourcedId", *names), query.as_of)
    kinds = {name: described.field(name).kind for name in names}
    return [_entry(described.base, row[0], dict(zip(names, row[1:], strict=True)), kinds) for row in rows if row[0]]


_SAID: dict[Relation, tuple[str, ...]] = {
    "user": ("user", "student"),
    "line_item": ("lineItem",),
    "score_scale": ("scoreScale",),
    "assessment_line_item": ("assessmentLineItem",),
}
"""By relation: the columns that would only repeat what the list belongs to, where they are called otherwise."""


def _entry(base: str, sourced_id: Value, values: dict[str, Value], kinds: dict[str, Kind]) -> Entry:
    (_, first), *others = values.items()
    title = shown(as_text(first) or as_text(sourced_id), 120)
    parts = [_part(name, value, kinds[name]) for name, value in others]
    detail = shown(" · ".join(part for part in parts if part), 200)
    return Entry(Link(base, as_text(sourced_id), title), title, detail)


_SPOKEN: dict[str, Callable[[str], str]] = {
    "grades": words.grade,
    "periods": words.period,
    "location": words.room,
    "type": words.word,
    "size": lambda text: words.counted("students", int(text)),
    "primary": lambda text: words.word("primary") if text == tr("Yes") else "",
    "beginDate": lambda text: tr("from {0}").format(text),
    "startDate": lambda text: tr("from {0}").format(text),
    "endDate": lambda text: tr("before {0}").format(text),
    "assignDate": lambda text: tr("assigned {0}").format(text),
    "dueDate": lambda text: tr("due {0}").format(text),
    "scoreDate": lambda text: tr("on {0}").format(text),
    "score": lambda text: tr("score {0}").format(text),
    "scorePercentile": lambda text: tr("percentile {0}").format(text),
    "resultValueMin": lambda _text: "",
    "resultValueMax": lambda text: tr("at the most {0}").format(text),
    "weight": lambda text: tr("weight {0}").format(text),
}


def _part(name: str, value: Value, kind: Kind) -> str:
    """A value as it stands among others, without its title: only what speaks for itself."""
    text = as_text(value, kind)
    if not text or kind is Kind.MOMENT or (name == "status" and value == "active"):
        return ""
    return _SPOKEN[name](text) if name in _SPOKEN else text
