"""`source test`: what the key of a source can see, step by step, and what to do about what it cannot."""

import argparse
import asyncio
from collections.abc import Iterator

import msgspec

from rosterdesk.commands import plain_table, secrets
from rosterdesk.commands.context import Context
from rosterdesk.commands.examination import Examination
from rosterdesk.commands.inspection import Inspection
from rosterdesk.commands.verdict import Sight, Verdict


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Print what can be seen; raises the error that stopped the test, or that says what the key lacks."""
    source = context.source(arguments.name)
    if source.bundle:
        inspection = Inspection(source, context.report)
        error = inspection.carry_out()
        verdict = inspection.verdict(error)
    else:
        examination = Examination(source, context.report)
        error = asyncio.run(examination.carry_out(secrets.of(context, source)))
        verdict = examination.verdict(error)
    context.settle()
    _print(verdict, as_json=arguments.format == "json")
    if error:
        raise error


def _print(verdict: Verdict, *, as_json: bool) -> None:
    if as_json:
        print(msgspec.json.encode(verdict).decode())
        return
    for line in _lines(verdict):
        print(line)


def _lines(verdict: Verdict) -> Iterator[str]:
    rows = [(step.step, "ok" if step.ok else "failed", step.detail) for step in verdict.steps]
    yield from plain_table.lines(("Step", "", "Detail"), rows)
    if verdict.collections:
        yield ""
        headers, numbers = ("Collection", "Seen", "Count", "ms", "Detail"), (False, False, True, True, False)
        yield from plain_table.lines(headers, map(_row, verdict.collections), numbers)
    if verdict.summary:
        yield ""
        yield from map(plain_table.printable, verdict.summary)


def _row(sight: Sight) -> tuple[str, ...]:
    count = "" if sight.count is None else f"{sight.count:,}"
    took = str(sight.milliseconds) if sight.milliseconds else ""
    return sight.collection, sight.state, count, took, sight.detail
