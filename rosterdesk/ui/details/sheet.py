"""What overviews are laid out on: it keeps its labels and links from record to record.

Making and dressing a widget costs Qt some hundred times what a new text for it costs, and an overview has sixty.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QLayout, QVBoxLayout, QWidget

from rosterdesk.model.rows import Link
from rosterdesk.ui.details.link import LinkButton, TextLink
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP

_ANY_WIDTH = 16_777_215  # Qt’s QWIDGETSIZE_MAX: no limit
_LATE = 300  # milliseconds after which an answer is said to be on its way


class Sheet(QWidget):
    """A column to put things in. `clear` takes all out again; what can be used again waits, hidden."""

    link_followed = Signal(object)  # model.rows.Link
    list_opened = Signal(object)  # model.query.Query

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.after: QWidget | None = None  # from where Tab comes here
        self.turn = 0  # how often everything was taken out
        self.waiting = False  # whether something of it is still to come
        self._late = QTimer(self, singleShot=True, interval=_LATE)
        self._late.timeout.connect(self._say_late)
        self._awaited: QLabel | None = None  # what says that it is on its way
        whole = QVBoxLayout(self)
        whole.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 3 * GAP)
        self.column = QVBoxLayout()
        self.column.setSpacing(GAP)
        whole.addLayout(self.column)
        whole.addStretch(1)  # an alignment at the top would leave no room for what wraps
        self._labels: dict[Hashable, list[QLabel]] = defaultdict(list)
        self._links: list[LinkButton] = []
        self._used: list[tuple[list[QLabel], QLabel]] = []
        self._used_links: list[LinkButton] = []
        self._stops: list[QWidget] = []
        self._wanted: int | None = None  # the place of the stop that is to have the focus again

    @property
    def is_whole(self) -> bool:
        """Whether all of something stands on it."""
        return self.column.count() > 0 and not self.waiting

    def label(self, text: str, look: str = "", *, selectable: bool = False, wrap: bool = False) -> QLabel:
        """A plain label, as `plain.label` makes it."""
        waiting = self._labels[look, selectable, wrap]
        if waiting:
            widget = waiting.pop()
            widget.setText(text)
            widget.setToolTip("")
            widget.setAccessibleName("")
            widget.show()
        else:
            widget = label(text, look, selectable=selectable, wrap=wrap, parent=self)
        self._used.append((waiting, widget))
        return widget

    def link(self, link: Link, text: str = "") -> LinkButton:
        """A link to a record that is here."""
        if self._links:
            button = self._links.pop()
            button.set_link(link, text)
            button.setMaximumWidth(_ANY_WIDTH)
            button.show()
        else:
            button = LinkButton(link, text, self)
            button.followed.connect(self.link_followed)
        self._used_links.append(button)
        self._stops.append(button)
        return button

    def action(self, text: str, called: Callable[[], object]) -> TextLink:
        """Words that do something."""
        button = TextLink(text, self)
        button.clicked.connect(lambda _checked=False: called())
        self._stops.append(button)
        return button

    def wait(self) -> QLabel:
        """Something of it is still to come: in the place of these words, which are hidden until it is late."""
        self.waiting = True
        self._awaited = self.label(self.tr("Reading…"), "secondary")
        self._awaited.hide()
        self._late.start()
        return self._awaited

    def end_wait(self) -> None:
        """It is here, or not wanted any more."""
        self.waiting = False
        self._late.stop()
        if self._awaited is not None:
            self._awaited.hide()
            self._awaited = None

    def stop(self, widget: QWidget) -> None:
        """Tab comes to this widget too, here."""
        self._stops.append(widget)

    def order_tabs(self) -> None:
        """Tab goes through all that can be followed in reading order, whatever order it was made in."""
        stops = self._in_order()
        first = [self.after] if self.after is not None else []
        for before, after in pairwise((*first, *stops)):
            QWidget.setTabOrder(before, after)
        if self._wanted is not None and stops and self.after is not None:
            if self.after.hasFocus():
                stops[min(self._wanted, len(stops) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
            self._wanted = None

    def clear(self, *, again: bool = False) -> None:
        """Take everything out. What has the focus gives it to the sheet itself; and gets it back, where the same is
        written `again`.
        """
        focused = next((place for place, stop in enumerate(self._in_order()) if stop.hasFocus()), None)
        if focused is not None and self.after is not None:
            self.after.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wanted = focused if again else None
        self.turn += 1
        self.end_wait()
        kept: set[QWidget] = set(self._used_links)
        kept.update(widget for _, widget in self._used)
        _empty(self.column, kept)
        for waiting, widget in reversed(self._used):
            waiting.append(widget)
        self._links.extend(reversed(self._used_links))
        self._used, self._used_links, self._stops = [], [], []

    def forget(self) -> None:
        """Take everything out, and keep nothing to be used again: no text of it stays in memory."""
        self.clear()
        for widget in (*self._links, *(each for kept in self._labels.values() for each in kept)):
            widget.deleteLater()
        self._links.clear()
        self._labels.clear()

    def _say_late(self) -> None:
        if self._awaited is not None:
            self._awaited.show()

    def _in_order(self) -> list[QWidget]:
        """Where Tab stops, from top to bottom."""
        stops = set(self._stops)
        return [widget for widget in _widgets(self.column) if widget in stops]


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget = item.widget() if item is not None else None
        inner = widget.layout() if widget is not None else item.layout() if item is not None else None
        if widget is not None:
            yield widget
        if inner is not None:
            yield from _widgets(inner)


def _empty(layout: QLayout, kept: set[QWidget]) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            if widget not in kept:
                widget.deleteLater()
        elif inner is not None:
            _empty(inner, kept)
            inner.deleteLater()
