"""`demo serve`: the made-up district as a OneRoster service on this computer."""

import argparse
import sys

from rosterdesk.commands.context import Context
from rosterdesk.demo import service


def run(_context: Context, arguments: argparse.Namespace) -> None:
    """Serve until the process is ended; the first line on stdout says where."""
    service.serve(
        port=arguments.port,
        students=arguments.students,
        seed=arguments.seed,
        faulty=arguments.faulty,
        out=sys.stdout,
    )
