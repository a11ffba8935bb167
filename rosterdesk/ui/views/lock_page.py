"""What is on the screen in place of a window while the program is locked."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP

_WIDTH = 360
_ICON = 48


class LockPage(QWidget):
    """Asks for the passphrase, and names nothing and nobody."""

    passphrase_given = Signal(str)
    closed = Signal()
    quit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lockPage")
        self.setWindowTitle(self.tr("Locked"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._seconds = 0
        self._tick = QTimer(self, interval=1000)
        self._tick.timeout.connect(self._count_down)
        self._field = QLineEdit()
        self._field.setObjectName("passphraseField")
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setAccessibleName(self.tr("Passphrase"))
        self._field.setPlaceholderText(self.tr("Passphrase"))
        self._field.textChanged.connect(self._show_ready)
        self._field.returnPressed.connect(self._give)
        self._button = QPushButton(self.tr("Unlock"))
        self._button.setObjectName("unlockButton")
        self._button.clicked.connect(self._give)
        style.set_look(self._button, "primary")
        self._words = label("", "danger", wrap=True)
        self._words.setObjectName("lockWords")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words.setMinimumHeight(3 * GAP)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        QShortcut(QKeySequence("Ctrl+Q"), self, self.quit_wanted.emit)
        self._lay_out()
        self._show_ready()

    def show_refused(self, wait: int) -> None:
        """Say that it was not that one; the next may be tried in so many seconds."""
        self._field.clear()
        self._words.setText(self.tr("That is not the passphrase."))
        self.wait(wait)

    def wait(self, seconds: int) -> None:
        """Take no passphrase for so many seconds."""
        self._seconds = seconds
        self._tick.start()
        self._show_waiting()
        self._show_ready()
        if not seconds:
            self._field.setFocus()

    def say(self, sentence: str) -> None:
        """Say what went wrong."""
        self._words.setText(sentence)

    def show_busy(self) -> None:
        """Say that it is being looked at."""
        self._words.setText("")
        self._field.setEnabled(False)
        self._button.setEnabled(False)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()

    def _give(self) -> None:
        if self._button.isEnabled():
            self.passphrase_given.emit(self._field.text())

    def _count_down(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        self._show_waiting()
        self._show_ready()
        if not self._seconds:
            self._words.setText("")
            self._field.setFocus()

    def _show_waiting(self) -> None:
        if self._seconds:
            self._words.setText(self.tr("That is not the passphrase. Try again in {0} s.").format(self._seconds))
        else:
            self._tick.stop()

    def _show_ready(self) -> None:
        self._field.setEnabled(not self._seconds)
        self._button.setEnabled(not self._seconds and bool(self._field.text()))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addWidget(self._field, 1)
        line.addWidget(self._button)
        inner = QWidget()
        inner.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(GAP)
        sign = icons.Picture("lock", _ICON, "accent")
        sign.setMinimumHeight(_ICON)  # a window that is low takes it from the words' margins
        for part in (
            sign,
            label(self.tr("RosterDesk is locked"), "title"),
            label(self.tr("The copy is closed. What was being synced or written goes on."), "secondary", wrap=True),
        ):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addSpacing(GAP)
        column.addLayout(line)
        column.addWidget(self._words)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addWidget(inner, 0, Qt.AlignmentFlag.AlignHCenter)
        page.addStretch(3)
