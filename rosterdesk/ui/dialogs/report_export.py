"""What is written of a report: of findings or of changes."""

from PySide6.QtWidgets import QCheckBox, QWidget

from rosterdesk.settings import Preferences
from rosterdesk.ui.dialogs.destination import usual_folder
from rosterdesk.ui.dialogs.writing import WritingDialog
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import label


class ReportExportDialog(WritingDialog):
    """Says in a sentence what it will hold, and asks in which form. `nameless`: what it is when it
    is written without names, where it can be.
    """

    def __init__(
        self,
        title: str,
        summary: str,
        last: Preferences,
        parent: QWidget | None = None,
        *,
        nameless: str = "",
    ) -> None:
        super().__init__(tr("Export"), tr("Export"), parent)
        self.setObjectName("reportExportDialog")
        words = label(summary, "heading", wrap=True)
        words.setObjectName("exportSummary")
        self.above.addWidget(words)
        self._format = Choice()
        for suffix, name in (
            (".xlsx", self.tr("Excel workbook (.xlsx)")),
            (".csv", self.tr("CSV for spreadsheets (.csv)")),
            (".json", self.tr("JSON (.json)")),
        ):
            self._format.addItem(name, suffix)
        self._format.currentIndexChanged.connect(self._show_choice)
        self._nameless = QCheckBox(nameless)
        self._nameless.setObjectName("namelessBox")
        self._nameless.setVisible(bool(nameless))
        self._nameless.toggled.connect(self._show_choice)
        self.form.add("format", self.tr("Format"), self._format)
        self.form.add("nameless", "", self._nameless)
        self.add_destination(title, usual_folder(last.export_folder))
        self._show_choice()

    @property
    def nameless(self) -> bool:
        """Whether it is to be written without names."""
        return self._nameless.isChecked()

    def _show_choice(self) -> None:
        self._destination.set_suffix(self._format.currentData())
        self.show_masked(masked=self.masked)
