"""What few need when they add a service: folded away until asked for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QSpinBox, QWidget

from rosterdesk.ui.details.flow import FlowLayout
from rosterdesk.ui.dialogs.box import Box
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.school_choice import KnownSchool, SchoolChoice
from rosterdesk.ui.dialogs.source_form import EXTRAS, Auth, Draft, Version
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.style import GAP

_PAGE_SIZES = (1, 10_000)
_OF_TOKENS = ("scopes", "token_auth")
ADDRESSES = ("gradebook_url", "resources_url")
"""The fields for the addresses that a 1.2 service may have besides its first."""


class AdvancedFields(Form):
    """What else to read, and of which schools, how tokens are asked for, further addresses, and a certificate."""

    changed = Signal()

    def __init__(self, schools: Sequence[KnownSchool] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._schools = SchoolChoice(schools)
        self._scopes, self._ca_file = QLineEdit(), QLineEdit()
        self._gradebook_url, self._resources_url = QLineEdit(), QLineEdit()
        self._token_auth = Choice()
        self._token_auth.addItem(self.tr("In the header (HTTP Basic)"), "basic")
        self._token_auth.addItem(self.tr("In the form body"), "body")
        self._page_size = QSpinBox()
        self._page_size.setRange(*_PAGE_SIZES)
        self._page_size.lineEdit().setTextMargins(GAP, 0, GAP, 0)
        self._scopes.setPlaceholderText(self.tr("The standard’s read-only scopes"))
        self._ca_file.setPlaceholderText(self.tr("Only the system’s certificates"))
        titles = (self.tr("Demographics"), self.tr("Resources"), self.tr("Gradebook"))
        self._extras = {name: Box(title) for name, title in zip(EXTRAS, titles, strict=True)}
        for editor in (self._gradebook_url, self._resources_url):
            editor.setPlaceholderText(self.tr("Derived from the address above"))
            editor.textChanged.connect(self.changed)
        self._lay_out(schools)

    def fill(self, *, scopes: tuple[str, ...], token_auth: str, page_size: int) -> None:
        """What is known of a service beforehand."""
        self._scopes.setText(" ".join(scopes))
        self._token_auth.setCurrentIndex(self._token_auth.findData(token_auth))
        self._page_size.setValue(page_size)

    def fill_more(self, draft: Draft) -> None:
        """What is known of a source that is there already, besides."""
        self._ca_file.setText(draft.ca_file)
        self._gradebook_url.setText(draft.gradebook_url)
        self._resources_url.setText(draft.resources_url)
        self._schools.choose(draft.schools)
        for name, box in self._extras.items():
            box.setChecked(name in draft.extras)

    def values(self) -> dict[str, Any]:
        """The fields of a `Draft` that stand here."""
        return {
            "scopes": self._scopes.text(),
            "token_auth": self._token_auth.currentData(),
            "page_size": self._page_size.value(),
            "ca_file": self._ca_file.text(),
            "gradebook_url": self._gradebook_url.text(),
            "resources_url": self._resources_url.text(),
            "extras": tuple(name for name, box in self._extras.items() if box.isChecked()),
            "schools": self._schools.chosen,
        }

    def show_for(self, auth: Auth, version: Version) -> None:
        """Show the fields that this way to sign in and this version have a use for."""
        for field in _OF_TOKENS:
            self.set_shown(field, shown=auth == "oauth2")
        for field in ADDRESSES:
            self.set_shown(field, shown=version == "1.2")

    def _lay_out(self, schools: Sequence[KnownSchool]) -> None:
        self.add(
            "extras",
            self.tr("Also read"),
            self._boxes(),
            self.tr(
                "Demographics are the most sensitive part of a roster (birth dates, race, sex): leave them off unless "
                "you work with them. What the key may not see is told, and spoils nothing."
            ),
        )
        self.add(
            "schools",
            self.tr("Schools"),
            self._schools,
            self.tr(
                "A sync reads these alone; with none chosen, all. What was read of others stays in the local copy "
                "until it is forgotten."
            ),
            tall=bool(schools),
        )
        self.add(
            "scopes",
            self.tr("Scopes"),
            self._scopes,
            self.tr("Separated by blanks. Leave it empty unless your provider names some."),
        )
        self.add("token_auth", self.tr("Client is named"), self._token_auth)
        self.add("page_size", self.tr("Rows a request"), self._page_size)
        self.add("gradebook_url", self.tr("Gradebook"), self._gradebook_url)
        self.add("resources_url", self.tr("Resources"), self._resources_url)
        self.add(
            "ca_file",
            self.tr("Certificate file"),
            self._certificate(),
            self.tr("For a service whose certificate your own network issues."),
        )
        self._page_size.setValue(Draft().page_size)

    def _boxes(self) -> QWidget:
        holder = QWidget()
        holder.setObjectName("extrasRow")
        line = FlowLayout(holder, gap=3 * GAP)
        for name, box in self._extras.items():
            box.setObjectName(f"{name}Box")
            line.addWidget(box)
        return holder

    def _certificate(self) -> QWidget:
        holder = QWidget()
        holder.setObjectName("caFileRow")
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        choose = QPushButton(self.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose_file)
        self._ca_file.setObjectName("ca_fileField")
        self._ca_file.setAccessibleName(self.tr("Certificate file"))
        line.addWidget(self._ca_file, 1)
        line.addWidget(choose)
        return holder

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Certificate file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._ca_file.setText)
        dialog.open()
