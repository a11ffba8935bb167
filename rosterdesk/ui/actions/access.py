"""Saying what the key of the shown source can see."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.browser import Browser


class KeyAccess(QObject):
    """Tells it from what the syncs found out; a bundle needs no key."""

    def __init__(self, desk: Desk, browser: Browser, window: QWidget) -> None:
        super().__init__(window)
        self._desk = desk
        self._browser = browser
        self._window = window

    def show(self) -> None:
        """Open the page, where there is anything to say."""
        from rosterdesk.ui.dialogs.access import AccessDialog

        reader, source = self._browser.reader, self._desk.source
        runs = [run for run in reader.runs() if run.ended or not self._desk.syncing] if reader else []
        if source is None or source.bundle or not runs:
            return
        counts = {name: count for (name, school), count in self._browser.counts.items() if not school}
        AccessDialog(source.name, runs, counts, self._window).open()
