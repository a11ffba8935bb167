"""One rule in the dialog of all: whether it is judged, how severe it is, what it is given, and what it is about."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from rosterdesk.checks.profile import Level, Profile
from rosterdesk.checks.rule import Rule
from rosterdesk.ui.dialogs import rule_parameters
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP


class RulePage(QScrollArea):
    """Says what the user wants as soon as it is chosen, or typed."""

    level_chosen = Signal(str)
    parameter_typed = Signal(str, str)  # name, text

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = Form()
        self.setObjectName("rulePage")
        self.setAccessibleName(self.tr("The rule"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_rule(self, rule: Rule, profile: Profile, *, usual: bool) -> None:
        """Show this rule, as the profile has it; `usual` says whether it is judged without one."""
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(label(sentences(rule.title), "title", wrap=True))
        column.addWidget(label(rule.id, "secondary", selectable=True))
        self._form = form = Form()
        form.add("level", self.tr("Judged"), self._level(profile.level(rule, usual=usual)))
        for parameter in rule_parameters.of_rule(rule.id):
            editor = QLineEdit(rule_parameters.text(profile.parameters, parameter.name))
            editor.setCursorPosition(0)
            form.add(parameter.name, parameter.title, editor, parameter.hint)
            editor.textEdited.connect(partial(self.parameter_typed.emit, parameter.name))
        column.addWidget(form)
        told = (
            (self.tr("Why it matters"), rule.why),
            (self.tr("How to fix it"), rule.fix),
            (self.tr("When it is right"), rule.good),
        )
        for heading, text in told:
            if text:
                column.addSpacing(GAP)
                column.addWidget(label(heading, "heading"))
                column.addWidget(label(sentences(text), selectable=True, wrap=True))
        column.addStretch(1)
        self.setWidget(page)

    def show_problem(self, parameter: str, problem: str) -> None:
        """Say what is wrong with what was typed; nothing where it is right."""
        self._form.set_problem(parameter, problem)

    def _level(self, level: Level) -> Choice:
        choice = Choice()
        words: tuple[tuple[Level, str], ...] = (
            ("off", self.tr("Not at all")),
            ("error", self.tr("As an error")),
            ("warning", self.tr("As a warning")),
            ("info", self.tr("As information")),
        )
        for name, title in words:
            choice.addItem(title, name)
        choice.setCurrentIndex(choice.findData(level))
        choice.activated.connect(lambda _row: self.level_chosen.emit(choice.currentData()))
        return choice
