"""Bundles that are dragged onto the window, or chosen in a file dialog."""

import asyncio
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from rosterdesk.ui.actions import bundles
from rosterdesk.ui.program.tasks import Tasks
from rosterdesk.ui.views.drop_sign import DropSign


class Dropping(QObject):
    """Watches what is dragged over a window, and shows whether it can be dropped."""

    opened = Signal(object)  # Path of a bundle
    refused = Signal(str)  # why what was dropped is not opened, in a sentence

    def __init__(self, tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._tasks = tasks
        self._window = window
        self._drags = 0
        self._sign = DropSign(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def choose(self, *, folder: bool) -> None:
        """Ask for a bundle: a zip file, or a folder."""
        dialog = QFileDialog(self._window, self.tr("Open a bundle"))
        dialog.setObjectName("bundleDialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if folder:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilters([self.tr("OneRoster bundles (*.zip)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(lambda path: self._tasks.start(self._take([Path(path)])))
        dialog.open()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window:
            return False
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            self._drags += 1
            self._tasks.start(self._greet(_paths(event.mimeData()), self._drags))
            event.setDropAction(Qt.DropAction.CopyAction)  # nothing is moved away from where it is
            event.accept()
            return True
        if event.type() is QEvent.Type.DragLeave:
            self._end_drag()
        elif isinstance(event, QDropEvent) and event.type() is QEvent.Type.Drop:
            self._end_drag()
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._tasks.start(self._take(_paths(event.mimeData())))
            return True
        return False

    async def _greet(self, paths: list[Path | None], drag: int) -> None:
        """Say whether this can be dropped, unless the drag is over by then."""
        path = await asyncio.to_thread(bundles.bundle_in, paths)
        if drag == self._drags:
            self._sign.say(welcome=path is not None)

    def _end_drag(self) -> None:
        self._drags += 1
        self._sign.hide()

    async def _take(self, paths: list[Path | None]) -> None:
        path = await asyncio.to_thread(bundles.bundle_in, paths)
        if path is not None:
            self.opened.emit(path)
        elif len(paths) > 1:
            self.refused.emit(self.tr("One bundle at a time, please: drop one zip file, or one folder."))
        else:
            self.refused.emit(
                self.tr("This is no OneRoster bundle. Drop a zip file, or a folder of CSV files with a manifest.csv.")
            )


def _paths(data: QMimeData) -> list[Path | None]:
    """What is dragged; `None` for what is not on this computer."""
    return [Path(url.toLocalFile()) if url.isLocalFile() else None for url in data.urls()]
