"""Pages as they will be on paper, one at a time, as large as there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from rosterdesk.export.paper.marks import Page
from rosterdesk.export.paper.painting import PAPER, Fonts, paint
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label, tooltip
from rosterdesk.ui.look.style import GAP

_LEAST = QSize(380, 420)
_ALL = 10**6
_KEYS = {
    Qt.Key.Key_PageUp: -1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -_ALL,
    Qt.Key.Key_End: _ALL,
}
"""So many pages on, or back."""


class Preview(QWidget):
    """Shows pages, with a line below it that says which one and leads to the others; or a sentence in their place."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("printPreview")
        self._leaf = _Leaf(self)
        self._leaf.turned.connect(self._turn)
        self._sentence = label("", "secondary", wrap=True, parent=self._leaf)
        self._sentence.setObjectName("previewSentence")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle = QVBoxLayout(self._leaf)
        middle.setContentsMargins(4 * GAP, 4 * GAP, 4 * GAP, 4 * GAP)
        middle.addWidget(self._sentence)
        self._where = label("")
        self._where.setObjectName("previewPage")
        self._before = self._turner("back", "previousPageButton", self.tr("Previous page"), -1)
        self._after = self._turner("forward", "nextPageButton", self.tr("Next page"), 1)
        line = QHBoxLayout()
        line.setSpacing(GAP)
        line.addStretch(1)
        for widget in (self._before, self._where, self._after):
            line.addWidget(widget)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._leaf, 1)
        column.addLayout(line)
        self._pages: list[Page] = []
        self._at = 0
        self._complete = False
        self.say("")

    def say(self, sentence: str) -> None:
        """Show no page, but this."""
        self._pages, self._complete = [], False
        self._sentence.setText(sentences(sentence))
        self._sentence.setVisible(bool(sentence))
        self._show(0)

    def add(self, pages: Sequence[Page], *, anew: bool = False) -> None:
        """Show these too, after those that are there, or in their place."""
        if anew:
            self.say("")
        self._pages += pages
        self._show(self._at)

    def end(self, *, complete: bool) -> None:
        """No more pages come, as these are all, or are enough to be looked at."""
        self._complete = complete
        self._show(self._at)

    def _turn(self, pages: int) -> None:
        self._show(max(0, min(self._at + pages, len(self._pages) - 1)))

    def _show(self, at: int) -> None:
        self._at = at
        count = f"{len(self._pages):,}"
        words = self.tr("Page {0} of {1}") if self._complete else self.tr("Page {0} of the first {1}")
        where = words.format(f"{at + 1:,}", count) if self._pages else ""
        self._where.setText(where)
        self._before.setEnabled(at > 0)
        self._after.setEnabled(at + 1 < len(self._pages))
        self._leaf.setAccessibleName(where or self._sentence.text() or self.tr("Preview"))
        self._leaf.show_page(self._pages[at] if self._pages else None)

    def _turner(self, icon: str, name: str, title: str, pages: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(icons.icon(icon))
        button.setAccessibleName(title)
        button.setToolTip(tooltip(title))
        style.set_look(button, "flat")
        button.clicked.connect(lambda: self._turn(pages))
        return button


class _Leaf(QWidget):
    """One page, painted once for each size; Page Up and Page Down, the ends and the wheel turn it."""

    turned = Signal(int)  # so many pages on, or back

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("previewLeaf")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._fonts = Fonts()
        self._page: Page | None = None
        self._picture: QPixmap | None = None
        self._turning = 0

    def show_page(self, page: Page | None) -> None:
        """Show this page, or none."""
        if page is not self._page:
            self._page, self._picture = page, None
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), style.color("surface"))
        if self._page is not None:
            place = self._place(self._page)
            painter.fillRect(place.adjusted(-1, -1, 1, 1), style.color("line"))
            painter.drawPixmap(place, self._painted(self._page, place))
        if self.hasFocus():
            painter.setPen(style.color("accent"))
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._picture = None
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pages = _KEYS.get(Qt.Key(event.key()))
        if pages is None:
            super().keyPressEvent(event)
        else:
            self.turned.emit(pages)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turning -= event.angleDelta().y()
        notches = int(self._turning / 120)
        self._turning -= notches * 120
        if notches:
            self.turned.emit(notches)
        event.accept()

    def _place(self, page: Page) -> QRect:
        """Where the page lies: all of it, with some air."""
        room = self.size() - QSize(4 * GAP, 4 * GAP)
        size = QSize(round(page.width), round(page.height)).scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(self.rect().center())
        return place

    def _painted(self, page: Page, place: QRect) -> QPixmap:
        if self._picture is None:
            dots = self.devicePixelRatioF()
            self._picture = QPixmap(place.size() * dots)
            self._picture.setDevicePixelRatio(dots)
            self._picture.fill(PAPER)
            painter = QPainter(self._picture)
            painter.scale(place.width() / page.width, place.height() / page.height)
            paint(page, painter, self._fonts)
            painter.end()
        return self._picture
