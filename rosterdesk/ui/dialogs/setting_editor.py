"""One setting in the settings dialog: what it is, what it does, and the way to another value."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from rosterdesk.ui.dialogs.box import Box
from rosterdesk.ui.dialogs.setting_words import Setting
from rosterdesk.ui.look import icons
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP

_EDITOR = 232
"""Width of an editor, in pixels."""


class SettingEditor(QWidget):
    """A row for one setting; says what the user chooses, when they choose it."""

    chosen = Signal(str, object)  # name, value

    def __init__(self, setting: Setting, *, fixed: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = setting.name
        self._setting = setting
        self._editor = self._made()
        self._editor.setObjectName(f"{setting.name}Setting")
        self._editor.setAccessibleName(setting.title)
        self._editor.setAccessibleDescription(setting.sentence)
        self._editor.setEnabled(not fixed)
        title = label(setting.title, "heading")
        title.setBuddy(self._editor)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(title)
        words.addWidget(label(setting.sentence, "secondary", wrap=True))
        if fixed:
            words.addLayout(self._fixed())
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(3 * GAP)
        line.addLayout(words, 1)
        line.addWidget(self._editor, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_value(self, value: object) -> None:
        """Show that this holds now."""
        if isinstance(self._editor, Choice):
            if self._editor.findData(value) < 0 and isinstance(value, int) and self._setting.counted is not None:
                self._editor.addItem(self._setting.counted(value), value)
            self._editor.setCurrentIndex(self._editor.findData(value))
        else:
            self._editor.setChecked(bool(value))

    def _made(self) -> Choice | Box:
        if not self._setting.values:
            box = Box(self.tr("On"))
            box.setMinimumWidth(_EDITOR)
            box.toggled.connect(lambda on: self.chosen.emit(self.name, on))
            return box
        choice = Choice()
        choice.setMinimumWidth(_EDITOR)
        for value, words in self._setting.values:
            choice.addItem(words, value)
        choice.currentIndexChanged.connect(lambda _at: self.chosen.emit(self.name, choice.currentData()))
        return choice

    def _fixed(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(GAP // 2)
        line.addWidget(icons.Picture("lock", 14))
        line.addWidget(label(self.tr("Set by your administrator"), "secondary"), 1)
        return line
