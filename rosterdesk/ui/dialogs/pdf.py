"""Where a PDF of what is to be printed goes."""

from PySide6.QtWidgets import QWidget

from rosterdesk.settings import Preferences
from rosterdesk.ui.dialogs.destination import usual_folder
from rosterdesk.ui.dialogs.writing import WritingDialog
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import label


class PdfDialog(WritingDialog):
    """Asks for the name and the folder of the file. `masked`: the screen names nobody, and the file will."""

    def __init__(self, title: str, last: Preferences, parent: QWidget | None = None, *, masked: bool) -> None:
        super().__init__(tr("Save as PDF"), tr("Save"), parent)
        self.setObjectName("pdfDialog")
        if masked:
            warning = tr("Names are masked on the screen; the file will hold the real names.")
            self.above.addWidget(label(warning, "warning", wrap=True))
        self._place = self.add_destination(title, usual_folder(last.export_folder))
        self._place.set_suffix(".pdf")

    def set_folder(self, folder: str) -> None:
        """Write into this folder."""
        self._place.set_folder(folder)
