"""Beside a report: what a rule is about, in the place of a record's details."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QScrollArea, QWidget

from rosterdesk.ui.details.flow import FlowLayout
from rosterdesk.ui.details.sheet import Sheet
from rosterdesk.ui.look.plain import caption
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.look.words import Mark


class Explanation(QScrollArea):
    """A title, chips, and headings with a few sentences each, which can be selected."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("explanation")
        self.setAccessibleName(self.tr("Explanation of the finding"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sheet = Sheet()
        self._sheet.column.setSpacing(GAP)
        self.setWidget(self._sheet)

    def show_nothing(self) -> None:
        """Forget what was shown."""
        self._sheet.forget()

    def show_text(
        self,
        title: str,
        marks: Sequence[Mark],
        sections: Sequence[tuple[str, str]],
        actions: Sequence[tuple[str, Callable[[], object]]] = (),
    ) -> None:
        """Show this; a section without text is left out. Below it are buttons for what can be done about it."""
        sheet, column = self._sheet, self._sheet.column
        sheet.clear()
        column.addWidget(sheet.label(title, "title", selectable=True, wrap=True))
        chips = FlowLayout(gap=GAP)
        for mark in marks:
            chips.addWidget(sheet.label(mark.text, mark.look))
        column.addLayout(chips)
        for heading, text in sections:
            if text:
                column.addSpacing(GAP)
                column.addWidget(sheet.label(heading, "heading"))
                column.addWidget(sheet.label(text, selectable=True, wrap=True))
        if actions:
            column.addSpacing(GAP)
            flow = FlowLayout(gap=GAP, line_gap=GAP)
            for words, called in actions:
                flow.addWidget(_button(words, called))
            column.addLayout(flow)
        column.addStretch(1)
        self.verticalScrollBar().setValue(0)


def _button(words: str, called: Callable[[], object]) -> QPushButton:
    button = QPushButton(caption(words))
    button.clicked.connect(lambda _checked=False: called())
    return button
