"""The right-hand pane: one record, read at a glance, with everything that belongs to it a click away."""

from collections.abc import Callable, Mapping
from datetime import date

import msgspec
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from rosterdesk.model.related import Related, related
from rosterdesk.model.rows import Record
from rosterdesk.store.reader import Reader
from rosterdesk.ui.details import known, roster
from rosterdesk.ui.details.asking import Ask, at_once, while_wanted
from rosterdesk.ui.details.changes_page import ChangesPage
from rosterdesk.ui.details.counts import counted
from rosterdesk.ui.details.findings_page import FindingsPage
from rosterdesk.ui.details.header import Header
from rosterdesk.ui.details.known import Known
from rosterdesk.ui.details.page import Overview, Page
from rosterdesk.ui.details.related_list import Entry, RelatedList, entries
from rosterdesk.ui.details.sent import SentRecord
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject, Tally
from rosterdesk.ui.details.tabs import Tabs
from rosterdesk.ui.look import icons, words
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP

_OVERVIEW = "overview"
_FINDINGS = "findings"
_CHANGES = "changes"
_RECORD = "record"
_NARROWEST = 280
_EMPTY_ICON = 40


class DetailPane(QWidget):
    """Shows one record at a time. The tab that the user reads stays, from record to record, where there is one."""

    link_followed = Signal(object)  # model.rows.Link
    list_opened = Signal(object)  # model.query.Query: to be shown as a table
    refresh_wanted = Signal()
    lists_wanted = Signal(object)  # Link: class lists of this record
    print_wanted = Signal(object)  # Link: paper of this record
    check_wanted = Signal()
    recheck_wanted = Signal()
    exception_wanted = Signal(object)  # Finding
    exception_unwanted = Signal(object)  # Finding that is excepted

    def __init__(self, parent: QWidget | None = None, today: Callable[[], date] = date.today) -> None:
        super().__init__(parent)
        self.setObjectName("detailPane")
        self.setAccessibleName(self.tr("Details of the selected record"))
        self.setMinimumWidth(_NARROWEST)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._today = today
        self._known: Callable[[Record], Known | None] = lambda _record: None
        self._told: tuple[Known | None, bool] = (None, False)  # what is known, and whether more will be
        self._ask: Ask | None = None
        self._subject: Subject | None = None
        self._overview: Overview = Page
        self._turn = 0  # counts what was to be shown
        self._judged = False  # whether the record was last chosen for what is wrong with it
        self._related: dict[str, tuple[Related, int]] = {}
        self._header = Header()
        self._header.refresh_wanted.connect(self.refresh_wanted)
        self._header.menu.lists_wanted.connect(self.lists_wanted)
        self._header.menu.print_wanted.connect(self.print_wanted)
        self._tabs = Tabs()
        self._tabs.chosen.connect(self._show_tab)
        self._scroll, self._sheet = self._scrolled("overviewScroll", self.tr("Overview"))
        self._aside, self._report = self._scrolled("reportScroll", self.tr("What is known of the record"))
        self._list = RelatedList()
        self._list.link_followed.connect(self.link_followed)
        self._list.list_opened.connect(self.list_opened)
        self._sent = SentRecord()
        self._body = QStackedWidget()
        for widget in (self._scroll, self._aside, self._list, self._sent):
            self._body.addWidget(widget)
        self._empty_icon = QLabel()
        self._whole = QStackedWidget()
        self._whole.addWidget(self._empty())
        self._whole.addWidget(self._filled())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._whole)

    def focus(self) -> None:
        """Let the user go through the parts of the record."""
        self._tabs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_nothing(self) -> None:
        """No record is selected."""
        self._turn += 1
        self._subject, self._overview = None, Page
        self._whole.setCurrentIndex(0)
        self._related = {}
        self._header.show_nothing()
        self._sheet.forget()
        self._report.forget()
        self._list.show_nothing()
        self._sent.show_nothing()

    def show_record(
        self,
        reader: Reader,
        record: Record,
        tally: Tally,
        *,
        day: date | None = None,
        origin: str = "",
        demographics: bool = True,
        missing: Mapping[str, str] | None = None,
        judged: bool = False,
    ) -> None:
        """Show the record, as of this day where it is not today, once it is known what belongs to it; `tally` is the
        store's count of what is where. One that is `judged` was chosen for what is wrong with it: that stands first.

        `origin` is the address or the file that it came from; `demographics` says whether they may be shown at all;
        `missing`, by base collection, why nothing of it has come.
        """
        self._turn += 1
        turn = self._turn
        subject = Subject(
            reader=reader,
            ask=while_wanted(self._ask or at_once(reader), lambda: turn == self._turn),
            record=record,
            tally=tally,
            today=day or self._today(),
            as_of=day.isoformat() if day else None,
            origin=origin,
            demographics=demographics,
            missing=missing or {},
        )

        def read(reader: Reader) -> tuple[list[tuple[Related, int]], Overview]:
            from rosterdesk.ui.details.overview import read_overview

            asked = msgspec.structs.replace(subject, reader=reader)
            return lists(asked), read_overview(asked)

        subject.ask(read, lambda found: self._show(subject, *found, judged=judged))

    def _show(
        self, subject: Subject, found: list[tuple[Related, int]], overview: Overview, *, judged: bool = False
    ) -> None:
        before, tab = self._subject, self._tabs.current
        if judged is not self._judged:
            tab = _FINDINGS if judged else _OVERVIEW if tab == _FINDINGS else tab
            self._judged = judged
        record, again = subject.record, before is not None and _identity(before) == _identity(subject)
        at = self._scroll.verticalScrollBar().value()
        self._subject, self._overview = subject, overview
        self._related = {each.name: (each, count) for each, count in found if count}
        tabs = [] if record.collection == "demographics" else [(_OVERVIEW, self.tr("Overview"))]
        tabs += [(name, f"{sentences(each.title)} {count:,}") for name, (each, count) in self._related.items()]
        tabs += [(_CHANGES, self.tr("Changes")), (_RECORD, self.tr("Record"))]
        findings = self._findings_tab()
        wrong, _ = self._told
        tabs.insert(1 if wrong and wrong.on else -2, findings)  # what is wrong is not put away under “More”
        self._sheet.clear(again=again)
        self._tabs.set_tabs(tabs, tab)
        self._show_tab(self._tabs.current, again=again)
        if again:
            self._scroll.verticalScrollBar().setValue(at)
        self._whole.setCurrentIndex(1)

    def answer_by(self, ask: Ask) -> None:
        """Whom to ask what may take longer than a frame; before that, the store itself is asked, and waited for."""
        self._ask = ask

    def judge_by(self, found: Callable[[Record], Known | None]) -> None:
        """Whom to ask what a check has found of a record; nothing is known before one."""
        self._known = found

    def show_found(self, *, checking: bool) -> None:
        """Something else is known of the record than before, or will be: it is being checked."""
        if self._subject is None:
            return
        now = self._known(self._subject.record), checking
        if now != self._told:
            self._told = now
            self._tabs.rename(*self._findings_tab())
            if self._tabs.current == _FINDINGS:
                self._show_tab(_FINDINGS)

    def show_refreshing(self, *, busy: bool, why_not: str) -> None:
        """Say whether the record is being read again from its source, or why it cannot be."""
        self._header.show_refreshing(busy=busy, why_not=why_not)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._empty_icon.setPixmap(icons.pixmap("people", _EMPTY_ICON, "faint"))

    def _show_tab(self, name: str, *, again: bool = False) -> None:
        from rosterdesk.ui.details.overview import write_overview

        subject = self._subject
        if subject is None:
            return
        if name in {_FINDINGS, _CHANGES}:
            self._report.clear(again=again)
            if name == _FINDINGS:
                FindingsPage(subject, self._report, *self._told, self)
            else:
                ChangesPage(subject, self._report)
            self._report.order_tabs()
            self._aside.verticalScrollBar().setValue(0)
            self._body.setCurrentWidget(self._aside)
        elif name == _RECORD:
            self._sent.show_sent(subject.record.sent, subject.origin)
            self._body.setCurrentWidget(self._sent)
        elif name == _OVERVIEW:
            if not self._sheet.is_whole:
                if self._sheet.waiting:
                    self._sheet.clear()  # something else was asked before all of it was there
                self._sheet.hide()  # one showing of the whole costs less than one of each part
                write_overview(subject, self._sheet, self._overview)
                self._sheet.show()
            self._body.setCurrentWidget(self._scroll)
        else:
            self._show_list(subject, *self._related[name])

    def _show_list(self, subject: Subject, related: Related, count: int) -> None:
        by_phase = _is_roster(subject.record, related.name)

        def read(reader: Reader) -> list[Entry]:
            if by_phase:
                return roster.entries(msgspec.structs.replace(subject, reader=reader))
            return entries(reader, related, subject.as_of)

        self._list.show_list(related, count)
        self._body.setCurrentWidget(self._list)
        subject.ask(read, self._list.fill)

    def _findings_tab(self) -> tuple[str, str]:
        """The tab of the findings, whose number is a chip in the head as well."""
        assert self._subject is not None
        found = self._known(self._subject.record)
        self._told = found, self._told[1]
        count = len(found.on) if found else 0
        self._header.show_subject(self._subject, known.mark(found, self.tr("%n findings", "", count)))
        return _FINDINGS, self.tr("Findings {0}").format(count) if count else self.tr("Findings")

    def _scrolled(self, name: str, spoken: str) -> tuple[QScrollArea, Sheet]:
        """A sheet of the pane, in what scrolls it."""
        scroll, sheet = QScrollArea(), Sheet()
        scroll.setObjectName(name)
        scroll.setAccessibleName(spoken)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet.link_followed.connect(self.link_followed)
        sheet.list_opened.connect(self.list_opened)
        scroll.setWidget(sheet)
        sheet.after = scroll
        return scroll, sheet

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
    """The lists that belong to the record, with their lengths. Demographics are no list: they are asked for.

    The students of a class are those of its whole roster, whatever the day.
    """
    record = subject.record
    roles = words.roles(record.values.get("role"))
    found = related(record.collection, record.sourced_id, roles[0] if roles else "")
    shown = [roster.whole(each) if _is_roster(record, each.name) else each for each in found]
    return [(each, counted(subject, each.query)) for each in shown if each.name != "demographics"]


def _identity(subject: Subject) -> tuple[str, str]:
    return subject.record.collection, subject.record.sourced_id


def _is_roster(record: Record, name: str) -> bool:
    return (record.collection, name) == ("classes", "students")
