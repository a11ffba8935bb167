"""`source remove`: a source with its data and secrets, gone for good."""

import argparse

from rosterdesk import credentials
from rosterdesk.commands import source_forget
from rosterdesk.commands.context import Context


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Destroy everything of the source; it is named in the list until all else is gone, so that it can be repeated."""
    source = context.source(arguments.name)
    source_forget.wipe(context, source)
    credentials.forget(context.vault, source.uid)
    context.data_dir.remove(source)
    print(f"Removed “{source.name}”, its local data and its secret.")
