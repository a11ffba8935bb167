"""A OneRoster bundle of everything: in which version, and where it goes."""

from PySide6.QtWidgets import QWidget

from rosterdesk.settings import Preferences, Source
from rosterdesk.ui.dialogs.destination import usual_folder
from rosterdesk.ui.dialogs.writing import WritingDialog
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.look.plain import label, shown

_LONGEST = 60


class BundleOutDialog(WritingDialog):
    """Asks how to write the copy of a source as a bundle; in its own version first. `partial`: not all of it is in
    the local copy.
    """

    def __init__(self, source: Source, last: Preferences, parent: QWidget | None = None, *, partial: bool) -> None:
        super().__init__(tr("Save as a OneRoster bundle"), tr("Save"), parent)
        self.setObjectName("bundleOutDialog")
        words = tr("Everything that is here of “{0}”, as CSV files in a zip, for another system to read.")
        self.above.addWidget(label(words.format(shown(source.name, _LONGEST)), wrap=True))
        if partial:
            self.warn("bundlePartial", tr("Not everything is here yet; who reads this bundle takes the rest for gone."))
        self._version = Choice()
        for version in ("1.1", "1.2"):
            self._version.addItem(tr("OneRoster {0}").format(version), version)
        self._version.setCurrentIndex(max(self._version.findData(source.oneroster), 0))
        self.form.add("version", tr("Version"), self._version)
        self.add_destination(source.name, usual_folder(last.export_folder)).set_suffix(".zip")

    @property
    def version(self) -> str:
        """The version of the standard that is chosen."""
        return str(self._version.currentData())
