"""One line below the top bar: what happened, and one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from rosterdesk.ui import icons, style

_ICONS = {"danger": "error", "warning": "warning", "good": "ok", "info": "info"}
_TINTS = {"info": "secondary"}
_MOST = 3


class MessageBar(QWidget):
    """Shows one message until it is closed, answered or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageBar")
        self.setAccessibleName(self.tr("Message"))
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = icons.Picture("info", 18, parent=self)
        self._text = QLabel(self)
        self._text.setObjectName("messageText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setWordWrap(True)
        self._actions = [QPushButton(self) for _ in range(_MOST)]
        self._answers: list[Callable[[], object]] = []
        for place, button in enumerate(self._actions):
            button.setObjectName(f"messageAction{place + 1}" if place else "messageAction")
            button.clicked.connect(lambda _checked=False, place=place: self._answer(place))
        close = QToolButton(self)
        close.setIcon(icons.icon("close"))
        close.setObjectName("messageClose")
        close.setAccessibleName(self.tr("Close this message"))
        style.set_look(close, "flat")
        close.clicked.connect(self.hide)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(style.GAP)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        for button in self._actions:
            layout.addWidget(button)
        layout.addWidget(close)
        self.hide()

    def say(self, kind: str, text: str, *actions: tuple[str, Callable[[], object]]) -> None:
        """Show a message: `danger`, `warning`, `good` or `info`, with up to three things to do."""
        style.set_look(self, kind)
        style.set_look(self._text, kind)
        self._icon.show_icon(_ICONS[kind], _TINTS.get(kind, kind))
        self._text.setText(text)
        self._answers = [answer for _, answer in actions]
        for place, button in enumerate(self._actions):
            button.setVisible(place < len(actions))
            if place < len(actions):
                button.setText(actions[place][0].replace("&", "&&"))
        self.show()

    def text(self) -> str:
        """The message that is shown, or was last."""
        return self._text.text()

    def _answer(self, place: int) -> None:
        self.hide()
        self._answers[place]()
