"""What the window shows when there is nothing to show yet: a sentence, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rosterdesk.ui.look import icons, style

_WIDTH = 520


class Welcome(QWidget):
    """A designed empty state: an icon, a title, a sentence and up to three ways on."""

    first_chosen = Signal()
    second_chosen = Signal()
    third_chosen = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._picture = icons.Picture("school", 56, "faint", self)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._title = self._label("title")
        self._sentence = self._label("secondary")
        self._sentence.setFixedWidth(_WIDTH)
        self._ways = [QPushButton(self) for _ in range(3)]
        style.set_look(self._ways[0], "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(style.GAP)
        buttons.addStretch(1)
        chosen = (("First", self.first_chosen), ("Second", self.second_chosen), ("Third", self.third_chosen))
        for button, (place, signal) in zip(self._ways, chosen, strict=True):
            button.setObjectName(name + place)
            button.setAutoDefault(True)  # Enter, too
            button.clicked.connect(signal)
            buttons.addWidget(button)
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

    def say(self, icon: str, title: str, sentence: str, *ways: str) -> None:
        """Show this, and the ways on by their words."""
        self._picture.show_icon(icon, "faint")
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._sentence.ensurePolished()
        self._sentence.setMinimumHeight(self._sentence.heightForWidth(_WIDTH))
        for place, button in enumerate(self._ways):
            button.setVisible(place < len(ways))
            if place < len(ways):
                button.setText(ways[place].replace("&", "&&"))

    def focus_first(self) -> None:
        """Let the first way on be gone by key."""
        self._ways[0].setFocus()

    def _label(self, look: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        label.setWordWrap(True)
        style.set_look(label, look)
        return label
