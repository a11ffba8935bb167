"""What the window shows while a file is dragged over it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from rosterdesk.ui.look import icons
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP

_ICON = 56


class DropSign(QWidget):
    """Covers the window and says what a drop would do, or why it would do nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dropSign")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = icons.Picture("bundle", _ICON, "faint", self)
        self._title, self._sentence = label("", "title", wrap=True), label("", "secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(2)
        for part in (self._picture, self._title, self._sentence):
            part.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(part)
        column.addStretch(3)
        self.hide()

    def say(self, *, welcome: bool) -> None:
        """Cover the window; `welcome` says whether what is dragged can be dropped."""
        window = self.parentWidget()
        assert window is not None
        self._picture.show_icon("bundle" if welcome else "info", "accent" if welcome else "faint")
        self._title.setText(self.tr("Drop to open this bundle") if welcome else self.tr("This cannot be opened here"))
        self._sentence.setText(
            self.tr("It becomes a source of its own. The file itself is only read.")
            if welcome
            else self.tr("A OneRoster bundle is one zip file, or one folder of CSV files.")
        )
        self.setGeometry(window.rect().adjusted(GAP, GAP, -GAP, -GAP))
        self.raise_()
        self.show()
