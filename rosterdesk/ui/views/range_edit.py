"""Two fields: from, and up to; either may be empty."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP


class RangeEdit(QWidget):
    """A range of dates or of numbers. It is said once both ends are empty or make sense."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dates = True
        self._least = self._end("rangeFrom", self.tr("From"))
        self._most = self._end("rangeTo", self.tr("Up to"))
        self._problem = label("", "danger", wrap=True)
        self._problem.hide()
        ends = QHBoxLayout()
        ends.setSpacing(GAP)
        for end in (self._least, self._most):
            ends.addWidget(end)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(ends)
        column.addWidget(self._problem)
        self.setFocusProxy(self._least)

    @property
    def least(self) -> str:
        return self._least.text().strip()

    @property
    def most(self) -> str:
        return self._most.text().strip()

    def show_range(self, least: str, most: str, *, dates: bool) -> None:
        """Show this range, without saying so."""
        self._dates = dates
        self._least.setText(least)
        self._most.setText(most)
        self._problem.hide()
        for end, words in ((self._least, self.tr("From")), (self._most, self.tr("Up to"))):
            end.setPlaceholderText(self.tr("{0} YYYY-MM-DD").format(words) if dates else words)

    def _end(self, name: str, title: str) -> QLineEdit:
        end = QLineEdit(self)
        end.setObjectName(name)
        end.setAccessibleName(title)
        end.setMaxLength(20)
        end.textEdited.connect(lambda _text: self._take(complain=False))
        end.editingFinished.connect(lambda: self._take(complain=True))
        return end

    def _take(self, *, complain: bool) -> None:
        wrong = not all(self._makes_sense(text) for text in (self.least, self.most))
        sentence = self.tr("Write days as 2026-09-01.") if self._dates else self.tr("Write numbers as 12 or 12.5.")
        self._problem.setText(sentence)
        self._problem.setVisible(wrong and complain)
        if not wrong:
            self.changed.emit()

    def _makes_sense(self, text: str) -> bool:
        try:
            _ = text and (date.fromisoformat(text) if self._dates else float(text))
        except ValueError:
            return False
        return True
