"""A calendar with the days that schools ask for beside it: today, and the first and last day of each term."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

import msgspec
from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QFont, QShowEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QGridLayout, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from rosterdesk.ui.details.link import TextLink
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.popup import Popup

_LONGEST_TITLE = 28


class Term(msgspec.Struct, frozen=True):
    """A term, `ends` excluded."""

    title: str
    begins: date
    ends: date


class DayChoice(Popup):
    """A click, or Enter after the arrow keys, chooses a day and closes it."""

    chosen = Signal(object)  # datetime.date

    def __init__(self, parent: QWidget) -> None:
        super().__init__("dayChoice", 0, parent)
        self.setAccessibleName(self.tr("Choose a day"))
        self._calendar = QCalendarWidget(self)
        self._calendar.setObjectName("dayCalendar")
        self._calendar.setAccessibleName(self.tr("Calendar"))
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.clicked.connect(self._choose_date)
        self._calendar.activated.connect(self._choose_date)
        for name, icon in (("qt_calendar_prevmonth", "back"), ("qt_calendar_nextmonth", "forward")):
            if (button := self._calendar.findChild(QToolButton, name)) is not None:
                button.setIcon(icons.icon(icon))
        self._quick = QWidget(self)
        column = QVBoxLayout()
        column.addWidget(self._quick)
        column.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(2 * GAP)
        line.addWidget(self._calendar)
        line.addLayout(column)
        self.column.addLayout(line)
        self._beside = column

    def offer(self, day: date, today: date, terms: Sequence[Term]) -> None:
        """Show this day chosen, and these terms to choose from."""
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        quick = QWidget(self)
        grid = QGridLayout(quick)
        grid.setContentsMargins(0, GAP, 0, 0)
        grid.setHorizontalSpacing(2 * GAP)
        grid.setVerticalSpacing(GAP)
        grid.addWidget(self._day_link(self.tr("Today"), today, self.tr("Today")), 0, 0, Qt.AlignmentFlag.AlignLeft)
        if terms:
            grid.addWidget(label(self.tr("First day"), "secondary"), 0, 1)
            grid.addWidget(label(self.tr("Last day"), "secondary"), 0, 2)
        for row, term in enumerate(terms, 1):
            last = max(term.begins, term.ends - timedelta(days=1))
            title = shown(term.title, _LONGEST_TITLE)
            grid.addWidget(label(title), row, 0)
            first_day, last_day = self.tr("First day of {0}").format(title), self.tr("Last day of {0}").format(title)
            grid.addWidget(self._day_link(spoken(term.begins), term.begins, first_day), row, 1)
            grid.addWidget(self._day_link(spoken(last), last, last_day), row, 2)
        self._beside.replaceWidget(self._quick, quick)
        self._quick.deleteLater()
        self._quick = quick
        self.setFixedWidth(self.column.sizeHint().width())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._dress()
        self._calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _dress(self) -> None:
        """The calendar's own colours are not the theme's."""
        plain, head, now = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        plain.setForeground(style.color("text"))
        head.setForeground(style.color("secondary"))
        now.setForeground(style.color("link"))
        now.setFontWeight(QFont.Weight.Bold)
        for weekday in Qt.DayOfWeek:
            self._calendar.setWeekdayTextFormat(weekday, plain)
        self._calendar.setHeaderTextFormat(head)
        self._calendar.setDateTextFormat(QDate(), plain)
        self._calendar.setDateTextFormat(QDate.currentDate(), now)

    def _day_link(self, text: str, day: date, name: str) -> TextLink:
        link = TextLink(text)
        link.setAccessibleName(name)
        link.clicked.connect(partial(self._choose, day))
        return link

    def _choose_date(self, day: QDate) -> None:
        self._choose(date(day.year(), day.month(), day.day()))

    def _choose(self, day: date) -> None:
        self.done()
        self.chosen.emit(day)
