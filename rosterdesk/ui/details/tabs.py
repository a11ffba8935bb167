"""A row of tabs that never scrolls sideways: those that do not fit are in a menu at its end."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QToolButton, QWidget

from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import caption
from rosterdesk.ui.look.style import GAP


class _Bar(QTabBar):
    def natural_width(self, index: int) -> int:
        """How wide the tab wants to be; `tabRect` says how wide it is squeezed to."""
        return self.tabSizeHint(index).width()


class Tabs(QWidget):
    """Tabs by name. Those that the width has no room for are hidden and named in the “More” menu."""

    chosen = Signal(str)  # the name of the tab that is shown now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        style.set_look(self, "tabs")
        self._bar = _Bar()
        self._bar.setObjectName("detailTabs")
        self._bar.setAccessibleName(self.tr("Parts of the record"))
        self._bar.setExpanding(False)
        self._bar.setUsesScrollButtons(False)
        self._bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._bar.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._bar.currentChanged.connect(self._current_changed)
        self._more = QToolButton()
        self._more.setObjectName("moreTabsButton")
        self._more.setAccessibleName(self.tr("More parts of the record"))
        self._more.setText(self.tr("More"))
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow after the word
        self._more.setIconSize(QSize(14, 14))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        style.set_look(self._more, "flat")
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill_menu)
        line = QHBoxLayout(self)
        line.setContentsMargins(GAP // 2, 0, GAP, 1)
        line.setSpacing(0)
        line.addWidget(self._bar, 1)
        line.addWidget(self._more)
        self.setFocusProxy(self._bar)

    @property
    def names(self) -> list[str]:
        return [str(self._bar.tabData(index)) for index in range(self._bar.count())]

    @property
    def current(self) -> str:
        index = self._bar.currentIndex()
        return str(self._bar.tabData(index)) if index >= 0 else ""

    def set_tabs(self, tabs: list[tuple[str, str]], current: str) -> None:
        """Show these tabs, as (name, title), and the one called `current`, or the first. Emits nothing."""
        self._bar.blockSignals(True)
        while self._bar.count() > len(tabs):
            self._bar.removeTab(self._bar.count() - 1)
        for index, (name, title) in enumerate(tabs):
            if index < self._bar.count():
                self._bar.setTabText(index, caption(title))
            else:
                self._bar.addTab(caption(title))
            self._bar.setTabData(index, name)
        names = [name for name, _ in tabs]
        self._bar.setCurrentIndex(names.index(current) if current in names else 0)
        self._bar.blockSignals(False)
        self._fit()

    def rename(self, name: str, title: str) -> None:
        """Give this tab another title."""
        self._bar.setTabText(self.names.index(name), caption(title))
        self._fit()

    def choose(self, name: str) -> None:
        """Show this tab."""
        self._bar.setCurrentIndex(self.names.index(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _current_changed(self, index: int) -> None:
        self._fit()
        self.chosen.emit(str(self._bar.tabData(index)))

    def _fit(self) -> None:
        """Hide the last tabs that there is no room for; the current one is always there."""
        for index in range(self._bar.count()):
            self._bar.setTabVisible(index, True)
        widths = [self._bar.natural_width(index) for index in range(self._bar.count())]
        room = self.width() - GAP - GAP // 2
        if sum(widths) > room:
            room -= self._more.sizeHint().width()
            current = self._bar.currentIndex()
            room -= widths[current]
            full = False
            for index, width in enumerate(widths):
                if index == current:
                    continue
                full = full or width > room
                if full:
                    self._bar.setTabVisible(index, False)
                else:
                    room -= width
            self._more.setIcon(icons.icon("chevron-down"))
            self._more.show()
        else:
            self._more.hide()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for index in range(self._bar.count()):
            if not self._bar.isTabVisible(index):
                name = str(self._bar.tabData(index))
                self._menu.addAction(self._bar.tabText(index), partial(self.choose, name))
