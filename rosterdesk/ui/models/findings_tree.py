"""What the rules found: rule by rule, the worst first, each with the records that it found."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import UNSET
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, Qt

from rosterdesk.checks.judgement import Finding, Judgement, RuleResult
from rosterdesk.checks.rule import SEVERITIES, Rule, Severity
from rosterdesk.checks.rules import RULES
from rosterdesk.model.fields import collection
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.look.language import sentences
from rosterdesk.ui.look.plain import shown, tooltip
from rosterdesk.ui.models.roster_table import Index

_BATCH = 500
_RULE = 0  # the internal id of a rule's line; that of a finding is the row of its rule and one more
_BY_ID = {rule.id: rule for rule in RULES}


class Group(msgspec.Struct, frozen=True):
    """A rule and what it found of what is asked for; `severity` is the worst of that, `schools` are where it is.
    `count` may be more: of very many problems in files, some are kept.
    """

    rule: Rule
    result: RuleResult
    severity: Severity
    findings: list[Finding]
    count: int
    schools: frozenset[str] = frozenset()


def groups(judgement: Judgement, asked: Findings, schools: Mapping[str, str]) -> list[Group]:
    """What is asked for of a judgement: the worst first, otherwise in the order of the rules. Pure."""
    if asked.level == "not run":
        unjudged = [each for each in judgement.rules if each.state == "not run"]
        found = [Group(_BY_ID[each.id], each, each.severity, [], 0) for each in unjudged]
        return [each for each in found if asked.text.casefold() in sentences(each.rule.title).casefold()]
    of_rule: dict[str, list[Finding]] = defaultdict(list)
    for finding in judgement.findings:
        of_rule[finding.rule].append(finding)
    narrowed = bool(asked.school or asked.text)
    made = (_group(result, of_rule[result.id], asked, schools, narrowed=narrowed) for result in judgement.rules)
    return sorted(filter(None, made), key=lambda group: -SEVERITIES.index(group.severity))


def _group(
    result: RuleResult, findings: list[Finding], asked: Findings, schools: Mapping[str, str], *, narrowed: bool
) -> Group | None:
    rule = _BY_ID[result.id]
    count = result.counts.get(asked.level, 0) if asked.level in SEVERITIES else result.count or 0
    if asked.level:
        findings = [each for each in findings if each.severity == asked.level]
    if asked.school:
        findings = [each for each in findings if each.school == asked.school]
    text = asked.text.casefold()
    if text and text not in f"{sentences(rule.title)} {rule.id}".casefold():
        findings = [
            each
            for each in findings
            if text
            in f"{each.title}\n{sentences(each.message)}\n{each.sourced_id}\n{schools.get(each.school, '')}".casefold()
        ]
    if narrowed:
        count = len(findings)
    if not count:
        return None
    severity = max((each.severity for each in findings), key=SEVERITIES.index, default=rule.severity)
    return Group(rule, result, severity, findings, count, frozenset(each.school for each in findings))


class FindingsTree(QAbstractItemModel):
    """`GroupRole` gives the rule's group of a line, `FindingRole` its finding; nothing where it is a rule's own."""

    GroupRole = int(Qt.ItemDataRole.UserRole)
    FindingRole = int(Qt.ItemDataRole.UserRole) + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._groups: Sequence[Group] = ()
        self._shown: list[int] = []  # of each, how many of its findings have lines
        self._schools: Mapping[str, str] = {}
        self.named: Callable[[Finding], str] = lambda finding: finding.title
        """What the record of a finding is called."""

    def show(self, groups: Sequence[Group], schools: Mapping[str, str]) -> None:
        """Show these; `schools` are the names of orgs by sourcedId."""
        self.beginResetModel()
        self._groups, self._schools = groups, schools
        self._shown = [0] * len(groups)
        self.endResetModel()

    def index_of(self, rule: str, record: tuple[str, str] | None = None) -> QModelIndex:
        """The line of a rule, or of what it found on a record, (base collection, sourcedId)."""
        row = next((row for row, group in enumerate(self._groups) if group.rule.id == rule), -1)
        line = self.index(row, 0)
        if record is None or not line.isValid():
            return line
        found = self._groups[row].findings
        place = next((at for at, each in enumerate(found) if (each.collection, each.sourced_id) == record), -1)
        while self._shown[row] <= place:
            self.fetchMore(line)
        return self.index(place, 0, line) if place >= 0 else line

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not 0 <= row < self.rowCount(parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else _RULE)

    def parent(self, child: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not child.isValid() or child.internalId() == _RULE:
            return QModelIndex()
        return self.createIndex(int(child.internalId()) - 1, 0, _RULE)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return len(self._groups)
        return self._shown[parent.row()] if self._opens(parent) else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008
        return 3

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        if not parent.isValid():
            return bool(self._groups)
        return self._opens(parent) and bool(self._groups[parent.row()].findings)

    def canFetchMore(self, parent: Index) -> bool:
        return self._opens(parent) and self._shown[parent.row()] < len(self._groups[parent.row()].findings)

    def fetchMore(self, parent: Index) -> None:
        if not self.canFetchMore(parent):
            return
        row = parent.row()
        first = self._shown[row]
        end = min(first + _BATCH, len(self._groups[row].findings))
        self.beginInsertRows(self.index(row, 0), first, end - 1)
        self._shown[row] = end
        self.endInsertRows()

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Finding"), self.tr("Where"), self.tr("Records"))[section]
        return None

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        group, finding = self._at(index)
        if role == self.GroupRole:
            return group
        if role == self.FindingRole:
            return finding
        texts = self._of_rule(group) if finding is None else self._of_finding(finding)
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(
                filter(None, texts if finding is None else (texts[0], sentences(finding.message), texts[1]))
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return tooltip(texts[index.column()] if finding is None else f"{texts[0]}: {sentences(finding.message)}")
        return None

    def _is_rule(self, index: Index) -> bool:
        return index.isValid() and index.internalId() == _RULE

    def _opens(self, index: Index) -> bool:
        return self._is_rule(index) and index.column() == 0

    def _at(self, index: Index) -> tuple[Group, Finding | None]:
        if self._is_rule(index):
            return self._groups[index.row()], None
        group = self._groups[int(index.internalId()) - 1]
        return group, group.findings[index.row()]

    def _of_rule(self, group: Group) -> tuple[str, str, str]:
        if group.result.state == "not run":
            return sentences(group.rule.title), self.tr("Not judged"), ""
        where = self.tr("{0} schools").format(f"{len(group.schools):,}")
        if len(group.schools) <= 1:
            where = self._school(next(iter(group.schools), ""))
        return sentences(group.rule.title), where, f"{group.count:,}"

    def _of_finding(self, finding: Finding) -> tuple[str, str, str]:
        if finding.file is not UNSET:
            row = self.tr("row {0}").format(finding.row) if finding.row else ""
            return " · ".join(filter(None, (finding.file, row, finding.field or ""))), "", ""
        title = self.named(finding) or finding.sourced_id
        if not title:
            title = (
                sentences(collection(finding.collection).title) if finding.collection else self.tr("The whole roster")
            )
        return shown(title, 120), self._school(finding.school), ""

    def _school(self, sourced_id: str) -> str:
        return shown(self._schools.get(sourced_id, sourced_id), 80) if sourced_id else self.tr("District")
