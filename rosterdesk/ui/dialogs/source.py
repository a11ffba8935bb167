"""Adding a OneRoster service: its address, how it knows us, and a test before anything is kept."""

import uuid
from collections.abc import Callable, Collection, Coroutine
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rosterdesk.settings import Source
from rosterdesk.ui import icons, style
from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.choice import Choice
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.source_form import PRESETS, Auth, Draft, problems, source
from rosterdesk.ui.dialogs.source_trial import SourceTrial
from rosterdesk.ui.plain import label
from rosterdesk.ui.style import GAP

Start = Callable[[Coroutine[Any, Any, Any]], Any]

_AUTH: tuple[tuple[Auth, str], ...] = (
    ("oauth2", "OAuth 2 client credentials"),
    ("bearer", "Bearer token"),
    ("none", "None"),
)
_BY_CLIENT = ("token_url", "client_id")
_WIDTH = 608
_AROUND = 220  # pixels above and below the form: the title, the buttons, the window's frame
_LEAST_FORM = 120
_PAGE_SIZES = (1, 10_000)


class SourceDialog(QDialog):
    """Asks for a source. Nothing is kept here: `ask` hands back the source and its secret."""

    def __init__(self, data_dir: Path, taken: Collection[str], start: Start, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sourceDialog")
        self.setWindowTitle(self.tr("Add a source"))
        self.setMinimumWidth(_WIDTH)
        self._taken = taken
        self._uid = uuid.uuid4().hex
        self._touched: set[str] = set()
        self._build_editors()
        self._form = self._filled_form()
        self._advanced = self._filled_advanced()
        self.trial = SourceTrial(data_dir, start)
        self.trial.ended.connect(self._say_problems)
        self._build_buttons()
        self._lay_out()
        self._take_preset(0)
        self._say_problems()
        self._name.setFocus()

    async def ask(self) -> tuple[Source, str] | None:
        """The source and its secret, or `None` where the user thought better of it."""
        try:
            if await finished(self) != QDialog.DialogCode.Accepted:
                return None
            draft = self.draft()
            return source(draft, self._uid), draft.secret
        finally:
            await self.trial.end()
            self._secret.clear()
            self.deleteLater()

    def draft(self) -> Draft:
        """What stands in the fields now."""
        return Draft(
            name=self._name.text(),
            url=self._url.text(),
            auth=self._auth.currentData(),
            token_url=self._token_url.text(),
            client_id=self._client_id.text(),
            secret=self._secret.text(),
            scopes=self._scopes.text(),
            page_size=self._page_size.value(),
            token_auth=self._token_auth.currentData(),
            ca_file=self._ca_file.text(),
        )

    def accept(self) -> None:
        """Enter in a field comes here too: only a complete form is accepted."""
        self._touched.update(problems(self.draft(), self._taken))
        self._say_problems()
        if not problems(self.draft(), self._taken):
            super().accept()

    def _build_editors(self) -> None:
        self._preset, self._auth, self._token_auth = Choice(), Choice(), Choice()
        self._name, self._url, self._token_url, self._client_id = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self._secret, self._scopes, self._ca_file = QLineEdit(), QLineEdit(), QLineEdit()
        self._page_size = QSpinBox()
        for preset in PRESETS:
            self._preset.addItem(preset.title)
        for auth, title in _AUTH:
            self._auth.addItem(title, auth)
        self._token_auth.addItem(self.tr("In the header (HTTP Basic)"), "basic")
        self._token_auth.addItem(self.tr("In the form body"), "body")
        self._page_size.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self._page_size.setRange(*_PAGE_SIZES)
        self._page_size.setValue(Draft().page_size)
        self._name.setPlaceholderText(self.tr("As it is to be called here"))
        self._url.setPlaceholderText("https://…/ims/oneroster/v1p1")
        self._token_url.setPlaceholderText("https://…/oauth/token")
        self._scopes.setPlaceholderText(self.tr("The standard’s read-only scopes"))
        self._ca_file.setPlaceholderText(self.tr("Only the system’s certificates"))
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        self._preset.currentIndexChanged.connect(self._take_preset)
        self._auth.currentIndexChanged.connect(self._show_fields)
        for editor in (self._name, self._url, self._token_url, self._client_id, self._secret):
            editor.textChanged.connect(self._say_problems)
            editor.editingFinished.connect(self._touch)

    def _filled_form(self) -> Form:
        form = Form()
        form.add("preset", self.tr("Service"), self._preset)
        form.add("name", self.tr("Name"), self._name)
        form.add("url", self.tr("Address"), self._url)
        form.add("auth", self.tr("Sign-in"), self._auth)
        form.add("token_url", self.tr("Token address"), self._token_url)
        form.add("client_id", self.tr("Client ID"), self._client_id)
        form.add("secret", self.tr("Client secret"), self._secret)
        return form

    def _filled_advanced(self) -> Form:
        form = Form()
        form.add(
            "scopes",
            self.tr("Scopes"),
            self._scopes,
            "Separated by blanks. Leave it empty unless your vendor names some.",
        )
        form.add("token_auth", self.tr("Client is named"), self._token_auth)
        form.add("page_size", self.tr("Rows a request"), self._page_size)
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
        form.add(
            "ca_file", self.tr("Certificate file"), holder, "For a service whose certificate your own network issues."
        )
        form.hide()
        return form

    def _build_buttons(self) -> None:
        self._more = QToolButton()
        self._more.setObjectName("advancedButton")
        self._more.setText(self.tr("Advanced"))
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setIconSize(QSize(14, 14))
        self._more.setIcon(icons.icon("chevron-right"))
        style.set_look(self._more, "flat")
        self._more.toggled.connect(self._fold)
        self._test = QPushButton(self.tr("Test"))
        self._test.setObjectName("testButton")
        self._test.setAutoDefault(False)
        self._test.clicked.connect(self._try_out)
        self._dismiss = QPushButton(self.tr("Cancel"))
        self._dismiss.setObjectName("dismissButton")
        self._dismiss.setAutoDefault(False)
        self._dismiss.clicked.connect(self.reject)
        self._add = QPushButton(self.tr("Add"))
        self._add.setObjectName("addButton")
        self._add.setDefault(True)
        self._add.clicked.connect(self.accept)
        style.set_look(self._add, "primary")

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self._test)
        buttons.addStretch(1)
        buttons.addWidget(self._dismiss)
        buttons.addWidget(self._add)
        self._middle = QWidget()
        middle = QVBoxLayout(self._middle)
        middle.setContentsMargins(0, 0, GAP, 0)
        middle.setSpacing(GAP)
        middle.addWidget(self._form)
        middle.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        middle.addWidget(self._advanced)
        middle.addStretch(1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._middle)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GAP, 3 * GAP, 3 * GAP, 2 * GAP)
        column.setSpacing(GAP)
        column.addWidget(label(self.tr("Add a OneRoster service"), "title"))
        column.addWidget(
            label(self.tr("It is read, never written. The secret goes to this computer’s keyring."), "secondary")
        )
        column.addSpacing(GAP)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.trial)
        column.addSpacing(GAP)
        column.addLayout(buttons)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be high enough for the whole form where the screen is; else the form scrolls."""
        layout = self._middle.layout()
        assert layout is not None
        wanted = layout.totalHeightForWidth(self.width() - 6 * GAP)
        screen = self.screen().availableGeometry().height()
        rest = self.trial.sizeHint().height() if self.trial.isVisible() else 0
        self._scroll.setMinimumHeight(max(min(wanted + GAP, screen - rest - _AROUND), _LEAST_FORM))
        self.resize(self.width(), self.minimumSizeHint().height())

    def _take_preset(self, index: int) -> None:
        preset = PRESETS[index]
        for editor, text in ((self._url, preset.url), (self._token_url, preset.token_url)):
            editor.setText(text)
            editor.setCursorPosition(0)
        self._token_auth.setCurrentIndex(self._token_auth.findData(preset.token_auth))
        self._form.set_hint("url", preset.hint)
        self._show_fields()

    def _show_fields(self) -> None:
        auth = cast("Auth", self._auth.currentData())
        for field in _BY_CLIENT:
            self._form.set_shown(field, shown=auth == "oauth2")
        self._form.set_shown("secret", shown=auth != "none")
        self._form.rename("secret", self.tr("Token") if auth == "bearer" else self.tr("Client secret"))
        for field in ("scopes", "token_auth"):
            self._advanced.set_shown(field, shown=auth == "oauth2")
        self._say_problems()

    def _touch(self) -> None:
        """An editor was left: from now on it says what is wrong with it."""
        editor = self.sender()
        if editor is not None:
            self._touched.add(self._form.field_of(editor))
            self._say_problems()

    def _say_problems(self) -> None:
        found = problems(self.draft(), self._taken)
        for field in ("name", "url", "token_url", "client_id", "secret"):
            self._form.set_problem(field, found.get(field, "") if field in self._touched else "")
        complete = not found
        self._add.setEnabled(complete and not self.trial.running)
        # The name is ours alone: a service can be tried before it has one.
        self._test.setEnabled(self.trial.running or not set(found) - {"name"})
        self._test.setText(self.tr("Stop the test") if self.trial.running else self.tr("Test"))

    def _try_out(self) -> None:
        if self.trial.running:
            self.trial.cancel()
            return
        draft = self.draft()
        self.trial.begin(source(draft, self._uid), draft.secret)
        self._say_problems()
        self._fit()

    def _fold(self, unfolded: bool) -> None:
        self._more.setIcon(icons.icon("chevron-down" if unfolded else "chevron-right"))
        self._advanced.setVisible(unfolded)
        self._fit()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Certificate file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters(["Certificates (*.pem *.crt *.cer)", "All files (*)"])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._ca_file.setText)
        dialog.open()
