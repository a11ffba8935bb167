"""To which schools the syncs of a source are limited: chosen by name where they are known, else written down by id."""

from collections import Counter
from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from rosterdesk.ui.views.painting import row_height
from rosterdesk.ui.views.value_view import ValueView

_MOST_LINES = 6


class KnownSchool(msgspec.Struct, frozen=True):
    """A school of the local copy, with the number of its students."""

    sourced_id: str
    name: str
    students: int


class SchoolChoice(QWidget):
    """A list to tick where schools are known, else a line for their sourcedIds; nothing chosen is all of them."""

    def __init__(self, known: Sequence[KnownSchool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = Counter(school.name for school in known)
        self._ids = {_title(school, names): school.sourced_id for school in known}
        self._list, self._line = ValueView(self), QLineEdit(self)
        self._list.setObjectName("schoolList")
        self._list.setAccessibleName(self.tr("Schools: Space ticks one"))
        self._list.values.offer([(_title(school, names), school.students) for school in known])
        self._list.setFixedHeight(min(_MOST_LINES, max(2, len(known))) * row_height(self._list))
        self._line.setObjectName("schoolIds")
        self._line.setAccessibleName(self.tr("Sourced IDs of schools"))
        self._line.setPlaceholderText(self.tr("All schools"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget, shown in ((self._list, bool(known)), (self._line, not known)):
            column.addWidget(widget)
            widget.setVisible(shown)
        self.setFocusProxy(self._list if known else self._line)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The sourcedIds of the schools; none for all."""
        if not self._ids:
            return tuple(dict.fromkeys(self._line.text().split()))
        return tuple(self._ids.get(title, title) for title in self._list.values.chosen)

    def choose(self, schools: Sequence[str]) -> None:
        """Show this choice; a school that is not known any more stays in it by its id."""
        titles = {sourced_id: title for title, sourced_id in self._ids.items()}
        self._list.values.choose(tuple(titles.get(each, each) for each in schools))
        self._line.setText(" ".join(schools))


def _title(school: KnownSchool, names: Counter[str]) -> str:
    """Its name; schools of one name are told apart."""
    return school.name if names[school.name] == 1 and school.name else f"{school.name} ({school.sourced_id})".strip()
