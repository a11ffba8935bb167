"""Mistakes of ours, told in one dialog: those that follow while it is open are added to it."""

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rosterdesk import log
from rosterdesk.store.file import journaling

if TYPE_CHECKING:
    from rosterdesk.ui.dialogs.crash import CrashDialog


class Crashes:
    """Writes each into the log, and shows a report that its user may send, or not."""

    def __init__(self) -> None:
        self._dialog: CrashDialog | None = None

    def tell(self, error: BaseException, above: QWidget | None) -> None:
        """Show the report of this one, above that window."""
        from rosterdesk.ui.dialogs.crash import CrashDialog

        report = log.report(error, {"Qt": qVersion(), "SQLite": journaling.SQLITE})
        logging.getLogger(__name__).error("a mistake of ours", exc_info=error)
        if self._dialog is not None and isValid(self._dialog) and self._dialog.isVisible():
            self._dialog.add(report)
            return
        self._dialog = CrashDialog(report, above)
        self._dialog.open()
