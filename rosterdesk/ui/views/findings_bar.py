"""Above the findings: how severe, in which school, with which words."""

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from rosterdesk.checks.judgement import Judgement
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.segments import Segments

_PAUSE = 150  # milliseconds without a key before the list is narrowed
_SCHOOL = 200


class FindingsBar(QWidget):
    """Shows how findings are narrowed, and says how the user wants it instead."""

    narrowed = Signal(object)  # Findings

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._asked = Findings()
        self._levels = Segments("findingLevels", self.tr("How severe"))
        self._levels.chosen.connect(lambda level: self._narrow(level=level, rule=""))
        self._schools = Choice()
        self._schools.setObjectName("findingSchools")
        self._schools.setAccessibleName(self.tr("In which school"))
        self._schools.setMaximumWidth(_SCHOOL)
        self._schools.activated.connect(lambda _row: self._narrow(school=self._schools.currentData()))
        self._text = QLineEdit()
        self._text.setObjectName("findingText")
        self._text.setAccessibleName(self.tr("Filter the findings"))
        self._text.setPlaceholderText(self.tr("Filter these findings"))
        self._text.setClearButtonEnabled(True)
        self._text.setMaxLength(200)
        self._text.setMaximumWidth(280)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self._narrow(text=self._text.text().strip()))
        self._text.textEdited.connect(lambda _text: self._pause.start())
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._levels)
        first.addStretch(1)
        second.setSpacing(GAP)
        second.addWidget(self._text, 1)
        second.addWidget(self._schools)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, GAP, 12, GAP)
        column.setSpacing(GAP)
        column.addLayout(first)
        column.addLayout(second)

    def show_judgement(self, judgement: Judgement, schools: Mapping[str, str]) -> None:
        """Show how much was found of each level, and the schools where anything was."""
        counts = judgement.counts()
        unjudged = sum(each.state == "not run" for each in judgement.rules)
        choices = [
            ("", self.tr("All {0}").format(f"{counts.total():,}")),
            ("error", self.tr("Errors {0}").format(f"{counts['error']:,}")),
            ("warning", self.tr("Warnings {0}").format(f"{counts['warning']:,}")),
            ("info", self.tr("Information {0}").format(f"{counts['info']:,}")),
            ("not run", self.tr("Not judged {0}").format(f"{unjudged:,}")),
        ]
        none = [name for name in ("info", "not run") if not (unjudged if name == "not run" else counts["info"])]
        self._levels.show_choices(
            [each for each in choices if each[0] not in none or each[0] == self._asked.level], self._asked.level
        )
        here = {each.school for each in judgement.findings if each.school} | {self._asked.school} - {""}
        named = sorted(((schools.get(each, each), each) for each in here), key=lambda each: each[0].casefold())
        self._schools.clear()
        self._schools.addItem(self.tr("All schools"), "")
        for name, sourced_id in named:
            self._schools.addItem(shown(name, 60), sourced_id)
        self._schools.setCurrentIndex(max(self._schools.findData(self._asked.school), 0))

    def show_asked(self, asked: Findings) -> None:
        """Show how they are narrowed."""
        self._asked = asked
        if not self._pause.isActive() and self._text.text().strip() != asked.text:  # never undo what is being typed
            self._text.setText(asked.text)

    def focus(self) -> None:
        """Let the user type."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._text.selectAll()

    def _narrow(self, **changes: object) -> None:
        self._pause.stop()
        self.narrowed.emit(msgspec.structs.replace(self._asked, **changes))
