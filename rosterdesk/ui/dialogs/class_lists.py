"""Class lists: of which classes, of which day, in which columns and in which form."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from rosterdesk.export.class_lists.choosing import Choice as ListChoice
from rosterdesk.export.class_lists.templates import TEMPLATES, USUAL
from rosterdesk.model.query import Phase
from rosterdesk.settings import Preferences
from rosterdesk.ui.browsing.class_offers import ClassOffer
from rosterdesk.ui.dialogs import class_list_words
from rosterdesk.ui.dialogs.box import Box
from rosterdesk.ui.dialogs.destination import usual_folder
from rosterdesk.ui.dialogs.writing import WritingDialog
from rosterdesk.ui.look import words
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.dates import spoken
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.day_choice import Term
from rosterdesk.ui.views.day_field import DayField

_LONGEST = 60


class ClassListsDialog(WritingDialog):
    """Asks of which of the `offers` to write lists, the first of them first, and how, as it was answered last.

    How many these are is counted by who opens it, whenever `choice_changed`. `partial`: not all of it is in the
    local copy.
    """

    choice_changed = Signal()
    columns_wanted = Signal()

    def __init__(
        self,
        offers: Sequence[ClassOffer],
        last: Preferences,
        days: tuple[date, date, Sequence[Term]],
        parent: QWidget | None = None,
        *,
        partial: bool = False,
    ) -> None:
        super().__init__(tr("Class lists"), tr("Write"), parent)
        self.setObjectName("classListsDialog")
        self._offers = offers
        self._summary = label("", "heading", wrap=True)
        self._summary.setObjectName("classListsSummary")
        self.above.addWidget(self._summary)
        if partial:
            self.warn("classListsPartial", tr("Not everything is here yet; the file will hold what is."))
        self._which = Choice()
        for offer in offers:
            self._which.addItem(shown(offer.title, _LONGEST))
        self._day = DayField(*days)
        self._incoming = Box(self.tr("Those who come later"))
        self._dropped = Box(self.tr("Those who left"))
        self._columns = Choice()
        self.show_templates(last.list_templates, last.list_columns or USUAL.columns)
        self._form_of = Choice()
        for suffix, title in _forms():
            self._form_of.addItem(title, suffix)
        self._form_of.setCurrentIndex(max(self._form_of.findData(last.list_form), 0))
        self._add_rows()
        self.add_destination(self._file_title(), usual_folder(last.export_folder)).set_suffix(self.suffix)
        self._listen()
        self.show_count(None)

    @property
    def choice(self) -> ListChoice:
        """What is chosen now."""
        include: list[Phase] = []
        if self._incoming.isChecked():
            include.append("incoming")
        if self._dropped.isChecked():
            include.append("dropped")
        return ListChoice(
            of=self._offers[self._which.currentIndex()].query,
            as_of=self._day.day.isoformat(),
            columns=self._templates[self._columns.currentIndex()][1],
            include=tuple(include),
        )

    @property
    def suffix(self) -> str:
        """Of the file to write; nothing, where it is a folder."""
        return str(self._form_of.currentData())

    @property
    def template(self) -> str:
        """What the chosen columns are called."""
        return self._templates[self._columns.currentIndex()][0]

    def show_templates(self, own: dict[str, tuple[str, ...]], chosen: Sequence[str]) -> None:
        """Offer the usual columns and the user's own by name, these chosen."""
        titles = class_list_words.templates()
        self._columns.blockSignals(True)
        self._columns.clear()
        self._templates = [*((titles[each.name], each.columns) for each in TEMPLATES), *sorted(own.items())]
        for title, _ in self._templates:
            self._columns.addItem(shown(title, _LONGEST))
        known = [columns for _, columns in self._templates]
        self._columns.setCurrentIndex(known.index(tuple(chosen) if tuple(chosen) in known else USUAL.columns))
        self._columns.blockSignals(False)

    def show_count(self, counted: tuple[int, int] | None) -> None:
        """Say how many classes and names that will be; while that is not known yet, nothing."""
        self.allow(counted is not None and counted[0] > 0)
        if counted is None:
            self._summary.setText(self.tr("Counting…"))
        elif counted[0]:
            classes, names = counted
            said = self.tr("{0} with {1} on their lists, as of {2}.")
            counts = words.counted("classes", classes), words.counted("names", names)
            self._summary.setText(said.format(*counts, spoken(self._day.day)))
        else:
            self._summary.setText(self.tr("None of these classes runs on {0}.").format(spoken(self._day.day)))

    def _add_rows(self) -> None:
        besides = QWidget()
        line = QHBoxLayout(besides)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(2 * GAP)
        line.addWidget(self._incoming)
        line.addWidget(self._dropped)
        line.addStretch(1)
        columns = QWidget()
        line = QHBoxLayout(columns)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self._columns, 1)
        choose = QPushButton(self.tr("Choose columns…"))
        choose.setObjectName("chooseColumnsButton")
        choose.setAutoDefault(False)
        choose.clicked.connect(self.columns_wanted)
        line.addWidget(choose)
        self._columns.setObjectName("templateField")
        self._columns.setAccessibleName(self.tr("Columns"))
        self._incoming.setObjectName("incomingBox")
        self._dropped.setObjectName("droppedBox")
        self.form.add("classes", self.tr("Classes"), self._which)
        self.form.add("day", self.tr("As of"), self._day)
        self.form.add("besides", self.tr("Also"), besides)
        self.form.add("columns", self.tr("Columns"), columns)
        self.form.add("form", self.tr("Format"), self._form_of)

    def _listen(self) -> None:
        self._which.currentIndexChanged.connect(self._choose_other)
        self._form_of.currentIndexChanged.connect(lambda _at: self._destination.set_suffix(self.suffix))
        self._day.changed.connect(self._ask_again)
        for box in (self._incoming, self._dropped):
            box.toggled.connect(self._ask_again)

    def _choose_other(self) -> None:
        self._destination.propose(self._file_title())
        self._ask_again()

    def _ask_again(self) -> None:
        self.show_count(None)
        self.choice_changed.emit()

    def _file_title(self) -> str:
        return f"{self.tr('Class lists')} {self._offers[self._which.currentIndex()].name}".strip()


def _forms() -> tuple[tuple[str, str], ...]:
    """The suffix of each form, the usual one first, and its title."""
    return (
        (".xlsx", tr("One workbook, a sheet for each class (.xlsx)")),
        ("", tr("A folder, a workbook for each class")),
        (".pdf", tr("A page for each class (.pdf)")),
    )
