"""The views that the user has named: kept by source, listed in a menu and in the tree."""

from collections.abc import Collection

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from rosterdesk.errors import UsageError
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.settings import SavedView
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.look import icons
from rosterdesk.ui.look.plain import caption, shown
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.frame import Frame


class SavedViews(QObject):
    """Saves what the table shows as a view, opens it again, renames and deletes it; of the source that is open."""

    def __init__(self, browser: Browser, desk: Desk, tasks: Tasks, frame: Frame, window: QWidget) -> None:
        super().__init__(window)
        self._browser = browser
        self._desk = desk
        self._tasks = tasks
        self._messages = frame.messages
        self._navigation = frame.navigation
        self._window = window
        self._remembered = desk.session.remembered
        self._menu = QMenu(frame.filter_bar.views)
        self._menu.setObjectName("viewsMenu")
        frame.filter_bar.views.setMenu(self._menu)
        self._menu.aboutToShow.connect(self._fill)
        frame.navigation.view_renaming_wanted.connect(lambda title: tasks.start(self._rename(title)))
        frame.navigation.view_deletion_wanted.connect(self._delete)
        desk.source_changed.connect(lambda _source: self._show())
        self._remembered.preferences_changed.connect(self._show)
        desk.session.privacy.changed.connect(self._show)

    def save(self) -> None:
        """Ask for a name for what is shown, and keep it."""
        self._tasks.start(self._save())

    @property
    def _kept(self) -> tuple[SavedView, ...]:
        source = self._desk.source
        return self._remembered.preferences.views.get(source.uid, ()) if source else ()

    @property
    def _views(self) -> tuple[SavedView, ...]:
        """Those that can be shown."""
        return tuple(view for view in self._kept if _is_known(view.query))

    @property
    def _titled(self) -> dict[str, SavedView]:
        """The same by what they are called here: the name of a view may be somebody's."""
        masked = self._browser.masked
        views = enumerate(self._views, 1)
        return {self.tr("View {0}").format(number) if masked else view.name: view for number, view in views}

    def _fill(self) -> None:
        self._menu.clear()
        place, titled = self._browser.place, self._titled
        query = place.query if place else None
        current = next((title for title, view in titled.items() if view.query == query), None)
        for title, view in titled.items():
            action = self._menu.addAction(caption(title))
            action.setCheckable(True)
            action.setChecked(title == current)
            action.triggered.connect(lambda _checked=False, view=view: self._browser.visit(Place(view.query)))
        if titled:
            self._menu.addSeparator()
        save = self._menu.addAction(icons.icon("saved"), self.tr("Save this view…"), self.save)
        save.setEnabled(place is not None and place.report is None)
        if current is not None:
            self._menu.addAction(self.tr("Rename…"), lambda: self._tasks.start(self._rename(current)))
            self._menu.addAction(self.tr("Delete"), lambda: self._delete(current))

    async def _save(self) -> None:
        from rosterdesk.ui.dialogs.view_name import ViewNameDialog

        place, source = self._browser.place, self._desk.source
        if place is None or place.report is not None or source is None:
            return
        columns = self._browser.columns(place.query.collection)
        query = msgspec.structs.replace(place.query, columns=columns)
        names = [view.name for view in self._views]
        title = shown(self._proposed(place), 60)
        name = await ViewNameDialog(self.tr("Save this view"), title, names, self._window).ask()
        if name and source == self._desk.source:
            self._replace((name,), SavedView(name, query))
            if self._browser.place == place:
                self._browser.visit(msgspec.structs.replace(place, query=query))

    def _proposed(self, place: Place) -> str:
        """What the place shows, in words. No person is named: that is to be the user's own doing."""
        scope = places.scope_record(place.query)
        if scope is not None and scope[0] == "users":
            return places.heading(place)
        return " · ".join(words for words, _place in self._browser.path())

    async def _rename(self, title: str) -> None:
        from rosterdesk.ui.dialogs.view_name import ViewNameDialog

        name = self._titled[title].name
        names, source = [view.name for view in self._views if view.name != name], self._desk.source
        new = await ViewNameDialog(self.tr("Rename this view"), title, names, self._window).ask()
        if new == title:
            return
        if new and source == self._desk.source:
            self._replace((name, new), *(SavedView(new, view.query) for view in self._views if view.name == name))

    def _delete(self, title: str) -> None:
        deleted = self._titled[title]
        self._replace((deleted.name,))
        undo = (self.tr("Undo"), lambda: self._replace((deleted.name,), deleted))
        self._messages.say("info", self.tr("The view “{0}” is deleted.").format(shown(title)), undo)

    def _replace(self, names: Collection[str], *new: SavedView) -> None:
        """Keep these in the place of those of the names; all others stay."""
        source = self._desk.source
        if source is not None:
            others = (view for view in self._kept if view.name not in names)
            views = tuple(sorted((*others, *new), key=lambda view: view.name.casefold()))
            self._remembered.remember(views=self._remembered.preferences.views | {source.uid: views})

    def _show(self) -> None:
        self._navigation.tree.show_views([(title, Place(view.query)) for title, view in self._titled.items()])
        if self._browser.place is not None:
            self._navigation.mark(self._browser.place)


def _is_known(query: Query) -> bool:
    """Whether this version has such a list, and its fields."""
    try:
        kind = collection(query.collection)
        for name in (*(where.field for where in query.where), *(sort.field for sort in query.sort)):
            kind.field(name)
    except UsageError:
        return False
    return True
