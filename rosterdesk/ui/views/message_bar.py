"""One line below the top bar: what happened, and one thing to do about it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import tooltip

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
        self._closed: Callable[[], object] | None = None
        self._waiting: list[tuple[str, str]] = []
        for place, button in enumerate(self._actions):
            button.setObjectName(f"messageAction{place + 1}" if place else "messageAction")
            button.clicked.connect(lambda _checked=False, place=place: self._answer(place))
        close = QToolButton(self)
        close.setIcon(icons.icon("close"))
        close.setObjectName("messageClose")
        close.setAccessibleName(self.tr("Close this message"))
        style.set_look(close, "flat")
        close.clicked.connect(self._close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 6, 8, 6)
        layout.setSpacing(style.GAP)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        for button in self._actions:
            layout.addWidget(button)
        layout.addWidget(close)
        self.hide()

    def say(
        self,
        kind: str,
        text: str,
        *actions: tuple[str, Callable[[], object]],
        hints: Sequence[str] = (),
        closed: Callable[[], object] | None = None,
    ) -> None:
        """Show a message: `danger`, `warning`, `good` or `info`, with up to three things to do.

        `hints` say more of each of these; `closed` is called where the message is closed without an answer.
        """
        style.set_look(self, kind)
        style.set_look(self._text, kind)
        self._icon.show_icon(_ICONS[kind], _TINTS.get(kind, kind))
        self._text.setText(sentences(text))
        self._answers = [answer for _, answer in actions]
        self._closed = closed
        for place, button in enumerate(self._actions):
            button.setVisible(place < len(actions))
            button.setToolTip(tooltip(hints[place]) if place < len(hints) else "")
            if place < len(actions):
                button.setText(actions[place][0].replace("&", "&&"))
        self.show()

    def say_later(self, kind: str, text: str) -> None:
        """Show a message that must not cover another one: once that is closed or answered, where one is shown."""
        if (kind, text) not in self._waiting:
            self._waiting.append((kind, text))
        self._show_waiting()

    def text(self) -> str:
        """The message that is shown, or was last."""
        return self._text.text()

    def _answer(self, place: int) -> None:
        self.hide()
        self._answers[place]()
        self._show_waiting()

    def _close(self) -> None:
        self.hide()
        if self._closed is not None:
            self._closed()
        self._show_waiting()

    def _show_waiting(self) -> None:
        if self._waiting and self.isHidden():
            self.say(*self._waiting.pop(0))
