"""All rules: which are judged, how severe they are and what they are given; and such a choice as a file, to share."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from msgspec import structs
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rosterdesk.checks import profile as profiles
from rosterdesk.checks.profile import NO_PROFILE, Profile
from rosterdesk.checks.rule import Rule
from rosterdesk.checks.rules import RULES
from rosterdesk.errors import RosterDeskError
from rosterdesk.ui.dialogs import rule_parameters
from rosterdesk.ui.dialogs.asking import finished
from rosterdesk.ui.dialogs.framing import framed, push_button
from rosterdesk.ui.dialogs.rule_page import RulePage
from rosterdesk.ui.look import style
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import label
from rosterdesk.ui.look.style import GAP
from rosterdesk.ui.views.rule_lines import RuleDelegate

_SIZE = 960, 640
_LIST = 400


class RulesDialog(QDialog):
    """The rules at the left, one of them at the right; nothing is kept before it is said so."""

    def __init__(self, profile: Profile, usual: Sequence[Rule], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rulesDialog")
        self.setWindowTitle(self.tr("Rules"))
        self.resize(*_SIZE)
        self._profile = profile
        self._wrong: set[str] = set()  # what the rule that is shown cannot be given
        self._usual = {rule.id for rule in usual}
        self._search = QLineEdit()
        self._search.setObjectName("ruleSearch")
        self._search.setPlaceholderText(self.tr("Find a rule"))
        self._search.setAccessibleName(self.tr("Find a rule"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._narrow)
        self._list = QListWidget()
        self._list.setObjectName("ruleList")
        self._list.setAccessibleName(self.tr("Rules: Space judges by one, or not"))
        self._list.setItemDelegate(RuleDelegate(self._list))
        self._fill()
        self._page = RulePage()
        self._page.level_chosen.connect(self._choose)
        self._page.parameter_typed.connect(self._give)
        self._note = label("", "secondary", wrap=True)
        self._lay_out()
        self._list.currentItemChanged.connect(lambda _now, _before: self._show_rule())
        self._list.itemChanged.connect(self._tick)
        self._show_levels()
        self._list.setCurrentItem(self._items[0])

    async def ask(self) -> Profile | None:
        """The profile that the user wants; `None` where all is to stay as it is."""
        try:
            return self._profile if await finished(self) else None
        finally:
            self.deleteLater()

    def use(self, path: Path) -> None:
        """Show the profile in this file, or say why that cannot be."""
        try:
            self._profile = profiles.read(path, needed=True)
        except RosterDeskError as error:
            self._say(str(error), "danger")
            return
        self._say(self.tr("This is what “{0}” says. It holds once you choose Done.").format(path.stem))
        self._show_levels()
        self._show_rule()

    def save(self, path: Path) -> None:
        """Write the profile to this file, to share: there is no data in it."""
        try:
            profiles.write(path, structs.replace(self._profile, name=path.stem))
        except RosterDeskError as error:
            self._say(str(error), "danger")
        else:
            self._say(self.tr("Saved as “{0}”. There is no data of the roster in it.").format(path.name))

    def _fill(self) -> None:
        self._items: list[QListWidgetItem] = []
        groups = _groups()
        for name, of_group in groupby(RULES, key=lambda rule: rule.id.partition("-")[0]):
            heading = QListWidgetItem(groups.get(name, name), self._list)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            for rule in of_group:
                item = QListWidgetItem(sentences(rule.title), self._list)
                item.setData(RuleDelegate.RuleRole, rule)
                self._items.append(item)

    def _lay_out(self) -> None:
        use = push_button("useProfileButton", self.tr("Use a profile…"))
        save = push_button("saveProfileButton", self.tr("Save profile…"))
        reset = push_button("usualRulesButton", self.tr("As usual"))
        cancel = push_button("cancelRulesButton", self.tr("Cancel"))
        self._done = done = push_button("rulesDoneButton", self.tr("Done"))
        use.clicked.connect(lambda: self._choose_file(saving=False))
        save.clicked.connect(lambda: self._choose_file(saving=True))
        reset.clicked.connect(self._reset)
        cancel.clicked.connect(self.reject)
        done.clicked.connect(self.accept)
        style.set_look(done, "primary")
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        self._list.setMinimumWidth(_LIST)
        beside = QHBoxLayout()
        beside.setSpacing(3 * GAP)
        beside.addLayout(left, 3)
        beside.addWidget(self._page, 4)
        column = framed(self, [cancel, done], [use, save, reset])
        column.addLayout(beside, 1)
        column.addWidget(self._note)
        self._note.hide()

    @property
    def _rule(self) -> Rule | None:
        item = self._list.currentItem()
        rule = item.data(RuleDelegate.RuleRole) if item is not None else None
        return rule if isinstance(rule, Rule) else None

    def _show_rule(self) -> None:
        self._wrong = set()
        self._done.setEnabled(True)
        if (rule := self._rule) is not None:
            self._before = self._profile.parameters
            self._page.show_rule(rule, self._profile, usual=rule.id in self._usual)

    def _show_levels(self) -> None:
        self._list.blockSignals(True)
        for item in self._items:
            rule = item.data(RuleDelegate.RuleRole)
            level = self._profile.level(rule, usual=rule.id in self._usual)
            item.setData(RuleDelegate.LevelRole, level)
            item.setCheckState(Qt.CheckState.Unchecked if level == "off" else Qt.CheckState.Checked)
        self._list.blockSignals(False)
        self._list.viewport().update()

    def _choose(self, level: profiles.Level) -> None:
        if (rule := self._rule) is not None:
            self._profile = self._profile.choosing(rule, level, usual=rule.id in self._usual)
            self._show_levels()

    def _tick(self, item: QListWidgetItem) -> None:
        self._list.setCurrentItem(item)
        if (rule := self._rule) is not None:
            self._choose(rule.severity if item.checkState() is Qt.CheckState.Checked else "off")
            self._show_rule()

    def _give(self, name: str, text: str) -> None:
        given = rule_parameters.changed(self._profile.parameters, name, text)
        self._page.show_problem(name, "" if given else self.tr("This cannot be used."))
        if given is None:  # what was there before holds, not what was typed on the way
            self._wrong.add(name)
            given = structs.replace(self._profile.parameters, **{name: getattr(self._before, name)})
        else:
            self._wrong.discard(name)
        self._profile = structs.replace(self._profile, parameters=given)
        self._done.setEnabled(not self._wrong)

    def _reset(self) -> None:
        self._profile = NO_PROFILE
        self._say("")
        self._show_levels()
        self._show_rule()

    def _narrow(self, text: str) -> None:
        """Show the rules with these words, and their groups' names while all are shown."""
        wanted = text.strip().casefold()
        for row in range(self._list.count()):
            item = self._list.item(row)
            rule = item.data(RuleDelegate.RuleRole)
            said = f"{rule.id} {item.text()} {sentences(rule.why)}" if rule is not None else ""
            item.setHidden(wanted not in said.casefold())

    def _choose_file(self, *, saving: bool) -> None:
        dialog = QFileDialog(self, self.tr("Save profile") if saving else self.tr("Use a profile"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter(self.tr("Profile of rules (*.json)"))
        if saving:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("json")
            dialog.fileSelected.connect(lambda name: self.save(Path(name)))
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.fileSelected.connect(lambda name: self.use(Path(name)))
        dialog.open()

    def _say(self, text: str, look: str = "secondary") -> None:
        style.set_look(self._note, look)
        self._note.setText(sentences(text))
        self._note.setVisible(bool(text))


def _groups() -> dict[str, str]:
    """What groups of rules are about, by the beginning of their ids."""
    return {
        "PKG": tr("Package and files"),
        "VAL": tr("Values"),
        "REF": tr("References"),
        "LIF": tr("Lifecycle"),
        "ORG": tr("Organizations"),
        "SES": tr("Sessions and terms"),
        "CRS": tr("Courses"),
        "CLS": tr("Classes"),
        "USR": tr("People"),
        "ENR": tr("Enrollments"),
        "DLT": tr("From one sync to the next"),
    }
