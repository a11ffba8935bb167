"""Where a PDF of what is to be printed goes."""

from PySide6.QtWidgets import QWidget

from rosterdesk.settings import Preferences
from rosterdesk.ui.dialogs.destination import usual_folder
from rosterdesk.ui.dialogs.writing import WritingDialog
from rosterdesk.ui.look.language import tr


class PdfDialog(WritingDialog):
    """Asks for the name and the folder of the file."""

    def __init__(self, title: str, last: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(tr("Save as PDF"), tr("Save"), parent)
        self.setObjectName("pdfDialog")
        self.add_destination(title, usual_folder(last.export_folder)).set_suffix(".pdf")
