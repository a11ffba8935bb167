"""Above the changes: which run, what became of the records, in which school and list."""

from collections.abc import Mapping, Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rosterdesk.model import differences
from rosterdesk.model.differences import Counts
from rosterdesk.model.fields import BASES, collection
from rosterdesk.model.rows import Link
from rosterdesk.ui.browsing.report import Changes
from rosterdesk.ui.look import icons
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.segments import Segments


class ChangesBar(QWidget):
    """Shows which changes are told, and says which ones the user wants instead; of a run that is held, that too."""

    narrowed = Signal(object)  # Changes
    accepted = Signal()  # what the held run brought is to be shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("reportBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._asked = Changes()
        self._runs = Choice()
        self._runs.setObjectName("changeRuns")
        self._runs.setAccessibleName(self.tr("Which sync"))
        self._runs.activated.connect(lambda _row: self.narrowed.emit(Changes(run=self._runs.currentData())))
        self._since = Choice()
        self._since.setObjectName("changeSince")
        self._since.setAccessibleName(self.tr("Since which sync"))
        self._since.activated.connect(lambda _row: self._narrow(since=self._since.currentData()))
        self._kinds = Segments("changeKinds", self.tr("What became of the records"))
        self._kinds.chosen.connect(lambda kind: self._narrow(kind=kind))
        self._lists = Choice()
        self._lists.setObjectName("changeLists")
        self._lists.setAccessibleName(self.tr("In which list"))
        self._lists.activated.connect(lambda _row: self._narrow(collection=self._lists.currentData()))
        self._schools = Choice()
        self._schools.setObjectName("changeSchools")
        self._schools.setAccessibleName(self.tr("In which school"))
        self._schools.activated.connect(lambda _row: self._narrow(school=self._schools.currentData()))
        self._sign = icons.Picture("warning", 18, "warning")
        self._held = label("", "warning", wrap=True)
        self._held.setObjectName("heldText")
        self._accept = QPushButton(self.tr("Make these changes"))
        self._accept.setObjectName("acceptButton")
        self._accept.clicked.connect(self.accepted)
        self._notice = QWidget()
        notice, when, line, choices = QHBoxLayout(self._notice), QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        notice.setContentsMargins(0, 0, 0, 0)
        for layout in (notice, when, line, choices):
            layout.setSpacing(GAP)
        when.addWidget(self._runs, 7)
        when.addWidget(self._since, 3)
        notice.addWidget(self._sign)
        notice.addWidget(self._held, 1)
        notice.addWidget(self._accept)
        line.addWidget(self._kinds)
        line.addStretch(1)
        choices.addWidget(self._schools, 1)
        choices.addWidget(self._lists, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, GAP, 12, GAP)
        column.setSpacing(GAP)
        column.addLayout(when)
        column.addWidget(self._notice)
        column.addLayout(line)
        column.addLayout(choices)

    @property
    def run(self) -> int:
        """The number of the run that is chosen; 0 where there is none."""
        return self._runs.currentData() or 0

    def show_runs(self, runs: Sequence[tuple[int, str]], current: int) -> None:
        """Offer these runs, as (number, words)."""
        self._runs.clear()
        for number, words in runs:
            self._runs.addItem(words, number)
        self._runs.setCurrentIndex(max(self._runs.findData(current), 0))

    def show_since(self, runs: Sequence[tuple[int, str]], current: int) -> None:
        """Offer to tell of all runs together after one of these, as (number, words)."""
        self._since.clear()
        self._since.addItem(self.tr("This sync alone"), 0)
        for number, words in runs:
            self._since.addItem(words, number)
        self._since.setCurrentIndex(max(self._since.findData(current), 0))
        self._since.setVisible(bool(runs))

    def show_counts(self, counts: Mapping[str, Counts], asked: Changes) -> None:
        """Show how much is different where the user looks, by what became of it and by list."""
        self._asked = asked
        counted = {name: each for name, each in counts.items() if any(each)}
        here = [counted[asked.collection]] if asked.collection in counted else counted.values()
        added, changed, removed = differences.added(here)
        choices = (
            ("", self.tr("All {0}").format(f"{added + changed + removed:,}"), True),
            ("changed", self.tr("Changed {0}").format(f"{changed:,}"), changed),
            ("added", self.tr("Added {0}").format(f"{added:,}"), added),
            ("removed", self.tr("Removed {0}").format(f"{removed:,}"), removed),
        )
        self._kinds.show_choices(
            [(name, title) for name, title, count in choices if count or name == asked.kind], asked.kind
        )
        self._kinds.setVisible(bool(counted))
        self._lists.setVisible(bool(counted))
        self._lists.clear()
        self._lists.addItem(self.tr("All lists"), "")
        for name in filter(counted.__contains__, BASES):
            title = sentences(collection(name).title)
            self._lists.addItem(self.tr("{0} · {1}").format(title, f"{sum(counted[name]):,}"), name)
        self._lists.setCurrentIndex(max(self._lists.findData(asked.collection), 0))

    def show_schools(self, schools: Sequence[tuple[Link, int]], current: str) -> None:
        """Offer these schools, each with how much is different there."""
        self._schools.clear()
        self._schools.addItem(self.tr("All schools"), "")
        for school, count in schools:
            self._schools.addItem(self.tr("{0} · {1}").format(shown(school.title, 60), f"{count:,}"), school.sourced_id)
        self._schools.setCurrentIndex(max(self._schools.findData(current), 0))
        self._schools.setVisible(bool(schools))

    def show_notice(self, sentence: str, *, can_accept: bool = False) -> None:
        """Say why what the run brought is not shown, and whether it can be, or that it nearly was not; or nothing."""
        self._held.setText(sentence)
        self._notice.setVisible(bool(sentence))
        self._accept.setVisible(can_accept)

    def focus(self) -> None:
        """Let the user choose another run."""
        self._runs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _narrow(self, **changes: object) -> None:
        self.narrowed.emit(msgspec.structs.replace(self._asked, **changes))
