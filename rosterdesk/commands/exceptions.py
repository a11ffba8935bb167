"""`exceptions`: what rules find and is right nevertheless: list it, add to it, take it back."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date

import msgspec
from msgspec import structs

from rosterdesk.checks.rules import RULES
from rosterdesk.commands import judging, plain_table
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.model.fields import collection
from rosterdesk.model.judged import Exemption
from rosterdesk.settings import Source
from rosterdesk.settings.exports_log import user

_HEADERS = ("Rule", "Collection", "Sourced ID", "Until", "Who", "Reason")


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Add or take back what is asked for, else print what there is."""
    source = context.source(arguments.name)
    if arguments.add is not None:
        _add(context, source, _asked(context, arguments))
    elif arguments.remove is not None:
        _remove(context, source, _asked(context, arguments))
    else:
        with judging.memory(context, source) as memory:
            found = memory.exemptions()
        if arguments.format == "json":
            print(msgspec.json.encode(found).decode())
        else:
            for line in _lines(found, judging.today()):
                print(line)


def _asked(context: Context, arguments: argparse.Namespace) -> Exemption:
    """What is asked for; from the window as a value, for ids and reasons may name somebody."""
    if context.handover and context.handover.choice:
        return msgspec.json.decode(context.handover.choice, type=Exemption)
    rule, name, sourced_id = arguments.add or arguments.remove
    until = None
    if arguments.until:
        try:
            until = date.fromisoformat(arguments.until)
        except ValueError:
            raise UsageError(f"“{arguments.until}” is no day.", "Write it as 2027-01-31.") from None
    return Exemption(
        rule=rule.upper(),
        collection=collection(name).base,
        sourced_id=sourced_id,
        reason=(arguments.reason or "").strip(),
        until=until,
    )


def _add(context: Context, source: Source, asked: Exemption) -> None:
    if asked.rule not in {rule.id for rule in RULES}:
        raise UsageError(f"There is no rule “{asked.rule}”.", "Rules are called as REF-05 is.")
    if not asked.reason:
        raise UsageError("An exception needs a reason.", "Say why this is right: --reason TEXT.")
    if not asked.holds(judging.today()):
        raise UsageError("The exception would be over already.", "Choose a day to come, or leave out --until.")
    with judging.memory(context, source) as memory:
        memory.exempt(structs.replace(asked, who=user(), made=judging.today()))


def _remove(context: Context, source: Source, asked: Exemption) -> None:
    with judging.memory(context, source) as memory:
        if not memory.admit(asked.about):
            raise UsageError("There is no such exception.", f"See: rosterdesk exceptions {source.name}.")


def _lines(found: Sequence[Exemption], today: date) -> Iterator[str]:
    if not found:
        yield "There are no exceptions."
        return
    rows = [(each.rule, each.collection, each.sourced_id, _until(each, today), each.who, each.reason) for each in found]
    yield from plain_table.lines(_HEADERS, rows)


def _until(exemption: Exemption, today: date) -> str:
    if exemption.until is None:
        return "taken back"
    return f"{exemption.until}{'' if exemption.holds(today) else ' (over)'}"
