"""What is to be on paper, and how, beside the pages as they will be."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from rosterdesk.export.class_lists.templates import TEMPLATES, USUAL
from rosterdesk.export.paper.choice import Choice as PaperChoice
from rosterdesk.export.paper.choice import KindName
from rosterdesk.export.paper.regions import usual_size
from rosterdesk.export.paper.sheet import Paper
from rosterdesk.settings import Preferences
from rosterdesk.ui.browsing.paper_offers import PaperOffer
from rosterdesk.ui.dialogs import class_list_words
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.framing import framed, push_button
from rosterdesk.ui.dialogs.print_fields import BlankColumns, LabelPlace, PhotoFolder
from rosterdesk.ui.look import style
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.day_choice import Term
from rosterdesk.ui.views.day_field import DayField
from rosterdesk.ui.views.preview import Preview

_FORM = 400
_LONGEST = 40
_ONLY_OF: dict[str, set[KindName]] = {
    "columns": {"class-list", "substitute"},
    "blanks": {"sign-in"},
    "photos": {"photos"},
    "stock": {"labels"},
    "paper": {"class-list", "sign-in", "photos", "slips", "substitute"},
    "orientation": {"class-list", "sign-in", "photos", "slips", "substitute"},
}
"""By the fields that not every kind has, those that have them; labels come on paper of their own."""


class PrintDialog(QDialog):
    """Asks of which of the `offers`, the first of them first. Who opens it shows the pages in `preview`, whenever
    `choice_changed`, and prints them.

    `masked`: the screen names nobody, and the paper will.
    """

    choice_changed = Signal()
    print_wanted = Signal()
    pdf_wanted = Signal()

    def __init__(
        self,
        offers: Sequence[PaperOffer],
        last: Preferences,
        days: tuple[date, date, Sequence[Term]],
        parent: QWidget | None = None,
        *,
        masked: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("printDialog")
        self.setWindowTitle(self.tr("Print"))
        self._offers = offers
        self.preview = Preview()
        self._masked = label(self.tr("Names are masked on the screen; the paper will hold the real names."), "warning")
        self._masked.setObjectName("printMasked")
        self._masked.setWordWrap(True)
        self._problem = label("", "danger", wrap=True)
        self._problem.setObjectName("printProblem")
        self._problem.hide()
        self._build_fields(last, days)
        self._lay_out()
        self._masked.setVisible(masked)
        self._show_offer()
        self._listen()

    @property
    def offer(self) -> PaperOffer:
        """Of whom it is to be."""
        return self._offers[self._of.currentIndex()]

    @property
    def kind(self) -> KindName:
        """What it is to be."""
        return list(self.offer.kinds)[max(self._kind.currentIndex(), 0)]

    @property
    def choice(self) -> PaperChoice:
        """What is chosen now."""
        kind = self.kind
        return PaperChoice(
            kind=kind,
            of=self.offer.kinds[kind],
            day=self._day.day,
            paper=Paper(self._size.currentData(), bool(self._orientation.currentIndex())),
            columns=self._columns.currentData(),
            blanks=self._blanks.count,
            begins=self._blanks.begins,
            stock=self._place.stock,
            first=self._place.first,
            photos=self._photos.folder if kind == "photos" else "",
        )

    @property
    def title(self) -> str:
        """What it is called, of whom."""
        return f"{kinds()[self.kind]} {self.offer.name}".strip()

    def say_problem(self, sentence: str) -> None:
        """Say why it was not printed; nothing, once something else is chosen."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _build_fields(self, last: Preferences, days: tuple[date, date, Sequence[Term]]) -> None:
        self._of, self._kind, self._columns = Choice(), Choice(), Choice()
        for offer in self._offers:
            self._of.addItem(shown(offer.title, _LONGEST))
        self._day = DayField(*days)
        titles = class_list_words.templates()
        own = sorted(last.list_templates.items())
        for title, columns in (*((titles[each.name], each.columns) for each in TEMPLATES), *own):
            self._columns.addItem(shown(title, _LONGEST), columns)
        chosen = self._columns.findData(last.list_columns or USUAL.columns)
        self._columns.setCurrentIndex(max(chosen, self._columns.findData(USUAL.columns)))
        self._blanks = BlankColumns(days)
        self._photos = PhotoFolder(last.print_photos)
        self._size, self._orientation = Choice(), Choice()
        self._size.addItem(self.tr("Letter"), "letter")
        self._size.addItem(self.tr("A4"), "a4")
        size = last.print_size or usual_size(QLocale.system().name())
        self._size.setCurrentIndex(max(self._size.findData(size), 0))
        self._orientation.addItem(self.tr("Portrait"))
        self._orientation.addItem(self.tr("Landscape"))
        self._place = LabelPlace(last.print_stock, str(self._size.currentData()))
        self._form = Form()
        self._form.add("of", self.tr("Of"), self._of)
        self._form.add("kind", self.tr("What"), self._kind)
        self._form.add("day", self.tr("As of"), self._day)
        self._form.add("columns", self.tr("Columns"), self._columns)
        self._form.add("blanks", self.tr("To write in"), self._blanks)
        self._form.add("photos", self.tr("Photos"), self._photos, self.tr("Pictures named by student ID or username."))
        self._form.add("stock", self.tr("Labels"), self._place)
        self._form.add("paper", self.tr("Paper"), self._size)
        self._form.add("orientation", self.tr("Orientation"), self._orientation)

    def _lay_out(self) -> None:
        cancel = push_button("dismissButton", self.tr("Cancel"))
        cancel.clicked.connect(self.reject)
        pdf = push_button("savePdfButton", self.tr("Save as PDF…"))
        pdf.clicked.connect(self.pdf_wanted)
        printing = push_button("printButton", self.tr("Print…"))
        printing.setDefault(True)
        printing.clicked.connect(self.print_wanted)
        style.set_look(printing, "primary")
        left = QWidget()
        left.setFixedWidth(_FORM)
        asked = QVBoxLayout(left)
        asked.setContentsMargins(0, 0, 0, 0)
        asked.setSpacing(GAP)
        asked.addWidget(label(self.tr("Print"), "title"))
        asked.addWidget(self._masked)
        asked.addSpacing(GAP)
        asked.addWidget(self._form)
        asked.addStretch(1)
        asked.addWidget(self._problem)
        both = QHBoxLayout()
        both.setSpacing(3 * GAP)
        both.addWidget(left)
        both.addWidget(self.preview, 1)
        framed(self, [cancel, pdf, printing]).addLayout(both, 1)
        self.resize(1000, 680)

    def _listen(self) -> None:
        self._of.currentIndexChanged.connect(self._show_offer)
        self._of.currentIndexChanged.connect(self._change)
        self._kind.activated.connect(self._show_kind)
        for choice in (self._kind, self._columns, self._size, self._orientation):
            choice.activated.connect(self._change)
        for field in (self._day, self._blanks, self._photos, self._place):
            field.changed.connect(self._change)

    def _show_offer(self) -> None:
        """Offer the kinds that there are of this, the one that was chosen before where it is among them."""
        before, titles = self._kind.currentData(), kinds()
        self._kind.clear()
        for kind in self.offer.kinds:
            self._kind.addItem(titles[kind], kind)
        self._kind.setCurrentIndex(max(self._kind.findData(before), 0))
        self._show_kind()

    def _show_kind(self) -> None:
        for field, which in _ONLY_OF.items():
            self._form.set_shown(field, shown=self.kind in which)
        self._form.rename("day", self.tr("Day") if self.kind == "substitute" else self.tr("As of"))

    def _change(self) -> None:
        self.say_problem("")
        self.choice_changed.emit()


def kinds() -> dict[KindName, str]:
    """What the kinds of paper are called."""
    return {
        "class-list": tr("Class list"),
        "sign-in": tr("Sign-in sheet"),
        "photos": tr("Photo list"),
        "labels": tr("Labels"),
        "slips": tr("Schedule"),
        "substitute": tr("Substitute’s packet"),
    }
