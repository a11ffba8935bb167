"""References in the detail pane: a button that looks like a link, or amber words for what was never received."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter, QWidget

from rosterdesk.model.rows import Link
from rosterdesk.ui.look.plain import caption, shown, tooltip

_LEAST = 40  # pixels: below this an elided name says nothing


class TextLink(QPushButton):
    """Words that can be followed, by mouse or keyboard; elided where there is no room."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "link")
        self.set_text(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)

    def set_text(self, text: str) -> None:
        """Say these words, as they are."""
        self.setText(caption(shown(text)))
        self.setAccessibleName(shown(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(min(hint.width(), _LEAST), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        if not self.hasFocus():
            option.rect = self.rect().adjusted(-1, 0, 0, 0)  # the words stand in line with those above, not the border
        room = self.width() - 1
        option.text = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room, Qt.TextFlag.TextShowMnemonic
        )
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)


class LinkButton(TextLink):
    """A reference to a record that is here."""

    followed = Signal(object)  # model.rows.Link

    def __init__(self, link: Link, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_link(link, text)
        self.clicked.connect(lambda: self.followed.emit(self.link))

    def set_link(self, link: Link, text: str = "") -> None:
        """Lead to this record from now on; `text` where it is not called by its title."""
        self.link = link
        self.set_text(text or link.title or link.sourced_id)
        self.setToolTip(tooltip(link.title or link.sourced_id))
