"""The right-hand pane: one record, read at a glance, with everything that belongs to it a click away."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from rosterdesk.model.fields import OPTIONAL
from rosterdesk.model.related import Related, related
from rosterdesk.model.rows import Record
from rosterdesk.store.reader import Reader
from rosterdesk.ui import icons
from rosterdesk.ui.details import words
from rosterdesk.ui.details.header import Header
from rosterdesk.ui.details.overview import write_overview
from rosterdesk.ui.details.page import Subject, Tally
from rosterdesk.ui.details.related_list import RelatedList
from rosterdesk.ui.details.sent import SentRecord
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.tabs import Tabs
from rosterdesk.ui.plain import label
from rosterdesk.ui.style import GAP

_OVERVIEW = "overview"
_RECORD = "record"
_NARROWEST = 280
_EMPTY_ICON = 40


class DetailPane(QWidget):
    """Shows one record at a time. The tab that the user reads stays, from record to record, where there is one."""

    link_followed = Signal(object)  # model.rows.Link
    list_opened = Signal(object)  # model.query.Query: to be shown as a table
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.setObjectName("detailPane")
        self.setAccessibleName(self.tr("Details of the selected record"))
        self.setMinimumWidth(_NARROWEST)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._today = today
        self._subject: Subject | None = None
        self._related: dict[str, tuple[Related, int]] = {}
        self._header = Header()
        self._header.refresh_wanted.connect(self.refresh_wanted)
        self._tabs = Tabs()
        self._tabs.chosen.connect(self._show_tab)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("overviewScroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = Sheet()
        self._sheet.link_followed.connect(self.link_followed)
        self._sheet.list_opened.connect(self.list_opened)
        self._scroll.setWidget(self._sheet)
        self._list = RelatedList()
        self._list.link_followed.connect(self.link_followed)
        self._list.list_opened.connect(self.list_opened)
        self._sent = SentRecord()
        self._body = QStackedWidget()
        for widget in (self._scroll, self._list, self._sent):
            self._body.addWidget(widget)
        self._empty_icon = QLabel()
        self._whole = QStackedWidget()
        self._whole.addWidget(self._empty())
        self._whole.addWidget(self._filled())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)
        self.setFocusProxy(self._tabs)

    def show_nothing(self) -> None:
        """No record is selected."""
        self._subject = None
        self._whole.setCurrentIndex(0)
        self._sheet.clear()

    def show_record(self, reader: Reader, record: Record, tally: Tally) -> None:
        """Show the record; `tally` is the store's count of what is where."""
        before, tab = self._subject, self._tabs.current
        at = self._scroll.verticalScrollBar().value()
        subject = Subject(reader=reader, record=record, tally=tally, today=self._today())
        self._subject = subject
        self._header.show_record(record, subject.today.isoformat())
        self._related = {each.name: (each, count) for each, count in lists(subject) if count}
        tabs = [] if record.collection == "demographics" else [(_OVERVIEW, self.tr("Overview"))]
        tabs += [(name, f"{each.title} {count:,}") for name, (each, count) in self._related.items()]
        self._sheet.clear()
        self._tabs.set_tabs([*tabs, (_RECORD, self.tr("Record"))], tab)
        self._show_tab(self._tabs.current)
        if before is not None and before.record.sourced_id == record.sourced_id:
            self._scroll.verticalScrollBar().setValue(at)
        self._whole.setCurrentIndex(1)

    def show_refreshing(self, *, busy: bool, why_not: str) -> None:
        """Say whether the record is being read again from its source, or why it cannot be."""
        self._header.show_refreshing(busy=busy, why_not=why_not)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._empty_icon.setPixmap(icons.pixmap("people", _EMPTY_ICON, "faint"))

    def _show_tab(self, name: str) -> None:
        subject = self._subject
        if subject is None:
            return
        if name == _RECORD:
            self._sent.show_sent(subject.record.sent)
            self._body.setCurrentWidget(self._sent)
        elif name == _OVERVIEW:
            if self._sheet.is_empty:
                self._sheet.hide()  # one showing of the whole costs less than one of each part
                write_overview(subject, self._sheet)
                self._sheet.show()
            self._body.setCurrentWidget(self._scroll)
        else:
            self._list.show_list(subject.reader, *self._related[name])
            self._body.setCurrentWidget(self._list)

    def _filled(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._tabs)
        column.addWidget(self._body, 1)
        return holder

    def _empty(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(4 * GAP, 4 * GAP, 4 * GAP, 4 * GAP)
        column.setSpacing(GAP)
        self._empty_icon.setPixmap(icons.pixmap("people", _EMPTY_ICON, "faint"))
        words_below = label(self.tr("Choose a row to see everything about it here."), "secondary", wrap=True)
        words_below.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(2)
        column.addWidget(self._empty_icon, 0, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(words_below)
        column.addStretch(3)
        return holder


def lists(subject: Subject) -> list[tuple[Related, int]]:
    """The lists that belong to the record, with their lengths."""
    record = subject.record
    roles = words.roles(record.values.get("role"))
    found = related(record.collection, record.sourced_id, roles[0] if roles else "")
    return [_counted(subject, each) for each in found]


def _counted(subject: Subject, each: Related) -> tuple[Related, int]:
    """What an org has was counted already, and what nobody has: that answers for a district at once, however large."""
    tally, name = subject.tally, each.query.collection
    if tally and not tally.get((name, "")):
        return each, 0
    if tally and name not in OPTIONAL and all(scope.relation == "school" for scope in each.query.scopes):
        return each, tally.get((name, subject.record.sourced_id), 0)
    return each, subject.reader.count(each.query)
