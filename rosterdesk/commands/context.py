"""What every command works with: the data folder, the vault, a way to report, and what a window handed over."""

import argparse
import os
import sys
from functools import cached_property
from pathlib import Path

import msgspec

from rosterdesk import credentials, progress
from rosterdesk.errors import NothingStoredError, UsageError
from rosterdesk.settings import DataDir, Handover, Source
from rosterdesk.store.reader import Reader


class Context:
    """Reached for what a command needs, and nothing before it is needed."""

    def __init__(self, arguments: argparse.Namespace, report: progress.Report) -> None:
        self.report = report
        self.data_dir = DataDir.choose(arguments.data_dir)
        self._as_json = arguments.progress == "json"
        self._passphrase_file: str | None = arguments.passphrase_file
        self.handover = _handover() if arguments.handover else None

    @cached_property
    def vault(self) -> credentials.Vault:
        """Where secrets are; raises `CredentialsError` for a passphrase file that may not be used."""
        if self.handover:
            return credentials.MemoryVault(self.handover.secrets)
        path = None if self._passphrase_file is None else Path(self._passphrase_file).expanduser()
        return credentials.choose(self.data_dir.vault, path)

    def settle(self) -> None:
        """End the line that progress was written over on a terminal: results come next."""
        if not self._as_json:
            self.report(progress.Result("ok"))

    def source(self, name: str) -> Source:
        """The source of that name; raises `UsageError`."""
        if self.handover and self.handover.source:
            return self.handover.source
        try:
            return self.data_dir.source(name)
        except UsageError:
            if Path(name).suffix.lower() == ".zip" or Path(name).is_dir():
                raise UsageError(
                    "This version reads OneRoster services only, no bundles yet.",
                    "Name a source that “rosterdesk source list” shows.",
                ) from None
            raise

    def reader(self, source: Source, *, for_runs: bool = False) -> Reader:
        """The source's store, to read; raises `NothingStoredError` where nothing came yet, and `StoreError`.

        `for_runs`: also where nothing came; the runs tell of that.
        """
        path = self.data_dir.store(source)
        if not path.exists():
            raise _nothing(source)
        reader = Reader(path, credentials.store_key(self.vault, source.uid, create=False))
        runs = reader.runs()
        if not for_runs and not any(
            run.complete or any(state.rows for state in run.collections.values()) for run in runs
        ):
            reader.close()
            raise _nothing(source)  # a first sync that came to nothing; an empty list would look like an answer
        return reader


def _nothing(source: Source) -> NothingStoredError:
    return NothingStoredError(f"Nothing was synced yet from “{source.name}”.", f"Run: rosterdesk sync {source.name}.")


def _handover() -> Handover:
    try:
        handover = msgspec.json.decode(sys.stdin.buffer.readline(), type=Handover)
    except msgspec.MsgspecError:
        # Nothing of the line may be repeated: it holds secrets.
        raise UsageError("The first line of stdin is no handover.", "Leave out --handover.") from None
    if hasattr(os, "nice"):
        os.nice(10)  # a worker of the window: the window comes first
    return handover
