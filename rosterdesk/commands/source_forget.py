"""`source forget`: the local data of a source, gone for good."""

import argparse

from rosterdesk import credentials
from rosterdesk.commands.context import Context
from rosterdesk.settings import Source
from rosterdesk.store.file import aside


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Destroy the store and its key; the source and its secret stay."""
    source = context.source(arguments.name)
    wipe(context, source)
    print(f"The local data of “{source.name}” are gone. The source itself is kept.")


def wipe(context: Context, source: Source) -> None:
    """Destroy the store, then its key: without it even a copy of the file in a backup cannot be read."""
    aside.destroy(context.data_dir.store(source))
    credentials.forget_store_key(context.vault, source.uid)
