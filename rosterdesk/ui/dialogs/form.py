"""A form: names on the left, editors on the right, and below each editor what is wrong with it."""

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP

_NAMES = 120


class Form(QWidget):
    """Rows of a form, by field name."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(GAP // 2)
        self._grid.setColumnMinimumWidth(0, _NAMES)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, tuple[QLabel, QWidget, QLabel]] = {}

    def add(self, field: str, name: str, editor: QWidget, hint: str = "", *, tall: bool = False) -> None:
        """A row for the editor; its object name is the field's with `Field` behind it. A `tall` one has its name beside
        its first line.
        """
        row = 2 * len(self._rows)
        key = label(name, "key")
        key.setBuddy(editor)
        words = label(hint, "secondary", wrap=True)
        words.setVisible(bool(hint))
        words.setProperty("hint", hint)
        editor.setAccessibleName(name)
        if not editor.objectName():
            editor.setObjectName(f"{field}Field")
        key.setContentsMargins(0, GAP - 2 if tall else 0, 0, 0)
        self._grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop if tall else Qt.AlignmentFlag.AlignVCenter)
        self._grid.addWidget(editor, row, 1)
        self._grid.addWidget(words, row + 1, 1)
        self._rows[field] = (key, editor, words)

    def rename(self, field: str, name: str) -> None:
        key, editor, _ = self._rows[field]
        key.setText(name)
        editor.setAccessibleName(name)

    def set_hint(self, field: str, hint: str) -> None:
        """What stands below the editor while nothing is wrong."""
        self._rows[field][2].setProperty("hint", hint)
        self.set_problem(field, "")

    def set_shown(self, field: str, *, shown: bool) -> None:
        key, editor, words = self._rows[field]
        key.setVisible(shown)
        editor.setVisible(shown)
        words.setVisible(shown and bool(words.text()))

    def set_problem(self, field: str, problem: str) -> None:
        """Say what is wrong with the field, in words; the hint stands there again once nothing is."""
        _, editor, words = self._rows[field]
        text = problem or str(words.property("hint"))
        if words.text() != text:
            words.setText(text)
        style.set_look(words, "danger" if problem else "secondary")
        editor.setAccessibleDescription(problem)
        words.setVisible(bool(text) and not editor.isHidden())

    def field_of(self, editor: QObject) -> str:
        """The field that this editor edits; empty for another widget."""
        return next((field for field, (_, own, _) in self._rows.items() if own is editor), "")
