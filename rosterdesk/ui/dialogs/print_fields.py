"""Fields of the print dialog that one kind of paper alone has."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QVBoxLayout, QWidget

from rosterdesk.export.paper.choice import MOST_BLANKS
from rosterdesk.export.paper.stocks import STOCKS
from rosterdesk.ui.dialogs.box import Box
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.day_choice import Term
from rosterdesk.ui.views.day_field import DayField

_BLANKS = 10
_NUMBER = 64


class BlankColumns(QWidget):
    """How many columns to write in, and from which day on they are dated, if they are."""

    changed = Signal()

    def __init__(self, days: tuple[date, date, Sequence[Term]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._count = _number("blankCount", self.tr("Columns to write in"), MOST_BLANKS, _BLANKS)
        self._dated = Box(self.tr("School days from"))
        self._dated.setObjectName("datedBox")
        self._first = DayField(*days)
        self._first.setObjectName("firstDayField")
        self._first.setAccessibleName(self.tr("First day"))
        self._first.setEnabled(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addLayout(_line(self._count, label(self.tr("columns")), None))
        column.addLayout(_line(self._dated, self._first, None))
        self.setFocusProxy(self._count)
        self._count.valueChanged.connect(self.changed)
        self._dated.toggled.connect(self._first.setEnabled)
        self._dated.toggled.connect(self.changed)
        self._first.changed.connect(self.changed)

    @property
    def count(self) -> int:
        return self._count.value()

    @property
    def begins(self) -> date | None:
        """The day of the first column; `None`: they are blank."""
        return self._first.day if self._dated.isChecked() else None


class LabelPlace(QWidget):
    """The sheets of labels, and which label of the first sheet is free."""

    changed = Signal()

    def __init__(self, last: str, size: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stock = Choice()
        self._stock.setObjectName("stockChoice")
        self._stock.setAccessibleName(self.tr("Labels"))
        words = self.tr("Avery {0}, {1} on a sheet")
        for name, stock in STOCKS.items():
            self._stock.addItem(words.format(name, stock.count), name)
        usual = next(name for name, stock in STOCKS.items() if stock.size == size)
        self._stock.setCurrentIndex(self._stock.findData(last if last in STOCKS else usual))
        self._first = _number("firstLabel", self.tr("First free label"), STOCKS[self.stock].count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP // 2)
        column.addWidget(self._stock)
        column.addLayout(_line(label(self.tr("First free label")), self._first, None))
        self.setFocusProxy(self._stock)
        self._stock.currentIndexChanged.connect(self._take_stock)
        self._first.valueChanged.connect(self.changed)

    @property
    def stock(self) -> str:
        return str(self._stock.currentData())

    @property
    def first(self) -> int:
        return self._first.value()

    def _take_stock(self) -> None:
        self._first.blockSignals(True)
        self._first.setMaximum(STOCKS[self.stock].count)
        self._first.blockSignals(False)
        self.changed.emit()


class PhotoFolder(QWidget):
    """A folder with photos; none, and initials stand in their place."""

    changed = Signal()

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path = QLineEdit(folder)
        self._path.setObjectName("photoFolderPath")
        self._path.setAccessibleName(self.tr("Folder with photos"))
        self._path.setPlaceholderText(self.tr("None: initials"))
        self._path.setClearButtonEnabled(True)
        choose = QPushButton(self.tr("Choose…"))
        choose.setObjectName("choosePhotosButton")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        line = _line(self._path, choose)
        line.setStretch(0, 1)
        column.addLayout(line)
        self.setFocusProxy(self._path)
        self._path.textChanged.connect(self.changed)

    @property
    def folder(self) -> str:
        return self._path.text().strip()

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder with photos"), self.folder)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._path.setText)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _number(name: str, title: str, most: int, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setObjectName(name)
    box.setAccessibleName(title)
    box.setRange(1, most)
    box.setValue(value)
    box.setFixedWidth(_NUMBER)
    box.lineEdit().setTextMargins(GAP, 0, 0, 0)  # a style sheet does not reach into it
    return box


def _line(*widgets: QWidget | None) -> QHBoxLayout:
    """The widgets side by side; `None` is the room that is left."""
    line = QHBoxLayout()
    line.setSpacing(GAP)
    for widget in widgets:
        if widget is None:
            line.addStretch(1)
        else:
            line.addWidget(widget)
    return line
