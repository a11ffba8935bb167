"""Back and Forward: by button, by the menu behind a button, by the keys and the mouse's own buttons."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.look.plain import caption, shown
from rosterdesk.ui.views.top_bar import TopBar

_LISTED = 12
_LONGEST = 60


class Travels(QObject):
    """A long press or a right click on a button lists the places that it leads to, the nearest first."""

    def __init__(self, browser: Browser, bar: TopBar, window: QWidget) -> None:
        super().__init__(window)
        self._browser = browser
        bar.back.clicked.connect(browser.back)
        bar.forward.clicked.connect(browser.forward)
        self._add_menu(bar.back, "backMenu", -1)
        self._add_menu(bar.forward, "forwardMenu", 1)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hears the mouse's own buttons before any view does: a list would keep them to itself."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            watched.windowHandle().installEventFilter(self)
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            match event.button():
                case Qt.MouseButton.BackButton:
                    self._browser.back()
                    return True
                case Qt.MouseButton.ForwardButton:
                    self._browser.forward()
                    return True
                case _:
                    pass
        return super().eventFilter(watched, event)

    def _add_menu(self, button: QToolButton, name: str, step: int) -> None:
        menu = QMenu(button)
        menu.setObjectName(name)
        menu.aboutToShow.connect(lambda: self._fill(menu, step))
        self._browser.opened.connect(menu.clear)  # it names what was in the copy before
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.DelayedPopup)
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(
            lambda _point: menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
        )

    def _fill(self, menu: QMenu, step: int) -> None:
        menu.clear()
        history = self._browser.history
        found = history.behind() if step < 0 else history.ahead()
        for number, place in enumerate(found[:_LISTED], start=1):
            go = menu.addAction(caption(self._title(place)))
            go.triggered.connect(lambda _checked=False, steps=step * number: self._browser.go(steps))

    def _title(self, place: Place) -> str:
        """The record that was looked at, and the list that it was in."""
        scoped = places.scope_record(place.query) if place.report is None else None
        within = self._browser.record(*scoped) if scoped else None
        link = place.record
        record = self._browser.record(link.collection, link.sourced_id) if link else None
        parts = [
            record.title if record else "",
            within.title if within and (record is None or within.sourced_id != record.sourced_id) else "",
            places.heading(place),
        ]
        return shown(" · ".join(part for part in parts if part), _LONGEST)
