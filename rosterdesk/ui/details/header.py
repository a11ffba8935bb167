"""The head of the detail pane: who or what it is, at a glance."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from rosterdesk.model.fields import GRADEBOOK
from rosterdesk.model.names import initials
from rosterdesk.model.rows import Record
from rosterdesk.model.rows import text as as_text
from rosterdesk.ui.details.flow import FlowLayout
from rosterdesk.ui.details.record_menu import RecordMenu
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.look import icons, style, words
from rosterdesk.ui.look.grip import Grip, carry
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import label, shown, tooltip
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.look.words import Mark

_AVATAR = 52
_ICON = 24
_ICONS = {
    "orgs": "district",
    "academicSessions": "session",
    "courses": "course",
    "classes": "class",
    "enrollments": "enrollment",
    "demographics": "people",
    "resources": "resource",
    **dict.fromkeys(GRADEBOOK, "gradebook"),
    "users": "people",
}
_SCORED = {"results": "lineItem", "assessmentResults": "assessmentLineItem"}
"""By collection of scores: the field that says for what."""


class Avatar(QWidget):
    """A round sign: a person's initials, or the icon of a kind of record."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials = ""
        self._icon = ""
        self.setFixedSize(_AVATAR, _AVATAR)

    def show_record(self, record: Record) -> None:
        self._initials = initials(record.title) if record.collection == "users" else ""
        self._icon = "" if self._initials else _ICONS.get(record.collection, "info")
        if record.collection == "orgs" and record.values.get("type") == "school":
            self._icon = "school"
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.color("avatar"))
        painter.drawEllipse(QRectF(self.rect()))
        if self._icon:
            at = (_AVATAR - _ICON) // 2
            painter.drawPixmap(at, at, icons.pixmap(self._icon, _ICON, "on_avatar"))
        else:
            font = painter.font()
            font.setPixelSize(19)
            font.setWeight(font.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(style.color("on_avatar"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)
        painter.end()


class Header(QWidget):
    """The avatar, the name in large type, and chips; at the end a button that reads the record again, and a menu. A
    person can be dragged out of the window by it, as a card.
    """

    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._avatar = Avatar()
        self._name = label("", "title", selectable=True, wrap=True)
        self._name.setObjectName("detailName")
        self._name.setMinimumWidth(1)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, gap=GAP - 2, line_gap=GAP // 2)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self._labels: list[QLabel] = []
        self._refresh = QToolButton()
        self._refresh.setObjectName("refreshRecordButton")
        self._refresh.setIcon(icons.icon("refresh"))
        self._refresh.clicked.connect(self.refresh_wanted)
        style.set_look(self._refresh, "flat")
        self.menu = RecordMenu()
        Grip(self, holds=lambda _at: bool(self.menu.card)).dragged.connect(lambda: carry(self, self.menu.card))
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self._refresh)
        buttons.addWidget(self.menu)
        grid = QGridLayout(self)
        grid.setContentsMargins(2 * GAP, 2 * GAP, GAP, GAP)
        grid.setHorizontalSpacing(GAP + GAP // 2)
        grid.setVerticalSpacing(GAP - 2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self._avatar, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._name, 0, 1)
        grid.addLayout(buttons, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._chips, 1, 1, 1, 2)
        self.show_refreshing(busy=False, why_not="")

    def show_refreshing(self, *, busy: bool, why_not: str) -> None:
        """Say on the button whether it is at work, or why it cannot be."""
        tip = self.tr("Reading it again…") if busy else why_not or self.tr("Read this record again (Shift+F5)")
        self._refresh.setEnabled(not why_not)  # at work too: what is disabled loses the focus
        self._refresh.setIcon(icons.icon("sync" if busy else "refresh"))
        self._refresh.setToolTip(tooltip(tip))
        self._refresh.setAccessibleName(tip)

    def show_subject(self, subject: Subject, more: Sequence[Mark] = ()) -> None:
        """Show what it is about; `more` are chips after its own."""
        record = subject.record
        self._avatar.show_record(record)
        self.menu.show_subject(subject)
        name = title(record)
        self._name.setText(shown(name, 120))
        self._name.setToolTip(tooltip(name) if len(name) > 40 else "")
        found = [*marks(record, subject.today.isoformat()), *more]
        for mark, chip in zip(found, self._chip_labels(len(found)), strict=True):
            chip.setText(shown(mark.text, 40))
            style.set_look(chip, mark.look)

    def show_nothing(self) -> None:
        """Keep no text of a record."""
        for text in (self._name, *self._labels):
            text.setText("")
        self._name.setToolTip("")
        self.menu.show_nothing()

    def sizeHint(self) -> QSize:
        return QSize(380, super().sizeHint().height())

    def _chip_labels(self, count: int) -> list[QLabel]:
        while len(self._labels) < count:
            chip = label("", "chip-plain")
            self._labels.append(chip)
            self._flow.addWidget(chip)
        for place, chip in enumerate(self._labels):
            chip.setVisible(place < count)
        return self._labels[:count]


def title(record: Record) -> str:
    """What the record is called, for those that have no name of their own too."""
    person = as_text(record.values.get("user"))
    if record.collection in _SCORED:
        of = (as_text(record.values.get(name)) for name in ("student", _SCORED[record.collection]))
        return ": ".join(part for part in of if part) or record.sourced_id
    if record.collection == "enrollments" and person:
        class_ = as_text(record.values.get("class"))
        return tr("{0} in {1}").format(person, class_) if class_ else person
    return person if record.collection == "demographics" and person else record.title or record.sourced_id


def marks(record: Record, today: str) -> list[Mark]:
    """What is worth knowing of the record before anything is read: its kind, its grade, its state."""
    values = record.values
    text = {name: as_text(value) for name, value in values.items() if isinstance(value, str)}
    found: list[Mark | None] = []
    match record.collection:
        case "users":
            found += [Mark(words.word(role), "chip") for role in words.roles(values.get("role"))]
            found += [Mark(words.grade(text["grades"]))] if text.get("grades") else []
            found += [Mark(tr("Not enabled"), "chip-warning")] if values.get("enabledUser") is False else []
        case "orgs" | "academicSessions":
            found += [Mark(words.word(text.get("type", "")), "chip")] if text.get("type") else []
            found += [_when(values.get("startDate"), values.get("endDate"), today)]
        case "courses":
            found += [Mark(text["courseCode"], "chip")] if text.get("courseCode") else []
        case "classes":
            period = words.period(text.get("periods", ""), text.get("classType", ""))
            found += [Mark(period, "chip")] if period else []
            found += [Mark(words.room(text["location"]))] if text.get("location") else []
        case "enrollments":
            found += [Mark(words.word(text.get("role", "")), "chip")] if text.get("role") else []
            found += [Mark(words.word("primary"))] if values.get("primary") is True else []
            found += [Mark(words.word(text.get("phase", "")))] if text.get("phase") else []
        case "results" | "assessmentResults":
            found += [Mark(words.word(text["scoreStatus"]), "chip")] if text.get("scoreStatus") else []
        case "lineItems":
            category = as_text(values.get("category"))
            found += [Mark(category, "chip")] if category else []
            found += [Mark(tr("due {0}").format(text["dueDate"]))] if text.get("dueDate") else []
        case "resources":
            found += [Mark(words.word(text["importance"]), "chip")] if text.get("importance") else []
        case _:
            pass
    return [mark for mark in (*found, words.status(values.get("status"))) if mark is not None]


def _when(begins: object, ends: object, today: str) -> Mark | None:
    if not isinstance(begins, str) or not isinstance(ends, str):
        return None
    return Mark(tr("To come") if begins > today else tr("Over") if ends <= today else tr("Now"))
