"""How rules are painted in the list of all: the group's name, and of each rule a box to tick, its title and its id."""

from PySide6.QtCore import QAbstractItemModel, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from rosterdesk.ui.look import style
from rosterdesk.ui.views.painting import Index
from rosterdesk.ui.views.tick_list import MARGIN, TickDelegate

_BOX = 16


class RuleDelegate(TickDelegate):
    """A click on the box, or Space, judges by the rule or not; a click elsewhere only reads it."""

    RuleRole = int(Qt.ItemDataRole.UserRole)
    LevelRole = int(Qt.ItemDataRole.UserRole) + 1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.data(self.RuleRole) is not None:
            super().paint(painter, option, index)
            return
        painter.save()
        lines = self.bold_lines(option)
        lines.use(painter)
        painter.setPen(style.color("secondary"))
        lines.draw(painter, option.rect.adjusted(MARGIN, 0, -MARGIN, 0), index.data() or "")
        painter.restore()

    def note(self, option: QStyleOptionViewItem, index: Index) -> tuple[str, str]:  # noqa: ARG002
        colours = {"error": "danger", "warning": "warning", "info": "link"}
        return index.data(self.RuleRole).id, colours.get(index.data(self.LevelRole), "faint")

    def editorEvent(self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index) -> bool:
        if isinstance(event, QMouseEvent):
            is_wanted = (
                event.type() == QEvent.Type.MouseButtonRelease
                and event.position().x() < option.rect.left() + 2 * MARGIN + _BOX
            )
        else:
            is_wanted = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        if is_wanted:
            ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) is Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            model.setData(index, state, Qt.ItemDataRole.CheckStateRole)
        return is_wanted

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())
