"""The name of a saved view."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import caption, label

_LONGEST = 60


class ViewNameDialog(QDialog):
    """Asks for a name, and says where there is a view of that name already."""

    def __init__(self, title: str, name: str, taken: Sequence[str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("viewNameDialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(400)
        self._taken = taken
        self._name = QLineEdit(name)
        self._name.setObjectName("viewNameField")
        self._name.setAccessibleName(self.tr("Name"))
        self._name.setMaxLength(_LONGEST)
        self._note = label("", "secondary", wrap=True)
        self._save = QPushButton(caption(self.tr("Save")))
        self._save.setObjectName("saveViewButton")
        self._save.setDefault(True)
        style.set_look(self._save, "primary")
        self._save.clicked.connect(self.accept)
        cancel = QPushButton(caption(self.tr("Cancel")))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        column = framed(self, [cancel, self._save])
        column.addWidget(label(title, "heading", wrap=True))
        column.addWidget(self._name)
        column.addWidget(self._note)
        self._name.textChanged.connect(lambda _text: self._judge())
        self._judge()

    async def ask(self) -> str:
        """The name; nothing where the user wants none."""
        try:
            return self._text if await finished(self) else ""
        finally:
            self.deleteLater()

    @property
    def _text(self) -> str:
        return " ".join(self._name.text().split())

    def _judge(self) -> None:
        self._save.setEnabled(bool(self._text))
        taken = self.tr("There is a view of this name. It is replaced.")
        self._note.setText(
            taken if self._text in self._taken else self.tr("It keeps the list, its filters and columns.")
        )
