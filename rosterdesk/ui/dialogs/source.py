"""Adding a OneRoster service, or editing one: its address, how it knows us, and a test before anything is kept."""

import uuid
from collections.abc import Callable, Collection, Coroutine, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea, QStackedWidget, QWidget

from rosterdesk.settings import Source
from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.framing import framed
from rosterdesk.ui.dialogs.school_choice import KnownSchool
from rosterdesk.ui.dialogs.source_fields import SourceFields
from rosterdesk.ui.dialogs.source_form import edited, source
from rosterdesk.ui.dialogs.source_trial import SourceTrial
from rosterdesk.ui.look import style
from rosterdesk.ui.look.plain import label, shown
from rosterdesk.ui.look.style import GAP

Start = Callable[[Coroutine[Any, Any, Any]], Any]

_WIDTH = 680
_AROUND = 220  # pixels above and below the form: the title, the buttons, the window's frame
_LEAST_FORM = 420  # so that the steps of a test have room where the form needs little


class SourceDialog(QDialog):
    """Asks for a source. Nothing is kept here: `ask` hands back the source and its secret.

    `kept_in` says where its secret will be, in words; `before` is a source to edit, `secret` its own, `schools` those
    of its copy. A test stands in the place of the form while it runs, and until the user goes back.
    """

    def __init__(
        self,
        data_dir: Path,
        taken: Collection[str],
        start: Start,
        kept_in: str,
        parent: QWidget | None = None,
        *,
        before: Source | None = None,
        secret: str = "",
        schools: Sequence[KnownSchool] = (),
    ) -> None:
        super().__init__(parent)
        self.setObjectName("sourceDialog")
        self._before = before
        self.setWindowTitle(self.tr("Edit a source") if before else self.tr("Add a source"))
        self.setMinimumWidth(_WIDTH)
        self._kept_in = kept_in
        self._uid = before.uid if before else uuid.uuid4().hex
        self._fields = SourceFields(taken, before, secret, schools)
        self._fields.changed.connect(self._show_what_can_be_done)
        self._fields.resized.connect(self._fit)
        self.trial = SourceTrial(data_dir, start)
        self.trial.ended.connect(self._show_what_can_be_done)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._fields)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self.trial)
        self._test, self._dismiss, self._add = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self._show_what_can_be_done()
        self._fields.setFocus()

    async def ask(self) -> tuple[Source, str] | None:
        """The source and its secret, or `None` where the user thought better of it."""
        try:
            if await finished(self) != QDialog.DialogCode.Accepted:
                return None
            draft = self._fields.draft()
            made = source(draft, self._uid)
            return edited(self._before, made) if self._before is not None else made, draft.secret
        finally:
            await self.trial.end()
            self._fields.forget_secret()
            self.deleteLater()

    def accept(self) -> None:
        """Enter in a field comes here too: only a complete form is accepted."""
        if self._fields.problems():
            self._pages.setCurrentWidget(self._scroll)
            self._fields.say_all()
        else:
            super().accept()

    def _lay_out(self) -> None:
        self._dismiss.setText(self.tr("Cancel"))
        self._add.setText(self.tr("Save") if self._before else self.tr("Add"))
        for button, name, act in (
            (self._test, "testButton", self._try_out),
            (self._dismiss, "dismissButton", self.reject),
            (self._add, "addButton", self.accept),
        ):
            button.setObjectName(name)
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self._add.setDefault(True)
        style.set_look(self._add, "primary")
        column = framed(self, [self._dismiss, self._add], [self._test])
        column.addWidget(label(self._title(), "title", wrap=True))
        promise = self.tr("It is read, never written. The secret is kept in {0}.").format(self._kept_in)
        if self._before is not None and self._before.bundle:
            promise = self.tr("It is read from a file: {0}").format(shown(self._before.bundle))
            self._test.hide()
        column.addWidget(label(promise, "secondary", wrap=True))
        column.addSpacing(GAP)
        column.addWidget(self._pages, 1)

    def _title(self) -> str:
        if self._before is None:
            return self.tr("Add a OneRoster service")
        return self.tr("Edit “{0}”").format(shown(self._before.name))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Be high enough for the whole form where the screen is, and wholly on it; else the form scrolls."""
        layout = self._fields.layout()
        if layout is None or not self.isVisible():
            return
        wanted = layout.totalHeightForWidth(self.width() - 6 * GAP)
        screen = self.screen().availableGeometry()
        self._pages.setMinimumHeight(min(max(wanted + GAP, _LEAST_FORM), screen.height() - _AROUND))
        self.resize(self.width(), self.minimumSizeHint().height())
        below = self.frameGeometry().bottom() - screen.bottom()
        if below > 0:
            self.move(self.x(), max(screen.top(), self.y() - below))

    def _show_what_can_be_done(self) -> None:
        found, running = self._fields.problems(), self.trial.running
        self._add.setEnabled(not found and not running)
        if running:
            self._test.setText(self.tr("Stop the test"))
        elif self._tried:
            self._test.setText(self.tr("Back to the form"))
        else:
            self._test.setText(self.tr("Test"))
        # The name is ours alone: a service can be tried before it has one.
        self._test.setEnabled(running or self._tried or not set(found) - {"name"})

    @property
    def _tried(self) -> bool:
        """Whether a test, or what it found, is shown."""
        return self._pages.currentWidget() is self.trial

    def _try_out(self) -> None:
        if self.trial.running:
            self.trial.cancel()
            return
        if self._tried:
            self._pages.setCurrentWidget(self._scroll)
        else:
            draft = self._fields.draft()
            self.trial.begin(source(draft, self._uid), draft.secret)
            self._pages.setCurrentWidget(self.trial)
        self._show_what_can_be_done()
