"""Why something that a rule finds is right, and until when."""

from datetime import date, timedelta

from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget

from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.look import style
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.plain import caption, label, shown

_LONGEST = 300
_DAYS = (30, 90, 365)


class ExceptionDialog(QDialog):
    """Asks for a reason, which it needs, and for a day."""

    def __init__(self, rule: str, record: str, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("exceptionDialog")
        self.setWindowTitle(self.tr("This is right"))
        self.setMinimumWidth(480)
        self._reason = QLineEdit()
        self._reason.setObjectName("reasonField")
        self._reason.setMaxLength(_LONGEST)
        self._until = Choice()
        self._until.setObjectName("untilField")
        for days in _DAYS:
            day = today + timedelta(days=days)
            self._until.addItem(self.tr("For {0} days, until {1}").format(days, spoken(day)), day)
        self._until.addItem(self.tr("Until it is taken back"), None)
        self._keep = QPushButton(caption(self.tr("Except")))
        self._keep.setObjectName("exceptButton")
        self._keep.setDefault(True)
        self._keep.setEnabled(False)
        style.set_look(self._keep, "primary")
        self._keep.clicked.connect(self.accept)
        cancel = QPushButton(caption(self.tr("Cancel")))
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        form = Form()
        form.add("reason", self.tr("It is right because"), self._reason)
        form.add("until", self.tr("Until"), self._until, self.tr("From that day on it is a finding again."))
        column = framed(self, [cancel, self._keep])
        column.addWidget(label(rule, "heading", wrap=True))
        column.addWidget(label(shown(record, 200), wrap=True))
        column.addWidget(form)
        column.addWidget(
            label(self.tr("It is counted apart, and is kept on this computer alone."), "secondary", wrap=True)
        )
        self._reason.textChanged.connect(lambda text: self._keep.setEnabled(bool(text.strip())))

    async def ask(self) -> tuple[str, date | None] | None:
        """The reason and the day; `None` where all is to stay as it is."""
        try:
            if not await finished(self):
                return None
            return " ".join(self._reason.text().split()), self._until.currentData()
        finally:
            self.deleteLater()
