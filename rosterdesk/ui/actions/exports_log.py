"""Shows what was written out of the local copies, and saves a copy of that list."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from rosterdesk.errors import ExportError
from rosterdesk.files import is_there
from rosterdesk.model.attributes import Kind
from rosterdesk.settings.exports_log import Written
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.program.opening import show_in_folder
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks

if TYPE_CHECKING:
    from rosterdesk.export.table import Table
    from rosterdesk.ui.dialogs.export_log import ExportLogDialog

_COLUMNS = Written.__struct_fields__


class ExportsLog(QObject):
    """The list is read when it is asked for: commands in a shell and other windows write to it too."""

    def __init__(self, session: Session, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._tasks = tasks
        self._window = window

    def show(self) -> None:
        """Read the list, and show it."""
        self._tasks.start(self._show())

    async def _show(self) -> None:
        from rosterdesk.ui.dialogs.export_log import ExportLogDialog

        found = await asyncio.to_thread(self._session.data_dir.exports)
        dialog = ExportLogDialog(found, self._window, masked=self._session.privacy.masked)
        self._session.privacy.changed.connect(dialog.reject)  # it names files, or not
        dialog.folder_wanted.connect(lambda path: self._tasks.start(self._show_in_folder(path, dialog)))
        dialog.save_wanted.connect(lambda path: self._tasks.start(self._save(found, path, dialog)))
        dialog.open()

    async def _show_in_folder(self, path: Path, dialog: "ExportLogDialog") -> None:
        there = await asyncio.to_thread(is_there, path)
        if not isValid(dialog):
            return
        if not there:
            dialog.say(self.tr("This file is not there any more."), "warning")
        elif not show_in_folder(path):
            dialog.say(self.tr("Nothing on this computer opens this folder: {0}").format(path.parent), "warning")

    async def _save(self, found: list[Written], path: Path, dialog: "ExportLogDialog") -> None:
        from rosterdesk.export import csv

        try:
            await asyncio.to_thread(csv.write, _table(found), path)
            said, look = self.tr("Written: {0}").format(path.name), "good"
        except ExportError as error:
            said, look = sentences(str(error)), "danger"
        if isValid(dialog):
            dialog.say(said, look)


def _table(found: list[Written]) -> "Table":
    """The list as a table for spreadsheets."""
    from rosterdesk.export.table import Table

    kinds = tuple(Kind.NUMBER if name == "rows" else Kind.TEXT for name in _COLUMNS)
    return Table(
        collection="exports",
        headers=_COLUMNS,
        kinds=kinds,
        widths=(20,) * len(_COLUMNS),
        rows=(tuple(_cell(getattr(each, name)) for name in _COLUMNS) for each in found),
        count=len(found),
    )


def _cell(value: str | int | tuple[str, ...]) -> str | int:
    return ", ".join(value) if isinstance(value, tuple) else value
