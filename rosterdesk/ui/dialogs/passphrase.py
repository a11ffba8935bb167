"""The passphrase that unlocks RosterDesk: set for the first time, changed, or removed."""

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.program.lock import Lock

_WIDTH = 480
_SHORTEST = 6
_REMOVED = 2


class PassphraseDialog(QDialog):
    """Two times the new one, after the one before where there is one."""

    def __init__(self, *, is_set: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("passphraseDialog")
        self.setWindowTitle(self.tr("Passphrase"))
        self.setMinimumWidth(_WIDTH)
        self._is_set = is_set
        self._now, self._new, self._again = (self._editor() for _ in range(3))
        self._set = QPushButton(self.tr("Change it") if is_set else self.tr("Set passphrase"))
        self._set.setObjectName("setPassphraseButton")
        self._set.setDefault(True)
        self._set.clicked.connect(self.accept)
        style.set_look(self._set, "primary")
        self._remove = QPushButton(self.tr("Remove it"))
        self._remove.setObjectName("removePassphraseButton")
        self._remove.setAutoDefault(False)
        self._remove.clicked.connect(lambda: self.done(_REMOVED))
        self._remove.setVisible(is_set)
        self._lay_out()
        self._check()

    @classmethod
    async def ask(cls, lock: Lock, parent: QWidget | None) -> bool:
        """Have the passphrase set, changed or removed; whether it was."""
        dialog = cls(is_set=lock.has_passphrase, parent=parent)
        try:
            while answer := await finished(dialog):
                if await lock.try_passphrase(dialog.now()):
                    await lock.set_passphrase("" if answer == _REMOVED else dialog.new())
                    return True
                dialog.show_refused()
            return False
        finally:
            dialog.deleteLater()

    def now(self) -> str:
        """What was given as the passphrase until now."""
        return self._now.text()

    def new(self) -> str:
        """The passphrase from now on."""
        return self._new.text()

    def show_refused(self) -> None:
        """Say that it is another one until now."""
        self._now.clear()
        self._form.set_problem("now", self.tr("That is not the passphrase."))
        self._now.setFocus()

    def _editor(self) -> QLineEdit:
        editor = QLineEdit()
        editor.setEchoMode(QLineEdit.EchoMode.Password)
        editor.textChanged.connect(self._check)
        return editor

    def _check(self) -> None:
        known = not self._is_set or bool(self._now.text())
        differ = bool(self._again.text()) and self._again.text() != self._new.text()
        self._form.set_problem("again", self.tr("These two are not the same.") if differ else "")
        if self._now.text():
            self._form.set_problem("now", "")
        ready = len(self._new.text()) >= _SHORTEST and self._again.text() == self._new.text()
        self._set.setEnabled(known and ready)
        self._remove.setEnabled(known)

    def _lay_out(self) -> None:
        self._form = Form()
        self._form.add("now", self.tr("Passphrase now"), self._now)
        self._form.add("new", self.tr("New passphrase"), self._new, self.tr("At least six characters."))
        self._form.add("again", self.tr("Once more"), self._again)
        self._form.set_shown("now", shown=self._is_set)
        cancel = QPushButton(self.tr("Cancel"))
        cancel.setObjectName("dismissButton")
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        column = framed(self, [cancel, self._set], [self._remove])
        column.addWidget(label(self.tr("The passphrase that unlocks RosterDesk"), "title", wrap=True))
        column.addWidget(
            label(
                self.tr(
                    "Lock (Ctrl+L) hides everything until somebody enters it. It is kept nowhere, and protects what is"
                    " on the screen, not the files: those are encrypted already."
                ),
                wrap=True,
            )
        )
        column.addSpacing(GAP)
        column.addWidget(self._form)
        column.addStretch(1)
