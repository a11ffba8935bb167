"""How the lines of reports are painted: a sign for how severe or of which kind, what it is, and more of it in grey."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from rosterdesk.model.changes import Kind
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.models.findings_tree import FindingsTree
from rosterdesk.ui.views.painting import Index, Lines, RowDelegate

if TYPE_CHECKING:
    from rosterdesk.ui.browsing.finding_branches import Branch

_ICON = 16
_LEAST = 32  # pixels: below this, words say nothing
LEVELS = {"error": ("error", "danger"), "warning": ("warning", "warning"), "info": ("info", "link")}
"""By severity: its icon and its colour."""


class FindingDelegate(RowDelegate):
    """A branch's title behind the sign of its worst finding; a finding's record, and what is wrong with it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 2 * style.GAP, size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.ground(painter, option)
        branch, finding = index.data(FindingsTree.BranchRole), index.data(FindingsTree.FindingRole)
        place = option.rect.adjusted(style.GAP, 0, -style.GAP, 0)
        lines = self.lines(option)
        text = index.data() or ""
        if index.column() > 0:
            painter.setPen(style.color("secondary"))
            lines.use(painter)
            lines.draw(painter, place, text, right=index.column() == 2)
        elif finding is None:
            self._draw_branch(
                painter, option, branch, text, is_folded=branch.kind == "cause" and index.parent().isValid()
            )
        else:
            painter.setPen(style.color("text"))
            self._draw_both(painter, place, (lines, text), (lines, sentences(finding.message)))
        painter.restore()

    def _draw_branch(
        self, painter: QPainter, option: QStyleOptionViewItem, branch: "Branch", text: str, *, is_folded: bool
    ) -> None:
        place, lines = option.rect.adjusted(style.GAP, 0, -style.GAP, 0), self.lines(option)
        unjudged = branch.result is not None and branch.result.state == "not run"
        if not is_folded:
            icon, tint = ("info", "faint") if unjudged else LEVELS[branch.severity]
            top = place.top() + (place.height() - _ICON) // 2
            painter.drawPixmap(option.rect.left() + 2, top, icons.pixmap(icon, _ICON, tint))
            place.adjust(_ICON + 2, 0, 0, 0)
        painter.setPen(style.color("secondary" if unjudged else "text"))
        strong = lines if unjudged or is_folded else self.bold_lines(option)
        id_ = branch.key if branch.kind == "rule" else ""
        self._draw_both(painter, place, (strong, text), (lines, id_), whole=True)

    def _draw_both(
        self,
        painter: QPainter,
        place: QRect,
        first: tuple[Lines, str],
        second: tuple[Lines, str],
        *,
        whole: bool = False,
    ) -> None:
        """What it is in the painter's pen, and where there is room, for the `whole` where so wanted, more in grey."""
        lines, text = first
        lines.use(painter)
        width = min(painter.fontMetrics().horizontalAdvance(text) + 2 * style.GAP, place.width())
        lines.draw(painter, QRect(place.left(), place.top(), width, place.height()), text)
        lines, text = second
        lines.use(painter)
        needed = painter.fontMetrics().horizontalAdvance(text) if whole else _LEAST
        if (rest := place.adjusted(width, 0, 0, 0)).width() >= needed:
            painter.setPen(style.color("secondary"))
            lines.draw(painter, rest, text)


class Sign(NamedTuple):
    """The icon and the colour of a kind of change."""

    icon: str
    tint: str


KINDS: dict[Kind, Sign] = {
    "added": Sign("add", "good"),
    "changed": Sign("changes", "link"),
    "removed": Sign("removed", "danger"),
}


def draw_sign(painter: QPainter, rect: QRect, sign: Sign) -> None:
    """The sign at the beginning of a line."""
    top = rect.top() + (rect.height() - _ICON) // 2
    painter.drawPixmap(rect.left() + style.GAP, top, icons.pixmap(sign.icon, _ICON, sign.tint))


class ChangeDelegate(RowDelegate):
    """The record behind the sign of what became of it, or below it one of its fields; where it stands in grey."""

    def __init__(self, kind_role: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind_role = kind_role

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        self.ground(painter, option)
        place = option.rect.adjusted(style.GAP, 0, -style.GAP, 0)
        is_field = index.parent().isValid()
        if index.column() == 0:
            place.adjust(_ICON + style.GAP, 0, 0, 0)
            if not is_field:
                draw_sign(painter, option.rect, KINDS[index.data(self._kind_role)])
        lines = self.lines(option)
        lines.use(painter)
        painter.setPen(style.color("secondary" if index.column() == (0 if is_field else 1) else "text"))
        lines.draw(painter, place, index.data() or "")
        painter.restore()
