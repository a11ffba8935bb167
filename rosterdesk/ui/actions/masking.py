"""What a window says of privacy mode, and puts away when it begins."""

from PySide6.QtCore import QObject

from rosterdesk.ui.program.privacy import Privacy
from rosterdesk.ui.views.frame import Frame


class Masking(QObject):
    """The chip in the status bar and the tick in the menu, both of which also switch it."""

    def __init__(self, privacy: Privacy, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._privacy = privacy
        self._frame = frame
        self._entry = frame.top_bar.menu.add("hidden", self.tr("Privacy mode"), "Ctrl+Shift+P", privacy.switch)
        self._entry.setCheckable(True)
        frame.status.masked.clicked.connect(privacy.switch)
        privacy.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        masked = self._privacy.masked
        self._entry.setChecked(masked)
        self._frame.status.show_masked(masked=masked)
        self._frame.filter_bar.show_masked(masked=masked)
        self._frame.top_bar.search.show_nothing()  # nor an answer that is on its way, and names people
        if masked:
            self._frame.messages.hide()  # it may name somebody
