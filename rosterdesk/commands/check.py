"""`check`: judge the roster, and say what is wrong with it."""

import argparse
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from rosterdesk.checks import absences, rules
from rosterdesk.checks.judgement import Judgement
from rosterdesk.checks.rule import SEVERITIES, at_least
from rosterdesk.checks.run import judge
from rosterdesk.commands import finding_tables, findings, judging, report_forms
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.export import csv
from rosterdesk.export.whole import write_whole
from rosterdesk.language import Say
from rosterdesk.model.standing import shown

Format: TypeAlias = Literal["table", "json", "csv", "xlsx"]
FOUND = 1
"""The exit code where `--fail-on` asks for one."""


def run(context: Context, arguments: argparse.Namespace) -> int:
    """Print what the rules find, or write it to a file; says how the command ends."""
    target = context.target(arguments.to) if arguments.to else None
    form = _format(arguments.format, target)
    judgement = _judged(context, arguments)
    context.settle()
    told = judgement.at(arguments.level)
    if target is None:
        _print(told, form)
    else:
        write_whole(target, lambda part: _write(told, form, part, context.say))
        context.record(arguments.name, "findings", target, len(told.findings), finding_tables.HEADERS)
        print(f"{findings.counted(told)} Written to {target}")
    return FOUND if arguments.fail_on and judgement.at(arguments.fail_on).counts() else 0


def _judged(context: Context, arguments: argparse.Namespace) -> Judgement:
    """All that is found, or what is found on one record, with what is known of it."""
    source = context.source(arguments.name)
    if record := _record(context, arguments):
        if arguments.safe:
            raise UsageError("A safe report names no record, so it is not of one.", "Leave out --record, or --safe.")
        with context.reader(arguments.name) as reader:
            return judging.of_record(context, source, reader, *record, thorough=True)
    chosen = judging.profile_of(context, source, arguments.profile)
    salt = judging.salt(context, arguments.name) if arguments.safe else None
    with context.reader_and_files(arguments.name) as (reader, files):
        usual = rules.chosen(arguments.rule, of_files=files is not None)
        asked = usual if arguments.rule else chosen.chosen(rules.RULES, usual)
        levels = [arguments.level, *filter(None, [arguments.fail_on])]
        least = min(levels, key=SEVERITIES.index)
        judgement = judge(
            reader,
            [rule for rule in asked if at_least(chosen.severity(rule), least)],
            today=judging.today(),
            files=files,
            version="" if source.bundle else source.oneroster,
            profile=chosen,
            salt=salt,
            report=context.report,
        )
        run = shown(reader.runs())[0].run
        known = judging.absences_of(context, source, reader, judgement, ask=arguments.ask, salt=salt)
    judgement = absences.applied(judgement, known)
    if salt is None:
        is_whole = not (arguments.rule or arguments.profile) and least == SEVERITIES[0]
        judging.remember(context, source, judgement, run=run if is_whole else None)
    return judging.known(context, source, judgement, salt)


def _record(context: Context, arguments: argparse.Namespace) -> tuple[str, str] | None:
    """The record that alone is judged; its id, which may be a person's number, is handed over by the window."""
    if not arguments.record:
        return None
    name, sourced_id = arguments.record
    handed = context.handover.query.ids if context.handover and context.handover.query else ()
    return name, handed[0] if handed else sourced_id


def _format(asked: Format | None, target: Path | None) -> Format:
    """The format that is asked for, else what the file's name says; raises `UsageError` where that is nothing."""
    if asked or target is None:
        return asked or "table"
    match target.suffix.lower():
        case ".json":
            return "json"
        case ".csv":
            return "csv"
        case ".xlsx":
            return "xlsx"
    raise UsageError(
        "The file's name does not say in which format to write.", "End it in .xlsx, .csv or .json, or say --format."
    )


def _print(judgement: Judgement, form: Format) -> None:
    match form:
        case "json":
            print(msgspec.json.encode(judgement).decode())
        case "csv":
            report_forms.print_csv(finding_tables.one(judgement))
        case "table":
            for line in findings.lines(judgement):
                print(line)


def _write(judgement: Judgement, form: Format, part: Path, say: Say) -> None:
    match form:
        case "json":
            part.write_bytes(msgspec.json.encode(judgement) + b"\n")
        case "csv":
            csv.write(finding_tables.one(judgement), part)
        case "xlsx":
            from rosterdesk.export import xlsx  # noqa: PLC0415 - only who writes a workbook needs it

            xlsx.write_all(finding_tables.by_rule(judgement, say), part, say=say)
        case "table":
            part.write_text("".join(f"{line}\n" for line in findings.lines(judgement)), encoding="utf-8")
