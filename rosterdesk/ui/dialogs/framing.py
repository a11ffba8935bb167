"""What every dialog has in common: its margins, and its buttons in one row at the bottom."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout

from rosterdesk.ui.look.style import GAP


def framed(
    dialog: QDialog, right: Sequence[QPushButton], left: Sequence[QPushButton] = (), *, spacing: int = GAP
) -> QVBoxLayout:
    """The column for what is the dialog's own, laid out above its buttons."""
    buttons = QHBoxLayout()
    buttons.setSpacing(GAP)
    for button in left:
        buttons.addWidget(button)
    buttons.addStretch(1)
    for button in right:
        buttons.addWidget(button)
    own = QVBoxLayout()
    own.setSpacing(spacing)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
    column.setSpacing(2 * GAP)
    column.addLayout(own, 1)
    column.addLayout(buttons)
    return own
