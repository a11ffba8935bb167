"""`demo serve`: the made-up district as a OneRoster service on this computer."""

import argparse
import os
import signal
import sys
import threading

from rosterdesk.commands.context import Context
from rosterdesk.demo import service


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Serve until the process is ended; the first line on stdout says where.

    A window that serves the district keeps our stdin open: when it is gone, however it ended, so are we.
    """
    if context.handover is not None:
        threading.Thread(target=_end_with_stdin, daemon=True).start()
    service.serve(
        port=arguments.port,
        students=arguments.students,
        seed=arguments.seed,
        faulty=arguments.faulty,
        out=sys.stdout,
    )


def _end_with_stdin() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
