"""`demo bundle`: the made-up district as a OneRoster CSV bundle."""

import argparse
from pathlib import Path

from rosterdesk.bundle.problems import Remark
from rosterdesk.commands.bundle import zip_file
from rosterdesk.commands.context import Context
from rosterdesk.demo import bundle
from rosterdesk.export.whole import write_whole


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Make the district and write it, whole or not at all; says what is wrong with the bundle, as faults have it."""
    target = zip_file(arguments.to)
    remarks: list[Remark] = []

    def fill(part: Path) -> None:
        remarks.extend(
            bundle.write(
                part,
                arguments.oneroster,
                students=arguments.students,
                seed=arguments.seed,
                faulty=arguments.faulty,
            )
        )

    write_whole(target, fill)
    # What CSV cannot say of an invented district is nobody's concern.
    for remark in remarks:
        if remark.severity == "error":
            context.remark(str(remark))
    print(f"A bundle of OneRoster {arguments.oneroster} written to {target}")
