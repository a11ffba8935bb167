"""Above the findings: how severe, in which school, with which words, and put together by what."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.plain import caption, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.segments import Segments

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Judgement

_PAUSE = 150  # milliseconds without a key before the list is narrowed
_SCHOOL = 160
_TEXT = 150, 280


class FindingsBar(QWidget):
    """Shows how findings are narrowed, and says how the user wants it instead."""

    narrowed = Signal(object)  # Findings
    rules_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._asked = Findings()
        self._levels = Segments("findingLevels", self.tr("How severe"))
        self._levels.chosen.connect(lambda level: self._narrow(level=level, branch=()))
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
        self._text.setMinimumWidth(_TEXT[0])
        self._text.setMaximumWidth(_TEXT[1])
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self._narrow(text=self._text.text().strip()))
        self._text.textEdited.connect(lambda _text: self._pause.start())
        self._ways = Choice()
        self._ways.setObjectName("findingWays")
        self._ways.setAccessibleName(self.tr("Put together by"))
        for way, title in (
            ("rule", self.tr("By rule")),
            ("cause", self.tr("By cause")),
            ("severity", self.tr("By severity")),
            ("school", self.tr("By school")),
        ):
            self._ways.addItem(title, way)
        self._ways.activated.connect(lambda _row: self._narrow(by=self._ways.currentData(), branch=()))
        rules = QPushButton(caption(self.tr("Rules…")))
        rules.setObjectName("rulesButton")
        rules.clicked.connect(self.rules_wanted)
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._levels)
        first.addStretch(1)
        second.setSpacing(GAP)
        second.addWidget(self._text, 1)
        second.addWidget(self._schools)
        second.addWidget(self._ways)
        second.addStretch(1)
        second.addWidget(rules)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, GAP, 12, GAP)
        column.setSpacing(GAP)
        column.addLayout(first)
        column.addLayout(second)

    def show_judgement(self, judgement: "Judgement", schools: Mapping[str, str]) -> None:
        """Show how much was found of each level, and the schools where anything was."""
        counts = judgement.counts()
        unjudged = sum(each.state == "not run" for each in judgement.rules)
        choices = [
            ("", self.tr("All {0}").format(f"{counts.total():,}")),
            ("error", self.tr("Errors {0}").format(f"{counts['error']:,}")),
            ("warning", self.tr("Warnings {0}").format(f"{counts['warning']:,}")),
            ("info", self.tr("Information {0}").format(f"{counts['info']:,}")),
            ("not run", self.tr("Not judged {0}").format(f"{unjudged:,}")),
            ("excepted", self.tr("Excepted {0}").format(f"{len(judgement.excepted):,}")),
        ]
        there = {"info": counts["info"], "not run": unjudged, "excepted": len(judgement.excepted)}
        self._levels.show_choices(
            [each for each in choices if there.get(each[0], 1) or each[0] == self._asked.level], self._asked.level
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
        self._ways.setCurrentIndex(self._ways.findData(asked.by))
        if not self._pause.isActive() and self._text.text().strip() != asked.text:  # never undo what is being typed
            self._text.setText(asked.text)

    def focus(self) -> None:
        """Let the user type."""
        self._text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._text.selectAll()

    def _narrow(self, **changes: object) -> None:
        self._pause.stop()
        self.narrowed.emit(msgspec.structs.replace(self._asked, **changes))
