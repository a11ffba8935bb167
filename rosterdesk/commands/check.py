"""`check`: judge the roster, and say what is wrong with it."""

import argparse
import hmac
import io
import secrets
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec

from rosterdesk import credentials
from rosterdesk.checks import rules
from rosterdesk.checks.judgement import Finding, Judgement
from rosterdesk.checks.rule import SEVERITIES, at_least
from rosterdesk.checks.run import judge
from rosterdesk.commands import findings
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.export import csv
from rosterdesk.export.table import Table
from rosterdesk.export.whole import write_whole
from rosterdesk.model.attributes import Kind

Format: TypeAlias = Literal["table", "json", "csv"]
FOUND = 1
"""The exit code where `--fail-on` asks for one."""

_HEADERS = ("rule", "severity", "collection", "sourcedId", "title", "school", "message", "fix", "cause")
_PLACE = ("file", "row", "field")


def run(context: Context, arguments: argparse.Namespace) -> int:
    """Print what the rules find, or write it to a file; says how the command ends."""
    target = Path(arguments.to).expanduser() if arguments.to else None
    form = _format(arguments.format, target)
    levels = [arguments.level, *filter(None, [arguments.fail_on])]
    with context.reader_and_files(arguments.name) as (reader, files):
        asked = rules.chosen(arguments.rule, of_files=files is not None)
        source = context.source(arguments.name)
        judgement = judge(
            reader,
            [rule for rule in asked if at_least(rule.severity, min(levels, key=SEVERITIES.index))],
            today=date.today(),  # noqa: DTZ011 - a school day is local
            files=files,
            version="" if source.bundle else source.oneroster,
            salt=_salt(context, arguments.name) if arguments.safe else None,
            report=context.report,
        )
    context.settle()
    shown = judgement.at(arguments.level)
    if target is None:
        _print(shown, form)
    else:
        write_whole(target, lambda part: _write(shown, form, part))
        print(f"{findings.counted(shown)} Written to {target}")
    return FOUND if arguments.fail_on and judgement.at(arguments.fail_on).counts() else 0


def _format(asked: Format | None, target: Path | None) -> Format:
    """The format that is asked for, else what the file's name says; raises `UsageError` where that is nothing."""
    if asked or target is None:
        return asked or "table"
    match target.suffix.lower():
        case ".json":
            return "json"
        case ".csv":
            return "csv"
    raise UsageError(
        "The file's name does not say in which format to write.", "End it in .csv or .json, or say --format."
    )


def _salt(context: Context, name: str) -> bytes:
    """What ids are hashed with: a source's own as long as its local copy is kept, of a bundle this report's alone."""
    if context.bundle:
        return secrets.token_bytes(32)
    key = credentials.store_key(context.vault, context.source(name).uid, create=False)
    return hmac.digest(key, b"ids in a safe report", "sha256")


def _print(judgement: Judgement, form: Format) -> None:
    match form:
        case "json":
            print(msgspec.json.encode(judgement).decode())
        case "csv":
            if isinstance(sys.stdout, io.TextIOWrapper):
                sys.stdout.reconfigure(newline="")
            csv.write_to(sys.stdout, _table(judgement), mode="exact")
        case "table":
            for line in findings.lines(judgement):
                print(line)


def _write(judgement: Judgement, form: Format, part: Path) -> None:
    match form:
        case "json":
            part.write_bytes(msgspec.json.encode(judgement) + b"\n")
        case "csv":
            csv.write(_table(judgement), part)
        case "table":
            part.write_text("".join(f"{line}\n" for line in findings.lines(judgement)), encoding="utf-8")


def _table(judgement: Judgement) -> Table:
    """The findings as a table, a cause as `collection/sourcedId`; places in files where there are any."""
    headers = _HEADERS + (_PLACE if any(each.field is not msgspec.UNSET for each in judgement.findings) else ())
    return Table(
        collection="findings",
        headers=headers,
        kinds=(Kind.TEXT,) * len(headers),
        widths=(14,) * len(headers),
        rows=(tuple(_cells(each, headers)) for each in judgement.findings),
        count=len(judgement.findings),
    )


def _cells(finding: Finding, headers: tuple[str, ...]) -> Iterator[str]:
    values: dict[str, Any] = msgspec.to_builtins(finding)
    if finding.cause:
        values["cause"] = f"{finding.cause.collection}/{finding.cause.sourced_id}"
    for name in headers:
        value = values.get(name)
        yield "" if value is None else str(value)
