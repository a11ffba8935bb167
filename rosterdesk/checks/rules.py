"""The catalogue: all rules that there are, in the order in which they are judged and reported."""

from collections.abc import Sequence

from rosterdesk.checks import (
    accounts,
    agents,
    attendance,
    changes,
    classes,
    courses,
    enrollments,
    lifecycle,
    loads,
    organizations,
    packages,
    people,
    references,
    relations,
    rosters,
    schedules,
    sessions,
    spelling,
    users,
    values,
)
from rosterdesk.checks.rule import Rule
from rosterdesk.errors import UsageError

GROUPS = ("PKG", "VAL", "REF", "LIF", "ORG", "SES", "CRS", "USR", "CLS", "ENR", "DLT")
"""What ids begin with, in the order in which what is wrong has consequences."""

_MODULES = (
    *(packages, values, spelling, references, relations, lifecycle, organizations, sessions, courses),
    *(users, accounts, people, attendance, agents, classes, rosters, enrollments, schedules, changes, loads),
)


def _place(rule: Rule) -> tuple[int, str]:
    return GROUPS.index(rule.id.partition("-")[0]), rule.id


RULES: tuple[Rule, ...] = tuple(sorted((rule for module in _MODULES for rule in module.RULES), key=_place))


def chosen(asked: Sequence[str], *, of_files: bool) -> list[Rule]:
    """The rules of these ids or groups (`REF`), or `all`; where none is asked for, the starred ones, and with
    `of_files` besides those that the reader of a bundle has judged already. Raises `UsageError` where there is none.
    """
    if not asked:
        return [rule for rule in RULES if rule.starred or (of_files and rule.of_files)]
    for name in asked:
        if not any(_is_asked(rule, name) for rule in RULES):
            raise UsageError(
                f"There is no rule “{name}”.", f"Rules are called as REF-05 is; their groups are: {', '.join(GROUPS)}."
            )
    return [rule for rule in RULES if any(_is_asked(rule, name) for name in asked)]


def _is_asked(rule: Rule, name: str) -> bool:
    wanted = name.upper()
    return wanted in {rule.id, rule.id.partition("-")[0], "ALL"}
