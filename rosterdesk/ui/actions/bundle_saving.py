"""Writing the copy of a source as a OneRoster bundle: asked for in a dialog, and done by a worker."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.model import standing
from rosterdesk.settings import Source
from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.actions.writing import Writing
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.program.process import Outcome

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.bundle_out import BundleOutDialog

_EXPECTED = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments")


class BundleSaving(QObject):
    """The whole source, whatever the window shows of it."""

    def __init__(self, desk: Desk, browser: Browser, writing: Writing, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._writing = writing
        self._window = window

    def begin(self) -> None:
        """Ask how to write it, where there is anything."""
        from rosterdesk.ui.dialogs.bundle_out import BundleOutDialog

        source, reader = self._desk.source, self._browser.reader
        if source is None or reader is None:
            return
        if self._writing.busy:
            self._writing.show()
            return
        runs = reader.runs()
        dialog = BundleOutDialog(
            source,
            self._desk.session.remembered.preferences,
            self._window,
            partial=any(standing.lack(name, runs) for name in _EXPECTED),
        )
        self._writing.begin(dialog, lambda: self._write(source, dialog))

    async def _write(self, source: Source, dialog: "BundleOutDialog") -> Outcome:
        self._desk.session.remembered.remember(export_folder=str(dialog.path.parent))
        return await self._desk.jobs.write(source, "bundle", dialog.path, ["--oneroster", dialog.version])
