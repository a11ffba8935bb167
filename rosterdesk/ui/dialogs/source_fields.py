"""What there is to type in about a OneRoster service, from its preset to its secret."""

from collections.abc import Collection

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from rosterdesk.presets import PRESETS
from rosterdesk.ui import icons, style
from rosterdesk.ui.dialogs.advanced_fields import ADDRESSES, AdvancedFields
from rosterdesk.ui.dialogs.choice import Choice
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.source_form import Auth, Draft, Signature, Version, problems
from rosterdesk.ui.style import GAP

_SIGN_INS: tuple[tuple[Auth, Signature, str], ...] = (
    ("oauth2", "sha256", "OAuth 2 client credentials"),
    ("oauth1", "sha256", "OAuth 1.0a (HMAC-SHA256)"),
    ("oauth1", "sha1", "OAuth 1.0a (HMAC-SHA1)"),
    ("bearer", "sha256", "Bearer token"),
    ("none", "sha256", "None"),
)
_VERSIONS: tuple[tuple[Version, str, str], ...] = (
    ("1.1", "OneRoster 1.1", "https://…/ims/oneroster/v1p1"),
    ("1.2", "OneRoster 1.2", "https://…/ims/oneroster/rostering/v1p2"),
)


class SourceFields(QWidget):
    """The form, and below it the fields that are folded away. Says what is wrong with a field once it was left."""

    changed = Signal()
    resized = Signal()  # more or fewer fields are shown

    def __init__(self, taken: Collection[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taken = taken
        self._touched: set[str] = set()
        self._preset, self._auth, self._version = Choice(), Choice(), Choice()
        self._name, self._url, self._token_url, self._client_id = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self._secret = QLineEdit()
        self._form = Form()
        self._advanced = AdvancedFields()
        self._fill_choices()
        self._lay_out()
        self._preset.currentIndexChanged.connect(self._take_preset)
        self._auth.currentIndexChanged.connect(self._show_fields)
        self._version.currentIndexChanged.connect(self._show_fields)
        for editor in (self._name, self._url, self._token_url, self._client_id, self._secret):
            editor.textChanged.connect(self._say_problems)
            editor.editingFinished.connect(self._touch)
        self._advanced.changed.connect(self._say_problems)
        self._take_preset(0)
        self.setFocusProxy(self._name)

    def draft(self) -> Draft:
        """What stands in the fields now."""
        auth, signature, _ = _SIGN_INS[self._auth.currentIndex()]
        return Draft(
            name=self._name.text(),
            url=self._url.text(),
            oneroster=_VERSIONS[self._version.currentIndex()][0],
            auth=auth,
            oauth1_signature=signature,
            token_url=self._token_url.text(),
            client_id=self._client_id.text(),
            secret=self._secret.text(),
            **self._advanced.values(),
        )

    def problems(self) -> dict[str, str]:
        """What is missing or cannot work, by field."""
        return problems(self.draft(), self._taken)

    def say_all(self) -> None:
        """Say everything that is wrong, whether its field was left or not."""
        self._touched.update(self.problems())
        self._say_problems()
        self.resized.emit()

    def forget_secret(self) -> None:
        self._secret.clear()

    def _fill_choices(self) -> None:
        for preset in PRESETS:
            self._preset.addItem(preset.title)
        self._preset.setMaxVisibleItems(len(PRESETS))
        for _, _, title in _SIGN_INS:
            self._auth.addItem(title)
        for _, title, _ in _VERSIONS:
            self._version.addItem(title)
        self._name.setPlaceholderText(self.tr("As it is to be called here"))
        self._token_url.setPlaceholderText("https://…/oauth/token")
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self._secret.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)

    def _lay_out(self) -> None:
        form = self._form
        form.add("preset", self.tr("Service"), self._preset)
        form.add("name", self.tr("Name"), self._name)
        form.add("version", self.tr("Version"), self._version)
        form.add("url", self.tr("Address"), self._url)
        form.add("auth", self.tr("Sign-in"), self._auth)
        form.add("token_url", self.tr("Token address"), self._token_url)
        form.add("client_id", self.tr("Client ID"), self._client_id)
        form.add("secret", self.tr("Client secret"), self._secret)
        self._more = QToolButton()
        self._more.setObjectName("advancedButton")
        self._more.setText(self.tr("Advanced"))
        self._more.setCheckable(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setIconSize(QSize(14, 14))
        self._more.setIcon(icons.icon("chevron-right"))
        style.set_look(self._more, "flat")
        self._more.toggled.connect(self._fold)
        self._advanced.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(form)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._advanced)
        column.addStretch(1)

    def _take_preset(self, index: int) -> None:
        preset = PRESETS[index]
        self._touched -= {"url", "token_url"}
        for editor, text in ((self._url, preset.url), (self._token_url, preset.token_url)):
            editor.setText(text)
            editor.setCursorPosition(0)
        ways = [(auth, signature) for auth, signature, _ in _SIGN_INS]
        self._auth.setCurrentIndex(ways.index((preset.auth, preset.oauth1_signature)))
        self._version.setCurrentIndex([version for version, _, _ in _VERSIONS].index(preset.oneroster))
        self._advanced.fill(scopes=preset.scopes, token_auth=preset.token_auth, page_size=preset.page_size)
        self._form.set_hint("preset", preset.hint)
        self._show_fields()

    def _show_fields(self) -> None:
        auth, version = _SIGN_INS[self._auth.currentIndex()][0], _VERSIONS[self._version.currentIndex()]
        self._form.set_shown("token_url", shown=auth == "oauth2")
        self._form.set_shown("client_id", shown=auth in {"oauth2", "oauth1"})
        self._form.set_shown("secret", shown=auth != "none")
        self._form.rename("client_id", self.tr("Consumer key") if auth == "oauth1" else self.tr("Client ID"))
        secrets = {"oauth1": self.tr("Consumer secret"), "bearer": self.tr("Token")}
        self._form.rename("secret", secrets.get(auth, self.tr("Client secret")))
        self._url.setPlaceholderText(version[2])
        self._advanced.show_for(auth, version[0])
        self._say_problems()
        self.resized.emit()

    def _touch(self) -> None:
        """An editor was left: from now on it says what is wrong with it."""
        editor = self.sender()
        if editor is not None:
            self._touched.add(self._form.field_of(editor))
            self._say_problems()

    def _say_problems(self) -> None:
        found = self.problems()
        for field in ("name", "url", "token_url", "client_id", "secret"):
            self._form.set_problem(field, found.get(field, "") if field in self._touched else "")
        for field in ADDRESSES:
            self._advanced.set_problem(field, found.get(field, ""))
        self.changed.emit()

    def _fold(self, unfolded: bool) -> None:
        self._more.setIcon(icons.icon("chevron-down" if unfolded else "chevron-right"))
        self._advanced.setVisible(unfolded)
        self.resized.emit()
