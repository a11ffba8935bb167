"""What every command works with: the data folder, the vault, a way to report, and what a window handed over."""

import argparse
import contextlib
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import msgspec

from rosterdesk import credentials, progress
from rosterdesk.checks.judgement import Files
from rosterdesk.commands.plain_table import printable
from rosterdesk.commands.remarks import incomplete
from rosterdesk.errors import NothingStoredError, RosterDeskError, StoreError, UsageError
from rosterdesk.language import Say, sayer
from rosterdesk.model.standing import shown
from rosterdesk.settings import DataDir, Handover, Source
from rosterdesk.settings.exports_log import written
from rosterdesk.store.file import recognition
from rosterdesk.store.file.connection import COMMIT_SECONDS
from rosterdesk.store.reader import Reader
from rosterdesk.sync.age import age_of


class Context:
    """Reached for what a command needs, and nothing before it is needed."""

    def __init__(self, arguments: argparse.Namespace, report: progress.Report) -> None:
        self.report = report
        self.data_dir = DataDir.choose(arguments.data_dir)
        self.handover = _handover() if arguments.handover else None
        self._as_json = arguments.progress == "json"
        self._passphrase_file: str | None = arguments.passphrase_file
        self._name: str = arguments.name if getattr(arguments, "bundle_too", False) else ""
        self.other: str = (self.handover.other if self.handover else "") or getattr(arguments, "other", "")

    @cached_property
    def vault(self) -> credentials.Vault:
        """Where secrets are; raises `CredentialsError` for a passphrase file that may not be used."""
        if self.handover:
            return credentials.MemoryVault(self.handover.secrets)
        path = None if self._passphrase_file is None else Path(self._passphrase_file).expanduser()
        return credentials.choose(self.data_dir.vault, path)

    @cached_property
    def bundle(self) -> Path | None:
        """The bundle that a command which only reads is to read in place of a source. The data folder is then left
        alone: what is read is in memory, for this command.
        """
        return self._bundle_at(self._name) if self._name and not self.handover else None

    @cached_property
    def _other_bundle(self) -> Path | None:
        return self._bundle_at(self.other)

    def bundle_of(self, name: str) -> Path | None:
        """The same for what a command is given, or what that is to be compared with."""
        return self._other_bundle if self.other and name == self.other else self.bundle

    @property
    def say(self) -> Say:
        """What says the words of a file or a sheet of paper in the language of the window; without one in English."""
        return sayer(self.handover.language if self.handover else "en")

    def settle(self) -> None:
        """End the line that progress was written over on a terminal: results come next."""
        if not self._as_json:
            self.report(progress.Result("ok"))

    def remark(self, sentence: str, phase: str = "remark") -> None:
        """Say something beside the results; in JSON, as this phase."""
        if self._as_json:
            self.report(progress.Progress(phase, detail=sentence))
        else:
            self.settle()
            print(printable(sentence), file=sys.stderr)

    def target(self, given: str) -> Path:
        """The file to write: what the window handed over, else what was given."""
        return Path((self.handover.target if self.handover else "") or given).expanduser()

    def record(self, name: str, what: str, target: Path, rows: int, columns: Sequence[str] = ()) -> None:
        """Remember, for `exports`, what left the copy of this source. A bundle that only this command read is no copy:
        nothing is kept of it.
        """
        if self.bundle_of(name):
            return
        try:
            self.data_dir.record(written(self.source(name).name, what, target, rows, columns))
        except StoreError as error:
            self.remark(f"The file was written, but could not be added to the list of exports. {error}")

    def source(self, name: str) -> Source:
        """The source of that name, or the bundle as one; raises `UsageError`."""
        if self.handover and self.handover.source:
            return self.handover.source
        if bundle := self.bundle_of(name):
            return Source(name=bundle.name, bundle=str(bundle), auth="none")
        try:
            return self.data_dir.source(name)
        except UsageError:
            if Path(name).suffix.lower() != ".zip":
                raise
            raise UsageError(
                "This command needs a source, and this bundle was not added as one.",
                "Run: rosterdesk source add NAME --bundle PATH.",
            ) from None

    def shows(self, collection: str) -> bool:
        """Whether the settings let the records of this collection be shown."""
        return self.data_dir.settings().shows(collection)

    def check_shown(self, collection: str) -> None:
        """Raise `UsageError` where the settings hide this collection."""
        if not self.shows(collection):
            raise UsageError("Demographics are hidden.", "Show them in the settings.")

    @contextlib.contextmanager
    def reader(self, name: str, *, for_runs: bool = False) -> Iterator[Reader]:
        """The source's store, or the bundle, to read. Raises `NothingStoredError` where nothing came yet, `StoreError`,
        `BundleError`: the last also at the end, where a file of the bundle could not be read to its end.

        `for_runs`: also where nothing came; the runs tell of that.
        """
        bundle = self.bundle_of(name)
        with self._opened(bundle) if bundle else self._stored(self.source(name), for_runs=for_runs) as reader:
            yield reader

    @contextlib.contextmanager
    def reader_and_files(self, name: str) -> Iterator[tuple[Reader, Files | None]]:
        """The same for who judges it: with what is wrong with the files of a bundle; `None` where there are no files
        to judge. That only a part could be read is then a problem among others.
        """
        source = self.source(name)
        if not source.bundle:
            with self._stored(source) as reader:
                yield reader, None
            return
        from rosterdesk.commands import opened_bundle  # noqa: PLC0415 - few commands read a bundle

        if self.bundle:
            with opened_bundle.opened(self.bundle, self.report) as found:
                self.settle()
                yield found.reader, found.bundle
        else:
            with self._stored(source) as reader:
                read = datetime.fromisoformat(shown(reader.runs())[0].started)
                files = opened_bundle.looked_through(Path(source.bundle), read=read)
                if files is None:
                    self.remark(
                        "The bundle that was synced is gone, or was replaced, so its files are not judged."
                        f" Run: rosterdesk sync {source.name}."
                    )
                yield reader, files

    def date(self, source: Source) -> None:
        """Remember again how old the local copy is, where that was forgotten: its runs tell. Where it cannot be opened,
        or nothing written, the date of its file has to do.
        """
        path = self.data_dir.store(source)
        if self.data_dir.is_dated(source) or not path.exists():
            return
        with contextlib.suppress(RosterDeskError):
            with Reader(path, credentials.store_key(self.vault, source.uid, create=False)) as reader:
                since = age_of(reader.runs())
            if since is not None:
                self.data_dir.synced(source, since)

    def _bundle_at(self, name: str) -> Path | None:
        if any(source.name == name for source in self.data_dir.sources()):
            return None
        path = Path(name).expanduser().absolute()
        return path if path.suffix.lower() == ".zip" or path.exists() else None

    @contextlib.contextmanager
    def _opened(self, path: Path) -> Iterator[Reader]:
        from rosterdesk.commands import opened_bundle  # noqa: PLC0415 - few commands read a bundle

        with opened_bundle.opened(path, self.report) as found:
            self.settle()
            if found.summary:
                self.remark(found.summary)
            yield found.reader
            if torn := {name: why for name, why in incomplete(found.run).items() if found.bundle.torn(name)}:
                raise opened_bundle.not_whole(torn)

    def _stored(self, source: Source, *, for_runs: bool = False) -> Reader:
        path = self.data_dir.store(source)
        try:
            recognition.look(path)
        except NothingStoredError as error:
            raise nothing_stored(source) from error
        self.date(source)
        if days := self.data_dir.overdue(source, datetime.now(UTC)):
            limit = self.data_dir.settings().retention_days
            self.remark(
                f"The local copy of “{source.name}” is {days} days old, and copies are to be kept for {limit}."
                f" Sync it, or wipe it: rosterdesk source forget {source.name}."
            )
        key = credentials.store_key(self.vault, source.uid, create=False)
        order = self.handover.names if self.handover else "usual"
        reader = Reader(path, key, patience=COMMIT_SECONDS, names=lambda: order)
        runs = reader.runs()
        if not for_runs and not any(
            run.complete or any(state.rows for state in run.collections.values()) for run in runs
        ):
            reader.close()
            raise nothing_stored(source)  # a first sync that came to nothing; an empty list would look like an answer
        return reader


def nothing_stored(source: Source) -> NothingStoredError:
    """The error for a source of which nothing is here yet."""
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
