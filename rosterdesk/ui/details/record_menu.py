"""What can be done with the record in the pane, besides reading it."""

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rosterdesk.model.rows import Link
from rosterdesk.ui.details import mail
from rosterdesk.ui.details.card import card
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.look import icons, style
from rosterdesk.ui.look.plain import tooltip


class RecordMenu(QToolButton):
    """The menu at the end of the pane's head."""

    lists_wanted = Signal(object)  # Link: class lists of this record
    print_wanted = Signal(object)  # Link: paper of this record

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._subject: Subject | None = None
        self.setObjectName("recordMenuButton")
        self.setIcon(icons.icon("more"))
        self.setAccessibleName(self.tr("Do something with this record"))
        self.setToolTip(tooltip(self.tr("Do something with this record")))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        style.set_look(self, "flat")
        menu = QMenu(self)
        menu.setObjectName("recordMenu")
        self._card = menu.addAction(icons.icon("copy"), self.tr("Copy as a card"), self._copy_card)
        self._mail = menu.addAction(icons.icon("mail"), self.tr("Write an email"), self._write)
        self._lists = menu.addAction(icons.icon("class"), self.tr("Class lists…"), lambda: self._say(self.lists_wanted))
        self._lists.setObjectName("listsOfRecordAction")
        self._print = menu.addAction(icons.icon("print"), self.tr("Print…"), lambda: self._say(self.print_wanted))
        self._print.setObjectName("printRecordAction")
        self._id = menu.addAction(self.tr("Copy the Sourced ID"), self._copy_id)
        self.setMenu(menu)

    def show_subject(self, subject: Subject) -> None:
        """Offer what can be done with this one: only a person has a card, and not all have an address."""
        from rosterdesk.ui.browsing import class_offers, paper_offers

        self._subject = subject
        self._card.setVisible(subject.record.collection == "users")
        self._mail.setVisible(mail.link(subject.text("email")) is not None)
        self._lists.setVisible(class_offers.of_record(subject.record) is not None)
        self._print.setVisible(paper_offers.of_record(subject.record) is not None)

    @property
    def card(self) -> str:
        """The person as plain text; nothing for any other record."""
        subject = self._subject
        return card(subject) if subject is not None and subject.record.collection == "users" else ""

    def show_nothing(self) -> None:
        """Keep no record."""
        self._subject = None

    def _copy_card(self) -> None:
        QGuiApplication.clipboard().setText(self.card)

    def _copy_id(self) -> None:
        if self._subject is not None:
            QGuiApplication.clipboard().setText(self._subject.text("sourcedId"))

    def _say(self, wanted: SignalInstance) -> None:
        if self._subject is not None:
            record = self._subject.record
            wanted.emit(Link(record.collection, record.sourced_id, record.title))

    def _write(self) -> None:
        if self._subject is not None:
            mail.write(self._subject.text("email"))
