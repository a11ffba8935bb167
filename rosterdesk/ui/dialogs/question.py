"""One question before something that cannot be undone."""

from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from rosterdesk.ui import style
from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.plain import caption, label


class Question(QDialog):
    """A sentence, and a button that says what will be done; Cancel is what Enter does."""

    def __init__(self, title: str, sentence: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("questionDialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(400)
        self._action = QPushButton(caption(action))
        self._action.setObjectName("actionButton")
        self._action.setAutoDefault(False)
        self._action.clicked.connect(self.accept)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("dismissButton")
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        style.set_look(self._action, "danger")
        column = framed(self, [cancel, self._action])
        column.addWidget(label(title, "heading", wrap=True))
        column.addWidget(label(sentence, wrap=True))


async def ask(parent: QWidget | None, title: str, sentence: str, action: str) -> bool:
    """Whether the user chose the action."""
    dialog = Question(title, sentence, action, parent)
    try:
        return await finished(dialog) == QDialog.DialogCode.Accepted
    finally:
        dialog.deleteLater()
