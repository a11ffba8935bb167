"""`settings`: what the user may choose, shown or chosen."""

import argparse
from collections.abc import Mapping

import msgspec

from rosterdesk.commands import plain_table
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.settings import policy
from rosterdesk.settings.choices import Settings


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Keep what is chosen, if anything is; then print all settings, and whose they are."""
    chosen = dict(map(_chosen, arguments.chosen))
    if chosen:
        context.data_dir.choose_settings(chosen)
    values: Mapping[str, object] = msgspec.structs.asdict(context.data_dir.settings())
    fixed = context.data_dir.fixed()
    if policy.is_open():
        context.remark(f"You could change {policy.PATH} yourself. Ask your administrator to take that right away.")
    if arguments.format == "json":
        told = [{"name": name, "value": value, "fixed": name in fixed} for name, value in values.items()]
        print(msgspec.json.encode(told).decode())
        return
    usual = msgspec.structs.asdict(Settings())

    def chosen_by(name: str) -> str:
        return "the administrator" if name in fixed else "the default" if values[name] == usual[name] else "you"

    rows = [(name, _shown(value), chosen_by(name)) for name, value in values.items()]
    for line in plain_table.lines(("Setting", "Value", "Chosen by"), rows):
        print(line)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int) else str(value)


def _chosen(argument: str) -> tuple[str, str]:
    name, equals, value = argument.partition("=")
    if not equals:
        raise UsageError(f"“{argument}” is not NAME=VALUE.", "Write it as: retention_days=30.")
    return name, value
