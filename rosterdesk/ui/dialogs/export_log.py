"""The list of what was written out of the local copies: a record of who gave out what."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHeaderView, QTreeView, QWidget

from rosterdesk.settings.exports_log import Written
from rosterdesk.ui.dialogs.framing import framed, push_button
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.models.written_list import WrittenList
from rosterdesk.ui.views.cell_lines import CellDelegate

_SIZE = (960, 560)
_WIDTHS = (130, 110, 220, 70, 220)


class ExportLogDialog(QDialog):
    """The newest first; a line leads to its file's folder, and the list itself can be saved."""

    folder_wanted = Signal(object)  # Path of the file
    save_wanted = Signal(object)  # Path of the copy

    def __init__(self, written: Sequence[Written], parent: QWidget | None = None, *, masked: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("exportLogDialog")
        self.setWindowTitle(self.tr("Exports written"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._list = WrittenList(written, self, masked=masked)
        self._lines = self._view()
        self._words = label("", "secondary", selectable=True, wrap=True)
        self._words.setObjectName("exportLogText")
        self._folder = push_button("showInFolderButton", self.tr("Show in folder"))
        self._folder.clicked.connect(lambda: self.folder_wanted.emit(self._chosen().path))
        save = push_button("saveLogButton", self.tr("Save a copy as CSV…"))
        save.setEnabled(bool(written))
        save.clicked.connect(self._choose_file)
        close = push_button("closeButton", self.tr("Close"))
        close.setDefault(True)
        close.clicked.connect(self.accept)
        column = framed(self, [close], [self._folder, save])
        column.addWidget(label(self.tr("Exports written"), "title"))
        told = self.tr("Every file that was written out of the local copies: who, when and what, but none of its rows.")
        column.addWidget(label(told, "secondary", wrap=True))
        column.addWidget(self._lines, 1)
        column.addWidget(self._words)
        if not written:
            self.say(self.tr("Nothing was exported yet."))
        self._show_chosen()

    def say(self, words: str, look: str = "secondary") -> None:
        """Say how it stands, below the list."""
        self._words.setText(shown(words))
        style.set_look(self._words, look)

    def save_to(self, path: str) -> None:
        """Have a copy of the list written to this file."""
        target = Path(path)
        self.save_wanted.emit(target if target.suffix.lower() == ".csv" else target.with_name(target.name + ".csv"))

    def _view(self) -> QTreeView:
        view = QTreeView()
        view.setObjectName("exportLogList")
        view.setAccessibleName(self.tr("Exports written"))
        view.setRootIsDecorated(False)
        view.setUniformRowHeights(True)
        view.setModel(self._list)
        view.setItemDelegate(CellDelegate(view))
        for column, width in enumerate(_WIDTHS):
            view.header().resizeSection(column, width)
        view.header().setSectionsMovable(False)
        view.header().setStretchLastSection(True)
        view.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        view.setCurrentIndex(self._list.index(0, 0))
        view.selectionModel().currentRowChanged.connect(self._show_chosen)
        return view

    def _chosen(self) -> Written:
        return self._list.written(self._lines.currentIndex().row())

    def _show_chosen(self, current: QModelIndex | None = None, _before: QModelIndex | None = None) -> None:
        index = self._lines.currentIndex() if current is None else current
        self._folder.setEnabled(index.isValid())

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Save a copy as CSV"), str(Path.home() / "exports.csv"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
