"""What the reader of a bundle found in its files, as findings."""

from pathlib import PurePosixPath

from rosterdesk.bundle.headers import FILES
from rosterdesk.bundle.problems import Problem
from rosterdesk.checks.judgement import HIDDEN, Finding
from rosterdesk.checks.rule import Rule


def finding(rule: Rule, problem: Problem, *, safe: bool) -> Finding:
    """A problem as a finding. Its message has no personal data; a name that is not the standard's may have some."""
    path = PurePosixPath(problem.file)
    known = FILES.get(path.stem)
    columns = {column.name for column in known.columns} if known else set()
    is_ours = known is not None or path.name == "manifest.csv"
    return Finding(
        rule=rule.id,
        severity=problem.severity,
        collection=known.collection if known else "",
        sourced_id="",
        title="",
        school="",
        message=problem.message,
        fix=rule.fix,
        file=problem.file if not safe else path.name if is_ours else HIDDEN,
        row=problem.row,
        field=problem.field if not safe or problem.field in {"", *columns} else HIDDEN,
    )
