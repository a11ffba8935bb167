"""What the user may choose, by sections; each choice holds at once."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.dialogs.setting_editor import SettingEditor
from rosterdesk.ui.dialogs.setting_words import Section, sections
from rosterdesk.ui.look import icons
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP, LINE
from rosterdesk.ui.program.preferences import Remembered
from rosterdesk.ui.views.painting import RowDelegate

_SIZE = 820, 560
_SECTIONS = 200
"""Least width of the list of sections, in pixels."""
_ICON = 18


class SettingsDialog(QDialog):
    """The sections at the left, the settings of one at the right. What an administrator made cannot be changed here."""

    passphrase_wanted = Signal()

    def __init__(self, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("settingsDialog")
        self.setWindowTitle(self.tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE)
        self._remembered = remembered
        self._editors: list[SettingEditor] = []
        self._sections = QListWidget()
        self._sections.setObjectName("settingsSections")
        self._sections.setAccessibleName(self.tr("Sections"))
        self._sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._sections.setItemDelegate(RowDelegate(self._sections))
        self._pages = QStackedWidget()
        self._sections.setIconSize(QSize(_ICON, _ICON))
        for section in sections():
            QListWidgetItem(icons.icon(section.icon), section.title, self._sections)
            self._pages.addWidget(self._page(section))
        self._sections.currentRowChanged.connect(self._pages.setCurrentIndex)
        self._sections.setCurrentRow(0)
        close = QPushButton(self.tr("Close"))
        close.setObjectName("closeSettingsButton")
        close.clicked.connect(self.accept)
        passphrase = QPushButton(self.tr("Passphrase…"))
        passphrase.setObjectName("passphraseButton")
        passphrase.setAccessibleDescription(self.tr("The passphrase that unlocks RosterDesk"))
        passphrase.setAutoDefault(False)
        passphrase.clicked.connect(self.passphrase_wanted)
        passphrase.hide()
        last = self._pages.count() - 1  # where the lock is
        self._sections.currentRowChanged.connect(lambda row: passphrase.setVisible(row == last))
        column = framed(self, [close], [passphrase])
        beside = QHBoxLayout()
        beside.setSpacing(3 * GAP)
        beside.addWidget(self._sections)
        beside.addWidget(self._pages, 1)
        column.addLayout(beside, 1)
        remembered.settings_changed.connect(self._show_values)
        self._show_values()
        self._sections.setFocus()
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange} and self.isVisible():
            self._fit()

    def _fit(self) -> None:
        """Have the list of sections as wide as its longest title, in whatever size text is."""
        longest = max(self._sections.fontMetrics().horizontalAdvance(each.title) for each in sections())
        self._sections.setFixedWidth(max(_SECTIONS, longest + _ICON + 6 * GAP))

    def _page(self, section: Section) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(3 * GAP)
        column.addWidget(label(section.title, "title"))
        for setting in section.settings:
            editor = SettingEditor(setting, fixed=setting.name in self._remembered.fixed)
            editor.chosen.connect(self._choose)
            self._editors.append(editor)
            column.addWidget(editor)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.verticalScrollBar().setSingleStep(LINE)
        return area

    def _choose(self, name: str, value: object) -> None:
        self._remembered.choose(**{name: value})

    def _show_values(self) -> None:
        for editor in self._editors:
            editor.show_value(getattr(self._remembered.settings, editor.name))
