"""Where a file goes: its name and its folder, as two rows of a form."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from rosterdesk.export.file_names import safe_file_name
from rosterdesk.files import is_there
from rosterdesk.ui.dialogs.file_name import file_name_problem
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP

_LONGEST = 200


class Seen(NamedTuple):
    """What there is where a file is to be written."""

    folder: bool = True
    target: bool = False
    target_is_folder: bool = False


def look(path: Path) -> Seen:
    """Look there, for as long as a drive takes to answer: not for the thread of a window."""
    return Seen(is_there(path.parent), is_there(path), path.is_dir())


class Destination(QObject):
    """Says below its fields what is wrong with them. The suffix is added where nobody has typed it.

    What is there already it is told by who listens to `changed`, and has looked.
    """

    changed = Signal()
    judged = Signal()  # `is_good` may be another

    def __init__(self, title: str, folder: Path, form: Form) -> None:
        super().__init__(form)
        self._folder = folder
        self._suffix = ""
        self._seen = Seen()
        self._form = form
        self._proposed = safe_file_name(title)
        self._name = QLineEdit(self._proposed)
        self._name.textChanged.connect(self._check)
        self._place = label("", "secondary", wrap=True)
        self._place.setObjectName("exportPlace")
        choose = QPushButton(self.tr("Choose folder…"))
        choose.setObjectName("chooseFolderButton")
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_folder)
        where = QWidget()
        line = QHBoxLayout(where)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self._place, 1)
        line.addWidget(choose)
        form.add("file_name", self.tr("File name"), self._name)
        form.add("folder", self.tr("Folder"), where)
        self._check()

    @property
    def path(self) -> Path:
        """The file that is to be written; without a suffix, the folder."""
        name = self._name.text().strip()
        return self._folder / (name if name.lower().endswith(self._suffix) else name + self._suffix)

    @property
    def is_good(self) -> bool:
        """Whether such a file can be, as far as names and folders tell."""
        return not file_name_problem(self._name.text()) and self._seen.folder and not self._is_taken

    @property
    def _is_taken(self) -> bool:
        """Whether the file would have the name of a folder."""
        return bool(self._suffix) and self._seen.target_is_folder

    def propose(self, title: str) -> None:
        """Call it so, unless somebody has typed another name."""
        if self._name.text() == self._proposed:
            self._proposed = safe_file_name(title)
            self._name.setText(self._proposed)

    def set_suffix(self, suffix: str) -> None:
        """Write a file of this kind; a folder where it is empty."""
        self._suffix = suffix
        self._check()

    def set_folder(self, folder: str) -> None:
        """Write into this folder."""
        self._folder, self._seen = Path(folder), Seen()
        self._check()

    def show_seen(self, seen: Seen) -> None:
        """Say what is there already."""
        self._seen = seen
        self._judge()

    def focus(self) -> None:
        """Let the user type another name."""
        self._name.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._name.selectAll()
        self._check()

    def _check(self) -> None:
        self._place.setText(shown(str(self._folder), _LONGEST))
        self._seen = Seen(folder=self._seen.folder)  # what has this name is not known yet
        self._judge()
        self.changed.emit()

    def _judge(self) -> None:
        replaced = self.tr("This file is there already and will be replaced.")
        if self._seen.target_is_folder:
            replaced = self.tr("This folder is there already; files of the same name will be replaced.")
        if self._is_taken:
            replaced = self.tr("A folder has this name. Choose another name.")
        problem = file_name_problem(self._name.text())
        self._form.set_problem("file_name", problem or (replaced if self._seen.target else ""))
        gone = self.tr("This folder is not there any more. Choose another one.")
        # With a path in the name, what was looked at is another folder.
        self._form.set_problem("folder", "" if self._seen.folder or problem else gone)
        self.judged.emit()

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self._form, self.tr("Where to write it"), str(self._folder))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.set_folder)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def usual_folder(last: str) -> Path:
    """The folder that was written into last, while it is there; else where the user keeps documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return next((folder for each in (last, documents) if each and is_there(folder := Path(each))), Path.home())
