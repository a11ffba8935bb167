"""Where the user is: district › school › list, each part a way there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import caption, tooltip


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
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)

    def show_path(self, path: list[tuple[str, Place]]) -> None:
        """Show these parts, first the whole, last the place itself."""
        if path == self._path:
            return
        self._path = path
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._crumbs = []
        for position, (title, place) in enumerate(path):
            if position:
                self._layout.addWidget(icons.Picture("chevron-right", 12, "faint", self))
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
        """Shorten the first parts first, until all have room: where the user is matters most. Tips say them whole."""
        room = self.width() - len(self._crumbs) * 30
        for button, title in reversed(self._crumbs):
            text = self.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, max(room, 40))
            room -= self.fontMetrics().horizontalAdvance(text)
            button.setText(caption(text))
            button.setToolTip(tooltip(title) if text != title else "")
