"""What there is to type in about a OneRoster service, from its preset to its secret."""

from collections.abc import Collection, Sequence

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QToolButton, QVBoxLayout, QWidget

from rosterdesk.errors import UsageError
from rosterdesk.presets import PRESETS
from rosterdesk.settings import Source
from rosterdesk.ui.dialogs.advanced_fields import ADDRESSES, AdvancedFields
from rosterdesk.ui.dialogs.form import Form
from rosterdesk.ui.dialogs.school_choice import KnownSchool
from rosterdesk.ui.dialogs.source_form import (
    Auth,
    Draft,
    Signature,
    Version,
    draft_of,
    goes_elsewhere,
    problems,
    same_service,
    source,
)
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.choice import Choice
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.style import GAP

_VERSIONS: tuple[tuple[Version, str, str], ...] = (
    ("1.1", "OneRoster 1.1", "https://…/ims/oneroster/v1p1"),
    ("1.2", "OneRoster 1.2", "https://…/ims/oneroster/rostering/v1p2"),
)


def _sign_ins() -> tuple[tuple[Auth, Signature, str], ...]:
    return (
        ("oauth2", "sha256", tr("OAuth 2 client credentials")),
        ("oauth1", "sha256", "OAuth 1.0a (HMAC-SHA256)"),
        ("oauth1", "sha1", "OAuth 1.0a (HMAC-SHA1)"),
        ("bearer", "sha256", tr("Bearer token")),
        ("none", "sha256", tr("None")),
    )


class SourceFields(QWidget):
    """The form, and below it the fields that are folded away. Says what is wrong with a field once it was left.

    `before` is the source that is edited, and `secret` the one that is kept for it: an empty field keeps that, as long
    as it goes where it was entered for. Of a bundle, only the name can be edited. `schools` are those to choose from.
    """

    changed = Signal()
    resized = Signal()  # more or fewer fields are shown

    def __init__(
        self,
        taken: Collection[str],
        before: Source | None = None,
        secret: str = "",
        schools: Sequence[KnownSchool] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._taken = taken
        self._before = before
        self._kept = secret
        self._touched: set[str] = set()
        self._preset, self._auth, self._version = Choice(), Choice(), Choice()
        self._name, self._url, self._token_url, self._client_id = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self._secret = QLineEdit()
        self._form = Form()
        self._advanced = AdvancedFields(schools)
        self._fill_choices()
        self._lay_out()
        self._preset.currentIndexChanged.connect(self._take_preset)
        self._auth.currentIndexChanged.connect(self._show_fields)
        self._version.currentIndexChanged.connect(self._show_fields)
        for editor in (self._name, self._url, self._token_url, self._client_id, self._secret):
            editor.textChanged.connect(self._say_problems)
            editor.editingFinished.connect(self._touch)
        self._advanced.changed.connect(self._say_problems)
        if before is None:
            self._take_preset(0)
        else:
            self._fill(before)
        self.setFocusProxy(self._name)

    def draft(self) -> Draft:
        """What stands in the fields now, with the secret that is kept where that may stay."""
        draft = self._typed()
        return (
            draft
            if draft.secret or not self._keeps_secret(draft)
            else msgspec.structs.replace(draft, secret=self._kept)
        )

    def _typed(self) -> Draft:
        auth, signature, _ = _sign_ins()[self._auth.currentIndex()]
        return Draft(
            name=self._name.text(),
            url=self._url.text(),
            oneroster=_VERSIONS[self._version.currentIndex()][0],
            auth=auth,
            oauth1_signature=signature,
            token_url=self._token_url.text(),
            client_id=self._client_id.text(),
            secret=self._secret.text(),
            allow_http=self._before is not None and self._before.allow_http,
            **self._advanced.values(),
        )

    def _keeps_secret(self, draft: Draft) -> bool:
        if self._before is None or not self._kept or draft.auth != self._before.auth:
            return False
        try:
            return not goes_elsewhere(self._before, source(draft, self._before.uid))
        except UsageError:
            return True  # what is wrong with the address is said at its own field

    def problems(self) -> dict[str, str]:
        """What is missing or cannot work, by field."""
        found = problems(self.draft(), self._taken)
        if self._before is not None and self._before.bundle:
            return {field: problem for field, problem in found.items() if field == "name"}
        return found

    def say_all(self) -> None:
        """Say everything that is wrong, whether its field was left or not."""
        self._touched.update(self.problems())
        self._say_problems()
        self.resized.emit()

    def forget_secret(self) -> None:
        self._kept = ""
        self._secret.clear()

    def _fill_choices(self) -> None:
        for preset in PRESETS:
            self._preset.addItem(sentences(preset.title))
        self._preset.setMaxVisibleItems(len(PRESETS))
        for _, _, title in _sign_ins():
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
        ways = [(auth, signature) for auth, signature, _ in _sign_ins()]
        self._auth.setCurrentIndex(ways.index((preset.auth, preset.oauth1_signature)))
        self._version.setCurrentIndex([version for version, _, _ in _VERSIONS].index(preset.oneroster))
        self._advanced.fill(scopes=preset.scopes, token_auth=preset.token_auth, page_size=preset.page_size)
        self._form.set_hint("preset", sentences(preset.hint))
        self._show_fields()

    def _fill(self, before: Source) -> None:
        """Show the source that is edited."""
        draft = draft_of(before)
        for editor, text in (
            (self._name, draft.name),
            (self._url, draft.url),
            (self._token_url, draft.token_url),
            (self._client_id, draft.client_id),
        ):
            editor.setText(text)
            editor.setCursorPosition(0)
        ways = [(auth, signature) for auth, signature, _ in _sign_ins()]
        self._auth.setCurrentIndex(ways.index((draft.auth, draft.oauth1_signature)))
        self._version.setCurrentIndex([version for version, _, _ in _VERSIONS].index(draft.oneroster))
        self._advanced.fill(scopes=before.scopes, token_auth=draft.token_auth, page_size=draft.page_size)
        self._advanced.fill_more(draft)
        self._form.set_shown("preset", shown=False)
        self._show_fields()
        if before.bundle:
            for field in ("version", "url", "auth", "token_url", "client_id", "secret"):
                self._form.set_shown(field, shown=False)
            self._more.hide()

    def _show_fields(self) -> None:
        auth, version = _sign_ins()[self._auth.currentIndex()][0], _VERSIONS[self._version.currentIndex()]
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
        self._show_what_stays()
        for field in ("name", "url", "token_url", "client_id", "secret"):
            self._form.set_problem(field, found.get(field, "") if field in self._touched else "")
        for field in ADDRESSES:
            self._advanced.set_problem(field, found.get(field, ""))
        self.changed.emit()

    def _show_what_stays(self) -> None:
        """Say what becomes of the secret and of the copy that are there."""
        if self._before is None or self._before.bundle:
            return
        draft, words = self._typed(), ""
        if self._kept:
            words = self.tr("It goes to another address now: enter it again.")
            if self._keeps_secret(draft):
                words = self.tr("Leave it empty to keep the one that is here.")
        self._form.set_hint("secret", words)
        words = ""
        if not _address_unclear(draft) and not same_service(self._before, source(draft, self._before.uid)):
            words = self.tr("Another service: its local copy is destroyed, and everything is read anew.")
        self._form.set_hint("url", words)

    def _fold(self, unfolded: bool) -> None:
        self._more.setIcon(icons.icon("chevron-down" if unfolded else "chevron-right"))
        self._advanced.setVisible(unfolded)
        self.resized.emit()


def _address_unclear(draft: Draft) -> bool:
    return "url" in problems(draft)
