"""The rules are those of the catalogue: which there are, how severe at worst, which are judged, what they say."""

import pytest

from rosterdesk.checks import rules
from rosterdesk.checks.profile import USUAL
from rosterdesk.errors import UsageError
from rosterdesk.model import bends
from tests.checks import page

# By what ids begin with, in their order: the worst severity, and a star where the rule is judged by itself.
CATALOGUE = {
    "PKG": "E* E E* E E* E* E W E E E W",
    "VAL": "E* E E* W E* E E* E W W W* W W* W W W I W",
    "REF": "E E W W E* E* E* E* W W W E* E* E W W W",
    "LIF": "E* W* W* I W W* I",
    "ORG": "E* I W W* W I I",
    "SES": "E* W* I W E W W* I I",
    "CRS": "W* E* I W",
    "CLS": "E* W* W* E* E* W* E* W* I W W I I W I I",
    "USR": "E* E* W W* W* W* I W* W* I W* W* I W W* I* W* I W* W E I I W W I W",
    "ENR": "W* W* E W* W* E W* E* W* W* I W I I I W",
    "DLT": "E* W* W* E* E* W W E I",
}
OURS = {"PKG-13": "E", "VAL-19": "E"}
"""What no rule of the catalogue tells."""


def test_the_rules_are_those_of_the_catalogue() -> None:
    listed = {
        f"{group}-{number:02}": marks
        for group, each in CATALOGUE.items()
        for number, marks in enumerate(each.split(), 1)
    }
    assert len(listed) == 142
    there = {rule.id: rule.severity[0].upper() + "*" * rule.starred for rule in rules.RULES}
    assert there == listed | OURS
    assert sum(rule.starred for rule in rules.RULES) == 61


def test_the_page_of_rules_says_what_they_are() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.text(), "write it: python -m tests.checks.page"


@pytest.mark.parametrize(
    ("asked", "of_files", "chosen"),
    [
        (["REF-05"], False, {"REF-05"}),
        (["ref-05", "CLS-01"], True, {"REF-05", "CLS-01"}),
        (["ORG"], False, {rule.id for rule in rules.RULES if rule.id.startswith("ORG-")}),
        (["all"], False, {rule.id for rule in rules.RULES}),
        ([], False, {rule.id for rule in rules.RULES if rule.starred}),
        ([], True, {rule.id for rule in rules.RULES if rule.starred or rule.of_files}),
    ],
)
def test_rules_are_chosen_by_id_by_group_or_all_else_the_starred_ones(
    asked: list[str], of_files: bool, chosen: set[str]
) -> None:
    assert {rule.id for rule in rules.chosen(asked, of_files=of_files)} == chosen


@pytest.mark.parametrize("name", ["REF-5", "", "nonsense", "REF-05-1"])
def test_a_rule_that_is_not_there_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        rules.chosen(["REF-05", name], of_files=False)


def test_a_suspect_is_blamed_only_by_rules_that_there_are() -> None:
    ids = {rule.id for rule in rules.RULES}
    assert [rule.id for rule in rules.RULES if not ids.issuperset(rule.blames)] == []
    assert [
        rule.id
        for rule in rules.RULES
        if bool(rule.blames) != any("AS suspect" in question.sql for question in rule.questions)
    ] == []


def test_every_rule_has_an_id_of_its_own_and_says_what_to_do() -> None:
    assert len({rule.id for rule in rules.RULES}) == len(rules.RULES)
    assert [
        rule.id for rule in rules.RULES if not (rule.title and rule.why.endswith(".") and rule.fix.endswith("."))
    ] == []
    assert [rule.id for rule in rules.RULES if rule.questions and not rule.message] == []
    assert {rule.id for rule in rules.RULES if not all(question.needs for question in rule.questions)} == {
        *("DLT-05", "DLT-07", "DLT-09")  # they are about the runs themselves
    }
    assert [rule.id for rule in rules.RULES if rule.good and not rule.good.endswith(".")] == []
    assert [rule.id for rule in rules.RULES if rule.given and not hasattr(USUAL, rule.given)] == []
    assert [rule.id for rule in rules.RULES if not rule.questions and not rule.of_files] == []
    assert [rule.id for rule in rules.RULES if not rule.bends.keys() <= bends.WORDS.keys()] == []
