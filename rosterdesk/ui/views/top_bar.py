"""The bar at the top: which source, where in it, find, sync, export, and the program itself."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from rosterdesk.settings import Source
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import caption
from rosterdesk.ui.views.app_menu import AppMenu
from rosterdesk.ui.views.as_of import AsOf
from rosterdesk.ui.views.breadcrumb import Breadcrumb
from rosterdesk.ui.views.search import Search
from rosterdesk.ui.views.sync_bar import SyncBar


class TopBar(QWidget):
    """Holds the parts; each says itself what the user wants of it."""

    source_chosen = Signal(object)  # Source
    add_wanted = Signal()
    bundle_wanted = Signal(bool)  # whether it is a folder
    menu_opened = Signal()  # that of the sources
    edit_wanted = Signal()
    report_wanted = Signal()
    access_wanted = Signal()
    compare_wanted = Signal()
    bundle_out_wanted = Signal()
    remove_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._source = QToolButton(self)
        self._source.setObjectName("sourceButton")
        self._source.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._source.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        style.set_look(self._source, "source")
        self._listed: tuple[list[Source], Source | None, bool] | None = None
        self._menu = QMenu(self._source)
        self._menu.setObjectName("sourceMenu")
        self._menu.aboutToShow.connect(self.menu_opened)
        self._entries: dict[str, QAction] = {}
        self._source.setMenu(self._menu)
        self.back = self._arrow("back", "backButton", self.tr("Back (Alt+Left)"))
        self.forward = self._arrow("forward", "forwardButton", self.tr("Forward (Alt+Right)"))
        self.breadcrumb = Breadcrumb(self.forward, self)
        self.as_of = AsOf(self)
        self.search = Search(self)
        self.sync = SyncBar(self)
        self.export = QPushButton(icons.icon("export", "on_accent"), self.tr("Export…"), self)
        self.export.setObjectName("exportButton")
        self.export.setToolTip(self.tr("Write what is shown to a file (Ctrl+E)"))
        style.set_look(self.export, "primary")
        self.menu = AppMenu(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 9, 12, 9)
        layout.setSpacing(style.GAP)
        for widget in (self._source, self.back, self.forward):
            layout.addWidget(widget)
        layout.addWidget(self.breadcrumb, 3)
        layout.addWidget(self.as_of)
        layout.addWidget(self.search, 2)
        layout.addWidget(self.sync)
        layout.addWidget(self.export)
        layout.addWidget(self.menu)
        for each in (self.search, *self.findChildren(QAbstractButton)):
            policy = each.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)  # else the lowest one, without a text, limits all
            each.setSizePolicy(policy)

    def show_sources(self, sources: list[Source], current: Source | None, state: str, *, can_tell: bool) -> None:
        """Name the current source, its state a dot in this colour (the name of a token), and list all.

        `can_tell`: there is something to say of its syncs.
        """
        name = current.name if current else self.tr("No source")
        self._source.setText((name if len(name) <= 30 else name[:29] + "…").replace("&", "&&") + "  ▾")
        self._source.setAccessibleName(self.tr("Source: {0}").format(name))
        self._source.setIcon(icons.icon("dot", state))
        if self._listed != (sources, current, can_tell):
            self._listed = (sources, current, can_tell)
            self._fill_menu(sources, current, can_tell=can_tell)

    def show_age(self, source: Source, state: str, words: str) -> None:
        """Say of a source in the menu how old its copy is, and in which state, a dot in this colour."""
        entry = self._entries[source.uid]
        entry.setIcon(icons.icon("dot", state))
        entry.setText(f"{caption(source.name)}\t{words}")

    def _fill_menu(self, sources: list[Source], current: Source | None, *, can_tell: bool) -> None:
        self._menu.clear()
        self._entries.clear()
        for source in sources:
            action = self._entries[source.uid] = self._menu.addAction(caption(source.name))
            action.setCheckable(True)
            action.setChecked(source == current)
            font = action.font()
            font.setBold(source == current)  # a dot stands where the tick would
            action.setFont(font)
            action.triggered.connect(lambda _checked=False, source=source: self.source_chosen.emit(source))
        if sources:
            self._menu.addSeparator()
        self._menu.addAction(icons.icon("add"), self.tr("Add a source…"), self.add_wanted.emit)
        self._menu.addAction(icons.icon("bundle"), self.tr("Open a bundle…"), lambda: self.bundle_wanted.emit(False))
        self._menu.addAction(self.tr("Open a bundle’s folder…"), lambda: self.bundle_wanted.emit(True))
        if current is not None:
            self._menu.addSeparator()
            told = self._menu.addAction(
                icons.icon("changes"), self.tr("What the syncs brought…"), self.report_wanted.emit
            )
            told.setEnabled(can_tell)
            seen = self._menu.addAction(self.tr("What this key can see…"), self.access_wanted.emit)
            seen.setObjectName("accessAction")
            seen.setEnabled(can_tell and not current.bundle)
            compare = self._menu.addAction(self.tr("Compare with another roster…"), self.compare_wanted.emit)
            compare.setObjectName("compareAction")
            compare.setEnabled(can_tell)
            out = self._menu.addAction(self.tr("Save as a OneRoster bundle…"), self.bundle_out_wanted.emit)
            out.setObjectName("saveBundleAction")
            out.setEnabled(can_tell)
            self._menu.addAction(self.tr("Edit this source…"), self.edit_wanted.emit)
            self._menu.addAction(self.tr("Forget the local copy…"), self.forget_wanted.emit)
            self._menu.addAction(self.tr("Remove this source…"), self.remove_wanted.emit)

    def _arrow(self, icon: str, name: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(icon, "text"))
        button.setObjectName(name)
        button.setAccessibleName(tip)
        button.setToolTip(tip)
        button.setEnabled(False)
        return button
