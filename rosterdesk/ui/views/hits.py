"""The lines below the search field: what was found, by kind, and how a line is painted."""

from typing import Literal, NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from rosterdesk.model.fields import GUARDIAN_ROLES
from rosterdesk.model.rows import Found
from rosterdesk.ui.look import icons, style, words
from rosterdesk.ui.views.painting import RowDelegate, draw_text, row_height

Index = QModelIndex | QPersistentModelIndex
Kind = Literal["student", "teacher", "guardian", "people", "class", "school", "course"]

_KINDS: dict[str, Kind] = {"orgs": "school", "courses": "course", "classes": "class"}
_ICON, _LEAST = 18, 200


class Line(NamedTuple):
    """A hit, below the heading of its kind where it is the first of that; without a hit, the way to all the others."""

    hit: Found | None
    icon: str
    heading: str = ""


class Hits(QAbstractListModel):
    """What the search found: kinds in the order of their best hit, and within each the best first."""

    LineRole = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def show(self, found: list[Found], *, recent: bool = False, cut: bool = False) -> None:
        """Show these hits instead of the earlier ones: `recent` ones in their own order, or `cut` from more."""
        self.beginResetModel()
        self._lines = self._recent(found) if recent else self._by_kind(found)
        if cut:
            self._lines.append(Line(None, "search"))
        self.endResetModel()

    def hit(self, row: int) -> Found | None:
        """The hit that stands there."""
        return self._lines[row].hit

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> str | Line | None:
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return line.hit.title if line.hit else self._more()
            case Qt.ItemDataRole.AccessibleTextRole:
                said = (
                    (line.heading, line.hit.title, words.subtitle(line.hit.subtitle)) if line.hit else (self._more(),)
                )
                return ", ".join(part for part in said if part)
            case self.LineRole:
                return line
            case _:
                return None

    def _recent(self, found: list[Found]) -> list[Line]:
        return [Line(hit, _kind(hit), "" if at else self.tr("Recent")) for at, hit in enumerate(found)]

    def _by_kind(self, found: list[Found]) -> list[Line]:
        kinds: dict[Kind, list[Found]] = {}
        for hit in found:
            kinds.setdefault(_kind(hit), []).append(hit)
        return [
            Line(hit, kind, "" if at else self._heading(kind))
            for kind, hits in kinds.items()
            for at, hit in enumerate(hits)
        ]

    def _heading(self, kind: Kind) -> str:
        return {
            "student": self.tr("Students"),
            "teacher": self.tr("Teachers"),
            "guardian": self.tr("Guardians"),
            "people": self.tr("Other people"),
            "class": self.tr("Classes"),
            "school": self.tr("Schools and offices"),
            "course": self.tr("Courses"),
        }[kind]

    def _more(self) -> str:
        return self.tr("More people: show them all in the table")


class HitDelegate(RowDelegate):
    """A hit: icon, title, and below it what tells it apart; above the first of a kind, that kind in grey."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(Hits.LineRole)
        above = _heading_height(option) if line.heading else 0
        if line.hit is None:
            return QSize(_LEAST, row_height(option.widget))
        return QSize(_LEAST, above + QFontMetrics(option.widget.font()).height() * 2 + style.air(18))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(Hits.LineRole)
        place = QStyleOptionViewItem(option)
        painter.save()
        if line.heading:
            rect, height = option.rect, _heading_height(option)
            painter.setFont(_bold(option.font))
            draw_text(
                painter,
                QRect(rect.left() + 12, rect.top() + 4, rect.width() - 24, height - 4),
                line.heading,
                "secondary",
            )
            painter.setFont(option.font)
            place.rect = rect.adjusted(0, height, 0, 0)
        self.ground(painter, place)
        rect = place.rect
        middle = rect.center().y() - _ICON // 2
        painter.drawPixmap(rect.left() + 12, middle, icons.pixmap(line.icon, _ICON, "secondary"))
        left, width = rect.left() + 42, rect.width() - 54
        if line.hit is None:
            draw_text(painter, QRect(left, rect.top(), width, rect.height()), index.data(), "link")
        else:
            half = rect.height() // 2
            draw_text(painter, QRect(left, rect.top() + 4, width, half - 2), line.hit.title, "text")
            below = QRect(left, rect.top() + half - 1, width, half - 2)
            draw_text(painter, below, words.subtitle(line.hit.subtitle), "secondary")
        painter.restore()


def _heading_height(option: QStyleOptionViewItem) -> int:
    return QFontMetrics(option.widget.font()).height() + 12


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setWeight(bold.Weight.DemiBold)
    return bold


def _kind(hit: Found) -> Kind:
    if hit.collection != "users":
        return _KINDS.get(hit.collection, "people")
    roles = set(hit.role.split(", "))
    if "student" in roles:
        return "student"
    if "teacher" in roles:
        return "teacher"
    return "guardian" if roles & set(GUARDIAN_ROLES) else "people"
