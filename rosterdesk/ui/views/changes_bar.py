"""Above the changes: which run, what became of the records, in which list."""

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from rosterdesk.model import differences
from rosterdesk.model.fields import BASES, collection
from rosterdesk.model.rows import Run
from rosterdesk.ui.browsing.report import Changes
from rosterdesk.ui.look import icons
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import label
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
        self._kinds = Segments("changeKinds", self.tr("What became of the records"))
        self._kinds.chosen.connect(lambda kind: self._narrow(kind=kind))
        self._lists = Choice()
        self._lists.setObjectName("changeLists")
        self._lists.setAccessibleName(self.tr("In which list"))
        self._lists.activated.connect(lambda _row: self._narrow(collection=self._lists.currentData()))
        self._sign = icons.Picture("warning", 18, "warning")
        self._held = label("", "warning", wrap=True)
        self._held.setObjectName("heldText")
        self._accept = QPushButton(self.tr("Make these changes"))
        self._accept.setObjectName("acceptButton")
        self._accept.clicked.connect(self.accepted)
        self._notice = QWidget()
        notice, line = QHBoxLayout(self._notice), QHBoxLayout()
        notice.setContentsMargins(0, 0, 0, 0)
        for layout in (notice, line):
            layout.setSpacing(GAP)
        notice.addWidget(self._sign)
        notice.addWidget(self._held, 1)
        notice.addWidget(self._accept)
        line.addWidget(self._kinds)
        line.addStretch(1)
        line.addWidget(self._lists)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, GAP, 12, GAP)
        column.setSpacing(GAP)
        column.addWidget(self._runs)
        column.addWidget(self._notice)
        column.addLayout(line)

    def show_runs(self, runs: Sequence[tuple[int, str]], current: int) -> None:
        """Offer these runs, as (number, words)."""
        self._runs.clear()
        for number, words in runs:
            self._runs.addItem(words, number)
        self._runs.setCurrentIndex(max(self._runs.findData(current), 0))

    def show_run(self, run: Run, asked: Changes) -> None:
        """Show how much the run made different, by what became of it and by list."""
        self._asked = asked
        counted = {name: state for name, state in run.touched.items() if any(differences.total([state]))}
        here = [counted[asked.collection]] if asked.collection in counted else list(counted.values())
        added, changed, removed = differences.total(here)
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
            count = sum(differences.total([counted[name]]))
            self._lists.addItem(self.tr("{0} · {1}").format(sentences(collection(name).title), f"{count:,}"), name)
        self._lists.setCurrentIndex(max(self._lists.findData(asked.collection), 0))

    def show_held(self, sentence: str, *, can_accept: bool) -> None:
        """Say why what the run brought is not shown, and whether it can be; nothing where it is."""
        self._held.setText(sentence)
        self._notice.setVisible(bool(sentence))
        self._accept.setVisible(can_accept)

    def focus(self) -> None:
        """Let the user choose another run."""
        self._runs.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _narrow(self, **changes: str) -> None:
        self.narrowed.emit(msgspec.structs.replace(self._asked, **changes))
