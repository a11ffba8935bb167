"""What the window shows when there is nothing to show yet: a sentence, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rosterdesk.ui import icons, style


class Welcome(QWidget):
    """A designed empty state: an icon, a title, a sentence and up to two ways on."""

    first_chosen = Signal()
    second_chosen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._picture = icons.Picture("school", 56, "faint", self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = self._label("title")
        self._sentence = self._label("secondary")
        self._sentence.setFixedWidth(520)
        self._first = QPushButton(self)
        self._first.setObjectName(f"{name}First")
        style.set_look(self._first, "primary")
        self._second = QPushButton(self)
        self._second.setObjectName(f"{name}Second")
        self._first.clicked.connect(self.first_chosen)
        self._second.clicked.connect(self.second_chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(style.GAP)
        buttons.addStretch(1)
        buttons.addWidget(self._first)
        buttons.addWidget(self._second)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(style.GAP)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addSpacing(style.GAP)
        layout.addWidget(self._title)
        layout.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(style.GAP)
        layout.addLayout(buttons)
        layout.addStretch(3)

    def say(self, icon: str, title: str, sentence: str, first: str = "", second: str = "") -> None:
        """Show this; a way without words is not offered."""
        self._picture.show_icon(icon, "faint")
        self._title.setText(title)
        self._sentence.setText(sentence)
        for button, words in ((self._first, first), (self._second, second)):
            button.setText(words.replace("&", "&&"))
            button.setVisible(bool(words))

    def _label(self, look: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        style.set_look(label, look)
        return label
