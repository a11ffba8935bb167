"""The line at the bottom: online or offline, how old and how complete, how many, and how it is kept."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from rosterdesk.ui.details.link import TextLink
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import tooltip

_SEEN = 6000
"""Milliseconds for which a note is there: long enough to be read."""
_MARGIN = 16


class StatusBar(QWidget):
    """The state of the data, the counts or what was just done, what is chosen, and how the copy is protected.

    The first of them leads to what the syncs brought. Where not all has room, what says least is left out.
    """

    report_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = TextLink("", self)
        self._state.setObjectName("statusText")
        self._state.clicked.connect(self.report_wanted)
        self._counts = self._label("statusCounts", self.tr("Counts"))
        self._pace = self._label("statusPace", self.tr("How the sync goes"))
        self._sums = self._label("statusSums", self.tr("What is chosen comes to"))
        self._note = self._label("statusNote", self.tr("What was just done"))
        self._seen = QTimer(self, singleShot=True, interval=_SEEN)
        self._seen.timeout.connect(lambda: self.say(""))
        self._kept = self._label("statusKept", self.tr("How the copy is kept"))
        self._lock = icons.Picture("lock", 14, parent=self)
        self.masked = QPushButton(icons.icon("hidden", "on_chip"), self.tr("Names masked"), self)
        self.masked.setObjectName("maskedChip")
        self.masked.setAccessibleName(self.tr("Names are masked. Show them again"))
        self.masked.setToolTip(tooltip(self.tr("Privacy mode: click to show names again (Ctrl+Shift+P)")))
        self.masked.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        layout.setSpacing(style.GAP)
        layout.addWidget(self._state)
        layout.addWidget(self._note)
        layout.addWidget(self._pace)
        layout.addWidget(self._counts)
        layout.addWidget(self._sums)
        layout.addStretch(1)
        layout.addWidget(self.masked)
        layout.addWidget(self._lock)
        layout.addWidget(self._kept)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._fit()

    def show_state(self, text: str, look: str = "secondary", *, can_tell: bool = False) -> None:
        """Say whether the data is there, from when, and whether it is complete; `can_tell` of what syncs brought."""
        self._state.set_text(text)
        self._state.setAccessibleName(self.tr("State of the data: {0}").format(text))
        self._state.setEnabled(can_tell)
        self._state.setToolTip(tooltip(self.tr("{0} Click to see what the syncs brought.").format(_ended(text))))
        style.set_look(self._state, "status-warning" if look == "warning" else "status")
        self._fit()

    def show_numbers(self, counts: dict[tuple[str, str], int], chosen: int, *, dated: bool = False) -> None:
        """Say how many rows are chosen where it is more than one, else how many there are of each kind; `dated`:
        today, which is not the day that is looked at.
        """
        if chosen > 1:
            text = self.tr("{0} chosen").format(f"{chosen:,}")
        else:
            kinds = (
                ("students", self.tr("students")),
                ("classes", self.tr("classes")),
                ("enrollments", self.tr("enrollments")),
            )
            text = ", ".join(f"{counts[name, '']:,} {words}" for name, words in kinds if (name, "") in counts)
            text = self.tr("Today: {0}").format(text) if text and dated else text
        self._put(self._counts, text)

    def show_pace(self, words: str) -> None:
        """Say how a sync goes, in the place of the counts, which change all the time meanwhile; nothing: none runs."""
        self._put(self._pace, words)

    def show_sums(self, words: str) -> None:
        """Say what the chosen rows come to."""
        self._put(self._sums, words)

    def say(self, words: str) -> None:
        """Say what was just done, for a while; nothing: no longer."""
        self._put(self._note, words)
        if words:
            self._seen.start()

    def show_kept(self, *, there: bool, only_here: bool) -> None:
        """Say how the copy is protected; `only_here`: its key is in memory alone."""
        words = (
            self.tr("Encrypted, for this session only: wiped when you quit")
            if only_here
            else self.tr("Encrypted offline copy")
        )
        self._kept.setText(words if there else "")
        self._lock.show_icon("unlock" if only_here else "lock", "secondary")
        self._lock.setToolTip(tooltip(words))
        self._lock.setVisible(there)
        self._fit()

    def show_masked(self, *, masked: bool) -> None:
        """Whether people are not named."""
        self.masked.setVisible(masked)
        self._fit()

    def _put(self, label: QLabel, words: str) -> None:
        text = f"·  {words}" if words else ""
        if label.text() != text:
            label.setText(text)
            self._fit()

    def _fit(self) -> None:
        """Show what there is to say as far as it has room, what matters most first."""
        always = [each for each in (self._state, self.masked, self._lock) if not each.isHidden()]
        room = self.width() - 2 * _MARGIN - sum(each.sizeHint().width() + style.GAP for each in always)
        covered = {self._note: {self._counts, self._sums}, self._pace: {self._counts}}
        hidden = {each for label, those in covered.items() if label.text() for each in those}
        for label in (self._note, self._pace, self._counts, self._sums, self._kept):
            needed = label.sizeHint().width() + style.GAP
            there = bool(label.text()) and label not in hidden and needed <= room
            label.setVisible(there)
            room -= needed if there else 0

    def _label(self, name: str, accessible: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setAccessibleName(accessible)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label


def _ended(text: str) -> str:
    return text if text.endswith((".", "…")) else f"{text}."
