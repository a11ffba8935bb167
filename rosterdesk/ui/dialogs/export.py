"""What an export will hold, in which form, and where it goes: said before it is written."""

from typing import Literal

import msgspec
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from rosterdesk.model.fields import collection
from rosterdesk.settings import Preferences
from rosterdesk.ui.browsing.offer import Offer, What
from rosterdesk.ui.dialogs.destination import usual_folder
from rosterdesk.ui.dialogs.export_words import summary
from rosterdesk.ui.dialogs.writing import WritingDialog
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP


class Format(msgspec.Struct, frozen=True):
    """A kind of file, and what it is good for. `in_full`: each record with all that was sent, whatever the columns."""

    name: str
    suffix: str
    title: str
    hint: str
    csv_mode: Literal["safe", "exact"] = "safe"
    in_full: bool = False


def formats() -> tuple[Format, ...]:
    """The kinds of files, the usual one first."""
    return (
        Format(
            "xlsx",
            ".xlsx",
            tr("Excel workbook (.xlsx)"),
            tr("For Excel, Numbers and LibreOffice. IDs keep their leading zeros."),
        ),
        Format(
            "csv",
            ".csv",
            tr("CSV for spreadsheets (.csv)"),
            tr(
                "Text that a spreadsheet could take for a formula gets an apostrophe before it. Spreadsheets drop "
                "zeros at the beginning of IDs; a workbook (.xlsx) keeps them."
            ),
        ),
        Format(
            "csv-exact",
            ".csv",
            tr("CSV, exact (.csv)"),
            tr("Every value as it is, to be read by another system. Do not open it in a spreadsheet."),
            csv_mode="exact",
        ),
        Format("json", ".json", tr("JSON (.json)"), tr("The records in full, as the source sent them."), in_full=True),
        Format(
            "jsonl",
            ".jsonl",
            tr("JSON Lines (.jsonl)"),
            tr("The records in full, as the source sent them, one on each line."),
            in_full=True,
        ),
        Format(
            "parquet",
            ".parquet",
            tr("Parquet (.parquet)"),
            tr("Numbers, dates and texts each as what they are, for DuckDB, Spark and other analysis tools."),
        ),
    )


class ExportDialog(WritingDialog):
    """Asks which rows of what is offered to write, how and where, as it was answered last. `what` is to be chosen
    first, whatever it was last.

    `partial`: not all of it is in the local copy.
    """

    def __init__(
        self,
        offer: Offer,
        last: Preferences,
        parent: QWidget | None = None,
        *,
        what: What | None = None,
        partial: bool = False,
    ) -> None:
        super().__init__(tr("Export"), tr("Export"), parent)
        self.setObjectName("exportDialog")
        self._offer = offer
        self._summary = label("", "heading", wrap=True)
        self._summary.setObjectName("exportSummary")
        self.above.addWidget(self._summary)
        if partial:
            self.warn("exportPartial", self.tr("Not everything is here yet; the file will hold what is."))
        self.form.add("rows", self.tr("Rows"), self._rows())
        self._format = Choice()
        for each in formats():
            self._format.addItem(each.title, each.name)
        self.form.add("format", self.tr("Format"), self._format, " ")
        self.add_destination(self._title(), usual_folder(last.export_folder))
        self._choose(what if what and offer.count(what) else self._usual(last), last.export_format)
        self._format.currentIndexChanged.connect(self._show_choice)
        self._show_choice()

    @property
    def what(self) -> What:
        """The rows that are chosen now."""
        return next((what for what, button in self._buttons_of.items() if button.isChecked()), "shown")

    @property
    def format(self) -> Format:
        """The kind of file that is chosen now."""
        return formats()[self._format.currentIndex()]

    def show_masked(self, *, masked: bool) -> None:
        super().show_masked(masked=masked)
        self._show_choice()

    def _title(self) -> str:
        """What is written, for the file's name."""
        whole = sentences(collection(self._offer.query.collection).title)
        return whole if self.what == "everything" else self._offer.title or whole

    def _rows(self) -> QWidget:
        offer = self._offer
        every = "" if offer.every is None else f"{offer.every:,}"
        titles: dict[What, str] = {
            "shown": self.tr("What is shown ({0})").format(f"{offer.rows:,}"),
            "selected": self.tr("The selected rows ({0})").format(f"{offer.selected:,}"),
            "everything": self.tr("Everything: the whole list with all fields ({0})").format(every),
        }
        which, group = QWidget(), QButtonGroup(self)
        column = QVBoxLayout(which)
        column.setContentsMargins(0, GAP // 2, 0, GAP // 2)
        column.setSpacing(GAP)
        self._buttons_of: dict[What, QRadioButton] = {}
        for what, title in titles.items():
            button = self._buttons_of[what] = QRadioButton(title)
            button.setObjectName({"shown": "allRowsButton"}.get(what, f"{what}RowsButton"))
            group.addButton(button)
            column.addWidget(button)
        self._buttons_of["selected"].setEnabled(offer.selected > 0)
        group.buttonToggled.connect(self._show_choice)
        return which

    def _usual(self, last: Preferences) -> What:
        """What was written last of this collection; one row is chosen wherever one looks, and is no answer."""
        kept = last.export_rows.get(self._offer.query.collection)
        offered: tuple[What, ...] = ("everything", "selected") if self._offer.selected > 1 else ("everything",)
        return next((what for what in offered if what == kept), "shown")

    def _choose(self, what: What, format_name: str) -> None:
        self._buttons_of[what].setChecked(True)
        self._format.setCurrentIndex(max(self._format.findData(format_name), 0))

    def _show_choice(self) -> None:
        chosen = self.format
        self.form.set_hint("format", chosen.hint)
        self._destination.set_suffix(chosen.suffix)
        self._destination.propose(self._title())
        said = summary(self._offer, self.what, in_full=chosen.in_full, masked=self.masked)
        self._summary.setText(shown(said))
