"""The catalogue: all rules that there are, in the order in which they are judged and reported."""

from collections.abc import Sequence

from rosterdesk.checks import (
    agents,
    classes,
    courses,
    enrollments,
    lifecycle,
    organisations,
    packages,
    references,
    sessions,
    users,
    values,
)
from rosterdesk.checks.rule import Rule
from rosterdesk.errors import UsageError

_GROUPS = (
    packages,
    values,
    references,
    lifecycle,
    organisations,
    sessions,
    courses,
    users,
    agents,
    classes,
    enrollments,
)

RULES: tuple[Rule, ...] = tuple(rule for group in _GROUPS for rule in group.RULES)


def chosen(asked: Sequence[str], *, of_files: bool) -> list[Rule]:
    """The rules of these ids or groups (`REF`), or `all`; where none is asked for, the starred ones, and with
    `of_files` besides those that the reader of a bundle has judged already. Raises `UsageError` where there is none.
    """
    if not asked:
        return [rule for rule in RULES if rule.starred or (of_files and rule.of_files)]
    for name in asked:
        if not any(_is_asked(rule, name) for rule in RULES):
            groups = ", ".join(dict.fromkeys(rule.id.partition("-")[0] for rule in RULES))
            raise UsageError(
                f"There is no rule “{name}”.", f"Rules are called as REF-05 is; their groups are: {groups}."
            )
    return [rule for rule in RULES if any(_is_asked(rule, name) for name in asked)]


def _is_asked(rule: Rule, name: str) -> bool:
    wanted = name.upper()
    return wanted in {rule.id, rule.id.partition("-")[0], "ALL"}
