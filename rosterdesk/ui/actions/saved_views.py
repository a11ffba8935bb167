"""The views that the user has named: kept by source, listed in a menu and in the tree."""

import msgspec
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QWidget

from rosterdesk.errors import UsageError
from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.settings import SavedView
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.dialogs.view_name import ViewNameDialog
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
        frame.navigation.view_renaming_wanted.connect(lambda name: tasks.start(self._rename(name)))
        frame.navigation.view_deletion_wanted.connect(self._delete)
        desk.source_changed.connect(lambda _source: self._show())
        self._remembered.preferences_changed.connect(self._show)

    def save(self) -> None:
        """Ask for a name for what is shown, and keep it."""
        self._tasks.start(self._save())

    @property
    def _views(self) -> tuple[SavedView, ...]:
        source = self._desk.source
        views = self._remembered.preferences.views.get(source.uid, ()) if source else ()
        return tuple(view for view in views if _is_known(view.query))

    @property
    def _current(self) -> SavedView | None:
        query = self._browser.place.query if self._browser.place else None
        return next((view for view in self._views if view.query == query), None)

    def _fill(self) -> None:
        self._menu.clear()
        current = self._current
        for view in self._views:
            action = self._menu.addAction(caption(view.name))
            action.setCheckable(True)
            action.setChecked(view == current)
            action.triggered.connect(lambda _checked=False, view=view: self._browser.visit(Place(view.query)))
        if self._views:
            self._menu.addSeparator()
        place = self._browser.place
        save = self._menu.addAction(icons.icon("saved"), self.tr("Save this view…"), self.save)
        save.setEnabled(place is not None and place.report is None)
        if current is not None:
            name = current.name
            self._menu.addAction(self.tr("Rename…"), lambda: self._tasks.start(self._rename(name)))
            self._menu.addAction(self.tr("Delete"), lambda: self._delete(name))

    async def _save(self) -> None:
        place, source = self._browser.place, self._desk.source
        if place is None or place.report is not None or source is None:
            return
        columns = self._browser.columns(place.query.collection)
        query = msgspec.structs.replace(place.query, columns=columns)
        names = [view.name for view in self._views]
        title = " · ".join(words for words, _place in self._browser.path("")[1:])
        name = await ViewNameDialog(self.tr("Save this view"), shown(title, 60), names, self._window).ask()
        if name and source == self._desk.source:
            self._keep((*(view for view in self._views if view.name != name), SavedView(name, query)))
            if self._browser.place == place:
                self._browser.visit(msgspec.structs.replace(place, query=query))

    async def _rename(self, name: str) -> None:
        names, source = [view.name for view in self._views if view.name != name], self._desk.source
        new = await ViewNameDialog(self.tr("Rename this view"), name, names, self._window).ask()
        if new and new != name and source == self._desk.source:
            others = [view for view in self._views if view.name != new]
            self._keep(tuple(SavedView(new, view.query) if view.name == name else view for view in others))

    def _delete(self, name: str) -> None:
        before = self._views
        self._keep(tuple(view for view in before if view.name != name))
        undo = (self.tr("Undo"), lambda: self._keep(before))
        self._messages.say("info", self.tr("The view “{0}” is deleted.").format(shown(name)), undo)

    def _keep(self, views: tuple[SavedView, ...]) -> None:
        source = self._desk.source
        if source is not None:
            views = tuple(sorted(views, key=lambda view: view.name.casefold()))
            self._remembered.remember(views=self._remembered.preferences.views | {source.uid: views})

    def _show(self) -> None:
        self._navigation.tree.show_views([(view.name, Place(view.query)) for view in self._views])
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
