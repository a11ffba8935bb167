"""The folder that holds everything.

DIR/sources.json              the sources, without secrets
DIR/settings.json             what the user chose
DIR/preferences.json          the window's own memory
DIR/stores/<uid>.db           one encrypted store a source
DIR/stores/<uid>.db.synced    from when on it ages
DIR/rules/<uid>.json          which rules judge a source, where that was chosen
DIR/clock.json                what the clock said last, only where a policy has copies wiped
DIR/padlock.json              what recognises the passphrase of the window, where there is one
DIR/exports.jsonl             what was written out of the copies, when and where to
DIR/vault.json                secrets, only under --passphrase-file (see `credentials`)
DIR/log/                      the log, redacted
"""

import contextlib
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from rosterdesk import files
from rosterdesk.errors import StoreError, UsageError
from rosterdesk.settings import exports_log, policy
from rosterdesk.settings.choices import Settings, changed
from rosterdesk.settings.clock import Clock, Moment, latest
from rosterdesk.settings.exports_log import Written
from rosterdesk.settings.kept import make_private, read, unwritable, write
from rosterdesk.settings.preferences import Preferences, merged, readable
from rosterdesk.settings.source import Source

LOCK_SECONDS = 30.0

_CACHE_TAG = (
    b"Signature: 8a477f597d28d172789f06886806bc55\n"
    b"# The files here can be made anew from their sources: backups leave them out (https://bford.info/cachedir/).\n"
)


class DataDir:
    """The one folder that holds everything, exports aside: mode 0700, its files 0600.

    It is made when something is first to be kept there; until then nothing is touched.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def choose(cls, given: str | None) -> "DataDir":
        """What `--data-dir` says, else `ROSTERDESK_DATA_DIR`, else the platform's own place (never roaming)."""
        path = given or os.environ.get("ROSTERDESK_DATA_DIR")
        if path:
            return cls(Path(path).expanduser())
        import platformdirs  # noqa: PLC0415 - tens of milliseconds, and most commands are told where to look

        return cls(platformdirs.user_data_path("RosterDesk", appauthor=False, roaming=False))

    def store(self, source: Source) -> Path:
        """Where the source's store is; its folder exists."""
        folder = self._made("stores")
        tag = folder / "CACHEDIR.TAG"
        if not tag.exists():
            with contextlib.suppress(OSError):
                files.replace(tag, _CACHE_TAG)
        return folder / f"{source.uid}.db"

    def rules(self, source: Source, *, writing: bool = False) -> Path:
        """Where it is kept which rules judge the source; for `writing`, its folder exists."""
        return (self._made("rules") if writing else self.path / "rules") / f"{source.uid}.json"

    def log(self) -> Path:
        """The folder of the log; it exists, but where a data folder can only be read: then there is no log."""
        try:
            return self._made("log")
        except StoreError:
            if not self.path.is_dir():
                raise
            return self.path / "log"

    @property
    def vault(self) -> Path:
        """Where secrets are under `--passphrase-file`; its folder exists."""
        return self._made() / "vault.json"

    def sources(self) -> list[Source]:
        """All sources, in the order in which they were added."""
        return read(self.path / "sources.json", list[Source], [], "Move it away, then add your sources again.")

    def source(self, name: str) -> Source:
        """The source of that name; raises `UsageError` with the names that there are."""
        sources = self.sources()
        for source in sources:
            if source.name == name:
                return source
        names = ", ".join(f"“{source.name}”" for source in sources)
        action = f"Sources are: {names}." if names else "Add one with: rosterdesk source add."
        raise UsageError(f"There is no source “{name}”.", action)

    def add(self, source: Source) -> None:
        """Keep a new source; raises `UsageError` when the name is taken."""
        with self._changing():
            sources = self.sources()
            if any(other.name == source.name for other in sources):
                raise UsageError(
                    f"There is a source “{source.name}” already.", "Choose another name, or remove it first."
                )
            write(self.path / "sources.json", [*sources, source])

    def replace(self, source: Source) -> None:
        """Keep the source as it is now, in its place; raises `UsageError` when another one has its name."""
        with self._changing():
            sources = self.sources()
            if any(other.name == source.name and other.uid != source.uid for other in sources):
                raise UsageError(f"There is a source “{source.name}” already.", "Choose another name.")
            write(self.path / "sources.json", [source if other.uid == source.uid else other for other in sources])

    def remove(self, source: Source) -> None:
        """Keep the source no more. Its store and its secrets are the caller's to destroy first."""
        with self._changing():
            write(self.path / "sources.json", [other for other in self.sources() if other.uid != source.uid])
        with contextlib.suppress(OSError):
            self.rules(source).unlink()

    @contextlib.contextmanager
    def _changing(self) -> Iterator[None]:
        """Keeps others from writing between our reading and our writing: they would undo it, or we theirs."""
        import filelock  # noqa: PLC0415 - tens of milliseconds, and few commands change anything here

        lock = filelock.FileLock(self._made() / "sources.json.lock", timeout=LOCK_SECONDS, mode=0o600)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise StoreError("Another RosterDesk is changing the same files.", "Try again in a moment.") from None
        except OSError as error:
            raise unwritable(self.path / "sources.json", error) from error
        try:
            yield
        finally:
            lock.release()

    def settings(self) -> Settings:
        """What the user chose, and the administrator before all; raises `StoreError` for a damaged file of either."""
        return msgspec.structs.replace(self._chosen(), **policy.fixed())

    def fixed(self) -> frozenset[str]:
        """The names of the settings that the administrator made, and the user cannot change."""
        return frozenset(policy.fixed())

    def choose_settings(self, chosen: Mapping[str, object]) -> None:
        """Keep these settings, by name, as the user's; numbers may be text. Raises `UsageError`, and `StoreError`."""
        for name in chosen:
            if name in self.fixed():
                raise UsageError(f"The administrator of this computer set {name}.", "Ask them to change it.")
        changed(self._chosen(), chosen)  # what is refused makes no folder
        with self._changing():
            write(self.path / "settings.json", changed(self._chosen(), chosen))

    def syncing(self, source: Source, now: datetime) -> None:
        """Remember that a sync of the source begins: what comes ages from now on, where nothing is here yet."""
        if not self._marked(source):
            self.synced(source, now)

    def synced(self, source: Source, since: datetime) -> None:
        """Remember from when on the local copy of the source ages, for `overdue`; destroyed with the store."""
        write(self._synced(source), [since])

    def overdue(self, source: Source, now: datetime) -> int:
        """How many days old the local copy of the source is, where that is older than it may become; else 0, as where
        there is none.

        One from the future is of a clock that was wrong, or is now: then it ages from the first look on.
        """
        limit = self.settings().retention_days
        known = self._known(source) if limit else []
        if not known:
            return 0
        since = latest(known, now)
        if since is None:
            with contextlib.suppress(StoreError):
                write(self._synced(source), [*known, now])
            return 0
        age = now - since
        return age.days if age > timedelta(days=limit) else 0

    def is_dated(self, source: Source) -> bool:
        """Whether it is remembered from when on the local copy ages; else it is as old as its file, as far as known."""
        return bool(self._marked(source))

    def synced_at(self, source: Source, now: datetime) -> datetime | None:
        """From when on the local copy of the source ages, as far as that is known; `None` where there is none."""
        return latest(self._known(source), now)

    def _known(self, source: Source) -> list[Moment]:
        """What is known of from when on the local copy ages; nothing where there is none."""
        path = self.path / "stores" / f"{source.uid}.db"
        if not path.exists():
            return []
        return self._marked(source) or [datetime.fromtimestamp(path.stat().st_mtime, UTC)]

    def _marked(self, source: Source) -> list[Moment]:
        """What is remembered of it; a damaged file is as good as none."""
        try:
            return read(self._synced(source), list[Moment], [])
        except StoreError:
            return []

    def is_doubtful(self, now: datetime) -> bool:
        """Whether the clock jumped ahead so far, and so lately, that nothing is to be destroyed by what it says.

        It is looked at, and remembered, at each start where copies may have to be destroyed.
        """
        path = self.path / "clock.json"
        try:
            known = read(path, Clock, Clock(seen=now))
        except StoreError:
            known = Clock(seen=now)
        clock = known.at(now)
        with contextlib.suppress(StoreError):  # where nothing can be written, nothing can be wiped either
            write(self._made() / "clock.json", clock)
        return clock.jumped is not None

    def exports(self) -> list[Written]:
        """What was written out of the copies, the newest first; raises `StoreError`."""
        return exports_log.read(self.path / "exports.jsonl")

    def record(self, written: Written) -> None:
        """Remember a file that was written; raises `StoreError`."""
        with self._changing():
            exports_log.add(self.path / "exports.jsonl", written)

    def preferences(self) -> Preferences:
        """What the window remembers, as far as it can be read; a damaged file is nothing to stop for."""
        try:
            return readable(self._remembered())
        except StoreError:
            return Preferences()

    def remember(self, before: Preferences, after: Preferences) -> None:
        """Keep what is different between the two, and all that is remembered besides; a file that cannot be read is set
        aside for it. Raises `StoreError`.
        """
        path = self.path / "preferences.json"
        with self._changing():
            try:
                kept = self._remembered()
            except StoreError:
                with contextlib.suppress(OSError):
                    path.replace(path.with_suffix(".damaged"))
                kept = {}
            write(path, merged(kept, before, after))

    def _remembered(self) -> dict[str, object]:
        return read(self.path / "preferences.json", dict[str, object], {})

    def _chosen(self) -> Settings:
        path = self.path / "settings.json"
        found = read(path, dict[str, object], {})
        known = {name: value for name, value in found.items() if name in Settings.__struct_fields__}
        try:
            return changed(Settings(), known, strict=True)
        except UsageError as error:
            raise StoreError(f"{path} is damaged: {error}", "Correct it there, or move the file away.") from error

    def _synced(self, source: Source) -> Path:
        return self.path / "stores" / f"{source.uid}.db.synced"

    def _made(self, name: str = "") -> Path:
        """The folder, or the one of that name in it, made for this user alone; raises `StoreError`."""
        folder = self.path / name
        for each in dict.fromkeys((self.path, folder)):
            make_private(each)
        return folder
