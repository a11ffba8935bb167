"""The page of all rules, made of the rules: `python -m tests.checks.page` writes it."""

from itertools import groupby
from pathlib import Path

from rosterdesk.checks.rule import Rule
from rosterdesk.checks.rules import RULES

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
_GROUPS = {
    "PKG": "The files of a bundle",
    "VAL": "Values",
    "REF": "References",
    "LIF": "What ended or was deleted",
    "ORG": "Organizations",
    "SES": "Sessions",
    "CRS": "Courses",
    "USR": "People",
    "CLS": "Classes",
    "ENR": "Enrollments",
    "DLT": "What a sync made different",
}
_INTRODUCTION = """The {} with a ★ are judged without being asked for, in a bundle those about its files as
well; `--rule ID` judges others, `--rule all` all of them. The severity is the worst that a finding has. What to do is
said with each finding."""
_HEAD = "| rule | severity | finds | why it matters | right all the same |\n|---|---|---|---|---|"


def text() -> str:
    """The page."""
    starred = sum(rule.starred for rule in RULES)
    parts = [f"# Rules\n\n`rosterdesk check` knows {len(RULES)} rules. {_INTRODUCTION.format(starred)}"]
    for group, rules in groupby(RULES, lambda rule: rule.id.partition("-")[0]):
        parts.append(f"## {_GROUPS[group]}\n\n{_HEAD}\n" + "\n".join(map(_row, rules)))
    return "\n\n".join(parts) + "\n"


def _row(rule: Rule) -> str:
    star = " ★" if rule.starred else ""
    return f"| {rule.id}{star} | {rule.severity} | {rule.title} | {rule.why} | {rule.good} |"


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
