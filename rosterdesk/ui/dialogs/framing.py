"""What every dialog has in common: its margins, its buttons in one row at the bottom, and where it begins."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QCheckBox,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from rosterdesk.ui.look.plain import caption
from rosterdesk.ui.look.style import GAP

_TITLE = 40  # pixels of a screen's height: a window's title and its frame
_FIELDS = QLineEdit | QComboBox | QAbstractSpinBox | QCheckBox | QAbstractItemView


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
    _Beginning(dialog)
    _Fitting(dialog)
    return own


def push_button(name: str, text: str) -> QPushButton:
    """A button that only a click, or a key while it has the focus, presses."""
    button = QPushButton(caption(text))
    button.setObjectName(name)
    button.setAutoDefault(False)
    return button


class _Beginning(QObject):
    """Gives the first field of a dialog the focus when it opens, unless somebody has chosen another one.

    Qt itself would begin at a button.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog) and watched.focusWidget() is None:
            first = _first_field(watched)
            if first is not None:
                first.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(first, QLineEdit):
                first.selectAll()
        return False


class _Fitting(QObject):
    """Keeps a dialog as high as its texts need where they go on on further lines, and wholly on the screen.

    Qt itself would squash everything else for a sentence that grew.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        grown = event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show}
        if grown and isinstance(watched, QDialog):
            _fit(watched)
        return False


def _fit(dialog: QDialog) -> None:
    layout = dialog.layout()
    if layout is None or not layout.hasHeightForWidth():
        return
    screen = dialog.screen().availableGeometry()
    height = min(layout.totalMinimumHeightForWidth(dialog.width()), screen.height() - _TITLE)
    if height == dialog.minimumHeight():
        return
    dialog.setMinimumHeight(height)
    below = dialog.frameGeometry().bottom() - screen.bottom()
    if below > 0 and dialog.isVisible():
        dialog.move(dialog.x(), max(screen.top(), dialog.y() - below))


def _first_field(dialog: QDialog) -> QWidget | None:
    each = dialog.nextInFocusChain()
    while each is not None and each is not dialog:
        takes_keys = bool(each.focusPolicy() & Qt.FocusPolicy.TabFocus) and each.isEnabledTo(dialog)
        if isinstance(each, _FIELDS) and takes_keys and each.isVisibleTo(dialog):
            return each
        each = each.nextInFocusChain()
    return None
