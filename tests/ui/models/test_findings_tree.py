"""The findings as a model: which are shown, in which order, and how lines are read as they are needed."""

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from rosterdesk.checks.judgement import Finding, Judgement, RuleResult
from rosterdesk.checks.rule import Severity
from rosterdesk.ui.browsing.report import Findings
from rosterdesk.ui.models.findings_tree import FindingsTree, groups

SCHOOLS = {"s1": "Adams", "s2": "Brook"}


def finding(rule: str, severity: Severity, number: int, school: str = "s1", title: str = "") -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        collection="users",
        sourced_id=f"{rule}-{number}",
        title=title or f"Person {number}",
        school=school,
        message="Something is wrong.",
        fix="Mend it.",
    )


def result(rule: str, severity: Severity, **counts: int) -> RuleResult:
    return RuleResult(rule, severity, "run", "", sum(counts.values()), dict(counts))


JUDGEMENT = Judgement(
    [
        result("VAL-01", "error"),
        result("VAL-11", "warning", warning=2),
        result("USR-15", "warning", warning=1200),
        result("CLS-01", "error", error=1, warning=1),
        RuleResult("PKG-01", "error", "not run", "There are no files.", None, {}),
    ],
    [
        finding("VAL-11", "warning", 1, title="García, José"),
        finding("VAL-11", "warning", 2, "s2"),
        *(finding("USR-15", "warning", number, "") for number in range(1200)),
        finding("CLS-01", "error", 1, "s2"),
        finding("CLS-01", "warning", 2),
    ],
)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Findings(), [("CLS-01", 2), ("VAL-11", 2), ("USR-15", 1200)]),
        (Findings(level="error"), [("CLS-01", 1)]),
        (Findings(level="warning"), [("VAL-11", 2), ("USR-15", 1200), ("CLS-01", 1)]),
        (Findings(level="info"), []),
        (Findings(level="not run"), [("PKG-01", 0)]),
        (Findings(level="not run", text="width"), []),
        (Findings(school="s2"), [("CLS-01", 1), ("VAL-11", 1)]),
        (Findings(text="garcía"), [("VAL-11", 1)]),
        (Findings(text="brook"), [("CLS-01", 1), ("VAL-11", 1)]),
        (Findings(text="cls-01"), [("CLS-01", 2)]),
        (Findings(school="s2", text="unknown grade"), [("VAL-11", 1)]),
        (Findings(text="nobody has this"), []),
    ],
)
def test_what_is_asked_for_is_shown_the_worst_first(asked: Findings, expected: list[tuple[str, int]]) -> None:
    found = groups(JUDGEMENT, asked, SCHOOLS)
    assert [(group.rule.id, group.count) for group in found] == expected
    assert all(len(group.findings) == group.count for group in found)


def test_more_were_found_in_files_than_are_kept() -> None:
    judgement = Judgement([result("VAL-11", "warning", warning=90_000)], JUDGEMENT.findings[:2])
    (group,) = groups(judgement, Findings(), SCHOOLS)
    assert (group.count, len(group.findings)) == (90_000, 2)
    (group,) = groups(judgement, Findings(school="s2"), SCHOOLS)
    assert group.count == 1


def test_lines_of_records_are_read_as_they_are_needed(qapp: QApplication) -> None:
    tree = FindingsTree()
    tree.show(groups(JUDGEMENT, Findings(), SCHOOLS), SCHOOLS)
    many = tree.index_of("USR-15")
    assert [many.siblingAtColumn(column).data() for column in (1, 2)] == ["District", "1,200"]
    assert tree.hasChildren(many)
    before = tree.rowCount(many)
    last = tree.index_of("USR-15", ("users", "USR-15-1199"))
    assert last.data() == "Person 1199"
    assert before < tree.rowCount(many) == 1200
    assert last.parent() == many
    assert tree.index_of("USR-15", ("users", "nobody")) == many
    assert not tree.index_of("VAL-01").isValid()


@pytest.mark.parametrize("asked", [Findings(), Findings(level="not run"), Findings(level="info")])
def test_the_model_keeps_what_qt_expects_of_it(qapp: QApplication, asked: Findings) -> None:
    tree = FindingsTree()
    tree.show(groups(JUDGEMENT, asked, SCHOOLS), SCHOOLS)
    QAbstractItemModelTester(tree, QAbstractItemModelTester.FailureReportingMode.Warning, tree)
    while tree.canFetchMore(tree.index(0, 0)):
        tree.fetchMore(tree.index(0, 0))


def test_a_screen_reader_hears_what_is_wrong_with_the_record(qapp: QApplication) -> None:
    tree = FindingsTree()
    tree.show(groups(JUDGEMENT, Findings(), SCHOOLS), SCHOOLS)
    spoken = int(Qt.ItemDataRole.AccessibleTextRole)
    assert tree.index_of("VAL-11").data(spoken) == "Unknown grade, 2 schools, 2"
    record = tree.index_of("VAL-11", ("users", "VAL-11-2"))
    assert record.data(spoken) == "Person 2, Something is wrong., Brook"


def test_what_lies_in_a_file_is_called_by_its_place_there(qapp: QApplication) -> None:
    found = msgspec.structs.replace(
        finding("PKG-06", "error", 1, ""), sourced_id="", title="", file="users.csv", row=88, field=""
    )
    tree = FindingsTree()
    tree.show(groups(Judgement([result("PKG-06", "error", error=1)], [found]), Findings(), {}), {})
    line = tree.index_of("PKG-06", ("users", ""))
    assert line.data() == "users.csv · row 88"
    assert line.data(FindingsTree.FindingRole) == found
