"""Below a report: from when it is, how far the work on it is, and the button that begins or ends that."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import caption, label

_BAR = 140


class ReportFoot(QWidget):
    """A sentence, what else is worth a look, progress, and one button."""

    wanted = Signal()
    cancelled = Signal()

    def __init__(self, name: str, again: str, beside: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportFoot")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._again = again
        self._running = False
        self._text = label("", "secondary")
        self._text.setObjectName(f"{name}Text")
        self._text.setMinimumWidth(1)
        self._progress = QProgressBar()
        self._progress.setObjectName(f"{name}Progress")
        self._progress.setAccessibleName(self.tr("Progress"))
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(_BAR)
        self._button = QPushButton()
        self._button.setObjectName(f"{name}Button")
        self._button.clicked.connect(self._click)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, style.GAP, 12, style.GAP)
        line.setSpacing(style.GAP)
        line.addWidget(self._text, 1)
        line.addWidget(beside)
        line.addWidget(self._progress)
        line.addWidget(self._button)
        self.show_text("")

    def show_text(self, text: str, look: str = "secondary") -> None:
        """Nothing runs: say this."""
        self._say(text, look, running=False)

    def show_running(self, text: str, done: int, total: int) -> None:
        """So much is done."""
        self._say(text, "secondary", running=True)
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def _click(self) -> None:
        (self.cancelled if self._running else self.wanted).emit()

    def _say(self, text: str, look: str, *, running: bool) -> None:
        self._running = running
        self._text.setText(text)
        style.set_look(self._text, look)
        self._progress.setVisible(running)
        self._button.setText(caption(self.tr("Cancel") if running else self._again))
        self._button.setIcon(icons.icon("cancel" if running else "refresh"))
