"""One question before something that cannot be undone."""

from typing import Literal, TypeAlias

from PySide6.QtWidgets import QDialog, QWidget

from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.framing import framed, push_button
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import label

Answer: TypeAlias = Literal["action", "instead", ""]
"""The button that was chosen; nothing where all is to stay as it is."""

_INSTEAD = 2
_ANSWERS: dict[int, Answer] = {QDialog.DialogCode.Accepted: "action", _INSTEAD: "instead"}


class Question(QDialog):
    """A sentence, and a button that says what will be done; what Enter does is to leave everything as it is.

    With an `instead`, a third button says what could be done in its place.
    """

    def __init__(
        self,
        title: str,
        sentence: str,
        action: str,
        parent: QWidget | None = None,
        *,
        instead: str = "",
        dismiss: str = "",
    ) -> None:
        super().__init__(parent)
        self.setObjectName("questionDialog")
        self.setWindowTitle(title)
        self.setMinimumWidth(400)
        done = push_button("actionButton", action)
        done.clicked.connect(self.accept)
        style.set_look(done, "danger")
        other = push_button("insteadButton", instead)
        other.clicked.connect(lambda: self.done(_INSTEAD))
        other.setVisible(bool(instead))
        cancel = push_button("dismissButton", dismiss or self.tr("Cancel"))
        cancel.setDefault(True)
        cancel.clicked.connect(self.reject)
        column = framed(self, [cancel, done], [other])
        column.addWidget(label(title, "heading", wrap=True))
        column.addWidget(label(sentence, wrap=True))


async def ask(
    parent: QWidget | None, title: str, sentence: str, action: str, *, instead: str = "", dismiss: str = ""
) -> Answer:
    """What the user chose."""
    dialog = Question(title, sentence, action, parent, instead=instead, dismiss=dismiss)
    try:
        return _ANSWERS.get(await finished(dialog), "")
    finally:
        dialog.deleteLater()
