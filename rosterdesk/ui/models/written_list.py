"""What was written out of the local copies, as a table model."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt

from rosterdesk.export.class_lists.columns import column
from rosterdesk.export.table import id_header
from rosterdesk.model.fields import COLLECTIONS
from rosterdesk.settings.exports_log import Written
from rosterdesk.ui.browsing.freshness import moment
from rosterdesk.ui.look.language import sayer, sentences, tr
from rosterdesk.ui.look.plain import shown, tooltip
from rosterdesk.ui.models.roster_table import Index
from rosterdesk.ui.program.privacy import HIDDEN

_WORDS: dict[str, Callable[[], str]] = {
    "bundle": lambda: tr("OneRoster bundle"),
    "changes": lambda: tr("Changes"),
    "class-list": lambda: tr("Class list"),
    "class-lists": lambda: tr("Class lists"),
    "comparison": lambda: tr("Comparison"),
    "findings": lambda: tr("Findings"),
    "labels": lambda: tr("Labels"),
    "photos": lambda: tr("Photos"),
    "sign-in": lambda: tr("Sign-in sheets"),
    "slips": lambda: tr("Schedules"),
    "substitute": lambda: tr("Substitute’s packet"),
}
"""What was written that is no collection."""
_OF_CLASSES = {"class-list", "class-lists", "sign-in", "substitute"}
"""What has the columns of class lists."""
_ROWS = 3
_LONGEST = 200


class WrittenList(QAbstractTableModel):
    """A line a file. While people are `masked`, files are not named: what a list is called may be somebody's name."""

    def __init__(self, written: Sequence[Written], parent: QObject | None = None, *, masked: bool = False) -> None:
        super().__init__(parent)
        self._written = written
        self._masked = masked
        self._now = datetime.now().astimezone()

    def written(self, row: int) -> Written:
        """What is told on this line."""
        return self._written[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._written)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            titles = (self.tr("When"), self.tr("Who"), self.tr("What"), self.tr("Rows"), self.tr("Columns"))
            return (*titles, self.tr("File"))[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        each, column = self._written[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shown(self._text(each, column), _LONGEST)
            case Qt.ItemDataRole.ToolTipRole:
                return tooltip(str(each.path) if column == 5 and not self._masked else self._text(each, column))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.AccessibleTextRole if column == 0:
                return ", ".join(self._text(each, column) for column in range(6))
            case _:
                return None

    def _text(self, each: Written, column: int) -> str:
        match column:
            case 0:
                return moment(datetime.fromisoformat(each.when), self._now)
            case 1:
                return each.who
            case 2:
                return self.tr("{0} · {1}").format(_what(each.what), each.source)
            case 3:
                return f"{each.rows:,}"
            case 4:
                return ", ".join(_columns(each)) or self.tr("in full")
            case _:
                return HIDDEN if self._masked else each.file


def _alignment(column: int) -> int:
    across = Qt.AlignmentFlag.AlignRight if column == _ROWS else Qt.AlignmentFlag.AlignLeft
    return int(across | Qt.AlignmentFlag.AlignVCenter)


def _columns(each: Written) -> list[str]:
    """What the columns are called, as far as they are fields of a collection, or the IDs beside one."""
    kind, say = COLLECTIONS.get(each.what), sayer()
    if each.what in _OF_CLASSES:
        return [column(name).said(say) for name in each.columns]
    fields = kind.fields if kind else ()
    titles = {field.name: sentences(field.title) for field in fields}
    titles |= {id_header(field, "names", say): id_header(field, "titles", say) for field in fields}
    return [titles.get(name) or sentences(name) for name in each.columns]


def _what(what: str) -> str:
    if what in COLLECTIONS:
        return sentences(COLLECTIONS[what].title)
    return _WORDS[what]() if what in _WORDS else what
