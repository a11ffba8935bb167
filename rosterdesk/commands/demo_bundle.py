"""`demo bundle`: the made-up district as a OneRoster CSV bundle."""

import argparse
from pathlib import Path

from rosterdesk.commands.bundle import zip_file
from rosterdesk.commands.context import Context
from rosterdesk.demo import bundle
from rosterdesk.export.whole import write_whole


def run(_context: Context, arguments: argparse.Namespace) -> None:
    """Make the district and write it, whole or not at all."""
    target = zip_file(arguments.to)

    def fill(part: Path) -> None:
        # What CSV cannot say of an invented district is nobody's concern.
        bundle.write(
            part,
            arguments.oneroster,
            students=arguments.students,
            seed=arguments.seed,
            faulty=arguments.faulty,
        )

    write_whole(target, fill)
    print(f"A bundle of OneRoster {arguments.oneroster} written to {target}")
