"""What a bundle's reader finds, as findings."""

import pkgutil
from importlib import import_module

import pytest

import rosterdesk.bundle
from rosterdesk.bundle.problems import Flaw, Problem
from rosterdesk.checks import rules
from rosterdesk.checks.files import finding
from rosterdesk.checks.rule import at_least

RULE = next(rule for rule in rules.RULES if rule.id == "PKG-11")


def test_every_flaw_that_a_bundle_can_have_has_its_rule() -> None:
    modules = [
        import_module(f"rosterdesk.bundle.{each.name}") for each in pkgutil.iter_modules(rosterdesk.bundle.__path__)
    ]
    flaws = [value for module in modules for value in vars(module).values() if isinstance(value, Flaw)]
    assert len(flaws) > 30
    known = {rule.id: rule.severity for rule in rules.RULES if rule.of_files}
    assert [flaw for flaw in flaws if not at_least(known[flaw.rule], flaw.severity)] == []


@pytest.mark.parametrize(
    ("file", "field", "safe_file", "safe_field"),
    [
        ("users.csv", "email", "users.csv", "email"),
        ("manifest.csv", "file.Ada Lovelace", "manifest.csv", "…"),
        ("Ada Lovelace/users.csv", "", "users.csv", ""),
        ("Ada Lovelace.csv", "", "…", ""),
        ("users.csv", "metadata.Ada Lovelace", "users.csv", "…"),
    ],
)
def test_a_safe_finding_says_only_names_that_are_the_standards(
    file: str, field: str, safe_file: str, safe_field: str
) -> None:
    problem = Problem("PKG-11", "warning", file, 3, field, "What is wrong.")
    plain, safe = (finding(RULE, problem, safe=each) for each in (False, True))
    assert (plain.file, plain.field, plain.row) == (file, field, 3)
    assert (safe.file, safe.field, safe.row) == (safe_file, safe_field, 3)


def test_a_finding_in_a_file_of_roles_is_about_users() -> None:
    found = finding(RULE, Problem("VAL-05", "error", "roles.csv", 3, "beginDate", "This is no date."), safe=False)
    assert (found.collection, found.severity, found.fix) == ("users", "error", RULE.fix)
