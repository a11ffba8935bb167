"""Where the user is: district › school › list, each part a way there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import caption, tooltip

_CHEVRON, _SPACING = 12, 2  # pixels
_FRAME, _BETWEEN = 10, _CHEVRON + 2 * _SPACING
_LEAST = 40  # pixels of words: fewer say nothing


class Breadcrumb(QWidget):
    """A row of buttons; the last one is where the user is. Tab comes to them `after` another widget."""

    place_chosen = Signal(object)  # Place

    def __init__(self, after: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._after = after
        self.setObjectName("breadcrumb")
        self.setAccessibleName(self.tr("Where you are"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._path: list[tuple[str, Place]] = []
        self._crumbs: list[tuple[QPushButton, str]] = []
        self._chevrons: list[icons.Picture] = []  # one before each but the first
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(_SPACING)

    def show_path(self, path: list[tuple[str, Place]]) -> None:
        """Show these parts, first the whole, last the place itself."""
        if path == self._path:
            return
        self._path = path
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._crumbs, self._chevrons = [], []
        for position, (title, place) in enumerate(path):
            if position:
                self._chevrons.append(icons.Picture("chevron-right", _CHEVRON, "faint", self))
                self._layout.addWidget(self._chevrons[-1])
            last = position == len(path) - 1
            button = QPushButton(self)
            button.setAccessibleName(title)
            style.set_look(button, "crumb-last" if last else "crumb")
            button.clicked.connect(lambda _checked=False, place=place: self.place_chosen.emit(place))
            self._layout.addWidget(button)
            QWidget.setTabOrder(self._crumbs[-1][0] if self._crumbs else self._after, button)
            self._crumbs.append((button, title))
        self._layout.addStretch(1)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Shorten the first parts first, then leave them out: where the user is matters most. Tips say the rest."""
        letters, room, unread = self.fontMetrics(), self.width(), list[str]()
        for chevron, (button, title) in reversed([*zip((None, *self._chevrons), self._crumbs, strict=False)]):
            is_last = button is self._crumbs[-1][0]
            room -= _FRAME if is_last else _FRAME + _BETWEEN
            text = letters.elidedText(title, Qt.TextElideMode.ElideRight, max(room, 0))
            taken = letters.horizontalAdvance(text)
            has_room = is_last or text == title or taken >= _LEAST
            room = room - taken if has_room else 0
            button.setVisible(has_room)
            button.setText(caption(text))
            button.setToolTip(tooltip(title) if text != title else "")
            if chevron is not None:
                chevron.setVisible(has_room)
            if not has_room:
                unread.insert(0, title)
        if unread:
            button, title = self._crumbs[len(unread)]
            button.setToolTip(tooltip(" › ".join((*unread, title))))
