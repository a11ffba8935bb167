"""The columns of class lists, chosen one by one and kept under a name."""

from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from rosterdesk.export.class_lists.columns import column
from rosterdesk.ui.dialogs import class_list_words
from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.column_list import ColumnList

_WIDTH, _HEIGHT = 460, 300
_LONGEST_NAME, _LONGEST_BLANKS = 60, 200
_DELETED = 2


class ClassListColumnsDialog(QDialog):
    """Begins with these columns, and with the name under which they are kept; `taken` are the names of others."""

    def __init__(self, name: str, columns: Sequence[str], taken: Collection[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("classListColumnsDialog")
        self.setWindowTitle(self.tr("Columns of the lists"))
        self.setMinimumWidth(_WIDTH)
        self._first = name
        self._taken = taken
        known = [column(each) for each in columns]
        self._list = ColumnList()
        self._list.setMinimumHeight(_HEIGHT)
        self._list.show_columns(class_list_words.columns(), [each.name for each in known if not each.is_blank])
        self._blanks = QLineEdit(", ".join(each.title for each in known if each.is_blank))
        self._blanks.setMaxLength(_LONGEST_BLANKS)
        self._name = QLineEdit(name)
        self._name.setMaxLength(_LONGEST_NAME)
        self._form = Form()
        hint = self.tr("Blank columns by their titles, such as Mon, Tue, Wed")
        self._form.add("blanks", self.tr("To write in"), self._blanks, hint)
        self._form.add("template", self.tr("Keep as"), self._name, " ")
        self._save = QPushButton(self.tr("Keep"))
        self._save.setObjectName("keepColumnsButton")
        self._save.setDefault(True)
        self._save.clicked.connect(self.accept)
        style.set_look(self._save, "primary")
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        delete = QPushButton(self.tr("Delete"))
        delete.setObjectName("deleteColumnsButton")
        delete.setAutoDefault(False)
        delete.setVisible(name in taken)
        delete.clicked.connect(lambda: self.done(_DELETED))
        own = framed(self, [cancel, self._save], [delete])
        own.addWidget(label(self.tr("Columns of the lists"), "title"))
        own.addWidget(self._list, 1)
        own.addWidget(label(self.tr("Drag to reorder, or press Alt+Up and Alt+Down."), "secondary", wrap=True))
        own.addSpacing(GAP)
        own.addWidget(self._form)
        self._name.textChanged.connect(lambda _text: self._judge())
        self._judge()

    async def ask(self) -> tuple[str, tuple[str, ...]] | None:
        """The name and the columns, none where these are to be kept no more; `None` where all is to stay as it is."""
        try:
            match await finished(self):
                case QDialog.DialogCode.Rejected:
                    return None
                case result:
                    return (self._first, ()) if result == _DELETED else (self._called, self._columns)
        finally:
            self.deleteLater()

    @property
    def _called(self) -> str:
        return " ".join(self._name.text().split())

    @property
    def _columns(self) -> tuple[str, ...]:
        blanks = (f"blank:{' '.join(title.split())}" for title in self._blanks.text().split(",") if title.strip())
        return (*self._list.columns, *blanks)

    def _judge(self) -> None:
        usual = self._called in class_list_words.templates().values()
        words = self.tr("There are columns of this name. They are replaced.") if self._called in self._taken else ""
        if usual:
            words = self.tr("The usual columns have this name. Choose another one.")
        self._form.set_problem("template", words)
        self._save.setEnabled(bool(self._called) and not usual)
