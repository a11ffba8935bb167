"""One tab of the detail pane that is read from top to bottom: headings, facts, figures, rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TypeAlias

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link, Value
from rosterdesk.ui.details import mail
from rosterdesk.ui.details.asking import Answer
from rosterdesk.ui.details.charts import BarChart
from rosterdesk.ui.details.flow import FlowLayout
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import shown, tooltip
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.look.words import value as as_text

KEYS = 112
"""The width of the column of keys, in pixels: the same in every section, so that the values line up."""
_MOST_LINKS = 12
_ON_ONE_LINE = 2
_SHORT, _SHORT_KEY = 24, 12  # characters: what surely fits on one line need not be measured for two
_LONG = 30  # characters: longer values may be cut by a narrow pane, and say the whole of it when pointed at


class Page:
    """Sections below each other, in the pane's rhythm, written onto a sheet."""

    def __init__(self, subject: Subject, sheet: Sheet) -> None:
        self.subject = subject
        self.label = sheet.label
        self._sheet = sheet
        self._column = sheet.column

    @classmethod
    def read(cls, subject: Subject) -> "Overview":  # noqa: ARG003 - this one tells of the record alone
        """What writes the page, once it has read what the page tells besides the record itself: that may take longer
        than a frame, and is asked for in a thread.
        """
        return cls

    tr = staticmethod(tr)
    """As a widget's own."""

    def add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def add_layout(self, layout: QLayout) -> None:
        self._column.addLayout(layout)

    def heading(self, text: str, aside: str = "") -> None:
        """The beginning of a section."""
        if self._column.count():
            self._column.addSpacing(2 * GAP)
        title = self.label(shown(text), "heading")
        if not aside:
            self._column.addWidget(title)
            return
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(title)
        line.addWidget(self.label(shown(aside), "secondary"), 1)
        self._column.addLayout(line)

    def note(self, text: str, look: str = "secondary") -> None:
        """A sentence."""
        self._column.addWidget(self.label(text, look, wrap=True))

    def facts(self, rows: Iterable[tuple[str, Value | QWidget]]) -> None:
        """A grid of keys and values."""
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        grid.setColumnMinimumWidth(0, KEYS)
        grid.setColumnStretch(1, 1)
        for row, (key, value) in enumerate(rows):
            grid.addWidget(self.label(key, "key", wrap=len(key) > _SHORT_KEY), row, 0, Qt.AlignmentFlag.AlignTop)
            if isinstance(value, QWidget):
                grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            else:
                self._put_value(grid, row, key, value)
        self._column.addLayout(grid)

    def fields(self, *names: str, always: Sequence[str] = (), collection: str = "") -> None:
        """A grid of the record's fields, under the people's words; those without a value only where `always`."""
        self.facts(self.described(*names, always=always, collection=collection))

    def described(
        self, *names: str, always: Sequence[str] = (), collection: str = ""
    ) -> list[tuple[str, Value | QWidget]]:
        """The rows of such a grid."""
        fields = COLLECTIONS[collection or self.subject.record.collection]
        rows: list[tuple[str, Value | QWidget]] = []
        for name in names:
            field, value = fields.field(name), self.subject.value(name)
            title = sentences(field.title)
            if value is None or value in ("", ()):
                if name in always:
                    rows.append((title, None))
            elif isinstance(value, tuple) and len(value) == 1:
                rows.append((title.removesuffix("s"), value))
            elif isinstance(value, Link | tuple):
                rows.append((title, value))
            elif name == "email" and mail.link(str(value)) is not None:
                rows.append((title, self.mail(str(value))))
            else:
                rows.append((title, as_text(value, field.kind)))
        return rows

    def figures(self, figures: Sequence[tuple[str, str]]) -> None:
        """Large numbers side by side, each with a word below it."""
        flow = FlowLayout(gap=3 * GAP, line_gap=GAP)
        for number, word in figures:
            column = QVBoxLayout()
            column.setSpacing(0)
            figure = self.label(number, "figure")
            figure.setAccessibleName(f"{word}: {number}")
            column.addWidget(figure)
            column.addWidget(self.label(word, "secondary"))
            flow.add_layout(column)
        self._column.addLayout(flow)
        self._column.addSpacing(GAP)

    def rows(self, rows: Sequence[tuple[str, Sequence[QWidget], Sequence[QWidget]]]) -> None:
        """A list of two-line entries: a word before it, what it is, and below that what belongs to it."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP + GAP // 2)
        has_keys = any(key for key, _, _ in rows)
        if has_keys:
            grid.setColumnMinimumWidth(0, KEYS - 4 * GAP)
        grid.setColumnStretch(1, 1)
        for row, (key, first, second) in enumerate(rows):
            if has_keys:
                grid.addWidget(
                    self.label(shown(key, 40), "key", wrap=len(key) > _SHORT_KEY), row, 0, Qt.AlignmentFlag.AlignTop
                )
            entry = QVBoxLayout()
            entry.setSpacing(2)
            entry.addLayout(line_of(first))
            if second:
                entry.addLayout(line_of(second) if len(second) <= _ON_ONE_LINE else flow_of(second))
            grid.addLayout(entry, row, 1)
        self._column.addLayout(grid)

    def action(self, text: str, called: Callable[[], object]) -> QWidget:
        """Words that do something."""
        return self._sheet.action(text, called)

    def chart(self, chart: BarChart, lists: Callable[[str], Query]) -> None:
        """Bars, each of which opens a table."""
        for bar in chart.bars:
            self._sheet.stop(bar)
        chart.chosen.connect(lambda text: self._sheet.list_opened.emit(lists(text)))
        self.add(chart)

    def mail(self, address: str) -> QWidget:
        """An address that can be written to."""
        link = self.action(address, partial(mail.write, address))
        link.setToolTip(tooltip(self.tr("Write to {0}").format(address)))
        return link

    def day(self) -> str:
        """The word for the day that it is about."""
        return spoken(self.subject.today) if self.subject.as_of else self.tr("today")

    def later(self, text: str, write: Callable[[], None]) -> None:
        """A place for what is written only when somebody asks for it by these words."""
        slot = self._slot()

        def begin() -> None:
            button.hide()
            with self._within(slot):
                write()

        button = self.action(text, begin)
        slot.addWidget(button)

    def awaited(self, question: Callable[[Subject], Answer], write: Callable[[Answer], None]) -> None:
        """A place for what takes longer than a frame: written once it is known, where the sheet still waits for it. A
        page has one of these at the most.
        """
        slot, sheet, turn = self._slot(), self._sheet, self._sheet.turn
        slot.addWidget(sheet.wait())

        def fill(answer: Answer) -> None:
            if sheet.turn == turn:
                sheet.end_wait()
                with self._within(slot):
                    write(answer)

        subject = self.subject
        subject.ask(lambda reader: question(msgspec.structs.replace(subject, reader=reader)), fill)

    def _slot(self) -> QVBoxLayout:
        slot = QVBoxLayout()
        slot.setSpacing(GAP)
        self.add_layout(slot)
        return slot

    @contextmanager
    def _within(self, slot: QVBoxLayout) -> Iterator[None]:
        """What is written meanwhile stands in this place."""
        column, self._column = self._column, slot
        yield
        self._column = column
        self._sheet.order_tabs()

    def reference(self, link: Link, text: str = "") -> QWidget:
        """A link to another record, or amber words where that record was never received."""
        if link.present:
            return self._sheet.link(link, text)
        name = shown(link.title or link.sourced_id, 60)
        words = self.label(self.tr("{0} (not received)").format(name), "warning", selectable=True, wrap=True)
        words.setToolTip(tooltip(self.tr("The source refers to this record, but did not send it.")))
        return words

    def references(self, links: Sequence[Link]) -> QLayout:
        """Several links, flowing like text; very many are cut short with their number."""
        layout = FlowLayout(gap=2 * GAP)
        for link in links[:_MOST_LINKS]:
            layout.addWidget(self.reference(link))
        if len(links) > _MOST_LINKS:
            layout.addWidget(self.label(self.tr("and {0} more").format(len(links) - _MOST_LINKS), "secondary"))
        return layout

    def _put_value(self, grid: QGridLayout, row: int, key: str, value: Value) -> None:
        links = (value,) if isinstance(value, Link) else value
        if isinstance(links, tuple) and len(links) == 1:
            alignment = Qt.AlignmentFlag.AlignTop
            if links[0].present:
                alignment |= Qt.AlignmentFlag.AlignLeft
            grid.addWidget(self.reference(links[0]), row, 1, alignment)
        elif isinstance(links, tuple) and links:
            grid.addLayout(self.references(links), row, 1)
        else:
            grid.addWidget(self._value(key, as_text(value)), row, 1, Qt.AlignmentFlag.AlignTop)

    def _value(self, key: str, text: str) -> QLabel:
        """A value that can be selected; a dash where nothing was said."""
        if not text:
            return self.label("—", "secondary")
        value = self.label(shown(text, 1000), selectable=True, wrap=len(text) > _SHORT)
        value.setMinimumWidth(1)
        value.setAccessibleName(f"{key}: {shown(text)}")
        if len(text) > _LONG:
            value.setToolTip(tooltip(text))
        return value


Overview: TypeAlias = Callable[[Subject, Sheet], Page]


def line_of(widgets: Sequence[QWidget]) -> QLayout:
    """Widgets on one line, from the left; links shrink before words do."""
    line = QHBoxLayout()
    line.setSpacing(GAP // 2)
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return line


def flow_of(widgets: Sequence[QWidget]) -> QLayout:
    """Widgets from the left, on the next line where there is no room."""
    flow = FlowLayout(gap=GAP, line_gap=2)
    for widget in widgets:
        flow.addWidget(widget)
    return flow
