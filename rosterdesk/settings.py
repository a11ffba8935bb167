"""Where everything is kept, which sources there are, and what the user prefers. No secrets.

DIR/sources.json        the sources, without secrets
DIR/preferences.json    the window's own memory
DIR/stores/<uid>.db     one encrypted store a source
DIR/vault.json          secrets, only under --passphrase-file (see `credentials`)
DIR/log/                the log, redacted
"""

import contextlib
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeVar

import msgspec

from rosterdesk import files
from rosterdesk.errors import StoreError, UsageError
from rosterdesk.model.query import Query

LOCK_SECONDS = 30.0
Value = TypeVar("Value")

_NAMES = {"sources", "preferences", "stores", "vault", "log"}
"""What all that we keep in a data folder begins with."""


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A OneRoster service, or a CSV bundle, that the user added. `uid` names its store and its secrets and is never
    reused.

    Of a 1.2 service `url` is the rostering service's base or the root of all three; `gradebook_url` and
    `resources_url` are derived from it where empty. `also` are the optional collections that a sync asks for too.
    `bundle` is the absolute path of a bundle, which has no address and no secret.
    """

    name: str
    url: str = ""
    uid: str = msgspec.field(default_factory=lambda: uuid.uuid4().hex)
    oneroster: Literal["1.1", "1.2"] = "1.1"
    gradebook_url: str = ""
    resources_url: str = ""
    bundle: str = ""
    also: tuple[str, ...] = ()
    auth: Literal["oauth2", "oauth1", "bearer", "none"] = "oauth2"
    oauth1_signature: Literal["sha256", "sha1"] = "sha256"
    token_url: str = ""
    client_id: str = ""
    scopes: tuple[str, ...] = ()
    token_auth: Literal["basic", "body"] = "basic"
    page_size: int = 5000
    ca_file: str = ""
    allow_http: bool = False

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where its secret may be sent: the secret is kept for these hosts alone."""
        return tuple(filter(None, (self.url, self.token_url, self.gradebook_url, self.resources_url)))


class Handover(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the window tells a worker and no argument may show: the first line of the worker's standard input.

    `secrets` is its whole vault, by account. `source` stands for the NAME in the arguments where it is not saved
    yet; `query` replaces the selection options and names, by its `ids`, the record to refresh; `target` is the file to
    write: what somebody searched for, and what a class list is called, can be a person's name.
    """

    secrets: dict[str, str] = {}
    source: Source | None = None
    query: Query | None = None
    headers: Literal["names", "titles"] = "names"
    target: str = ""


class Preferences(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the window remembers of how its user left it. `geometry` and `splitter` are Qt's own bytes, in base64."""

    geometry: str = ""
    splitter: str = ""
    source: str = ""
    columns: dict[str, tuple[str, ...]] = {}
    widths: dict[str, int] = {}


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
        return self._made("stores") / f"{source.uid}.db"

    def log(self) -> Path:
        """The folder of the log; it exists."""
        return self._made("log")

    @property
    def vault(self) -> Path:
        """Where secrets are under `--passphrase-file`; its folder exists."""
        return self._made() / "vault.json"

    def sources(self) -> list[Source]:
        """All sources, in the order in which they were added."""
        return read(self.path / "sources.json", list[Source], [])

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
        with self._changing_sources():
            sources = self.sources()
            if any(other.name == source.name for other in sources):
                raise UsageError(
                    f"There is a source “{source.name}” already.", "Choose another name, or remove it first."
                )
            write(self.path / "sources.json", [*sources, source])

    def remove(self, source: Source) -> None:
        """Keep the source no more. Its store and its secrets are the caller's to destroy first."""
        with self._changing_sources():
            write(self.path / "sources.json", [other for other in self.sources() if other.uid != source.uid])

    @contextlib.contextmanager
    def _changing_sources(self) -> Iterator[None]:
        """Keeps others from writing between our reading and our writing: they would undo it, or we theirs."""
        import filelock  # noqa: PLC0415 - tens of milliseconds, and few commands change the sources

        lock = filelock.FileLock(self._made() / "sources.json.lock", timeout=LOCK_SECONDS, mode=0o600)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise StoreError("Another RosterDesk is changing the sources.", "Try again in a moment.") from None
        except OSError as error:
            raise unwritable(self.path / "sources.json", error) from error
        try:
            yield
        finally:
            lock.release()

    def preferences(self) -> Preferences:
        """What the window remembers; a damaged file is nothing to stop for."""
        try:
            return read(self.path / "preferences.json", Preferences, Preferences())
        except StoreError:
            return Preferences()

    def remember(self, preferences: Preferences) -> None:
        """Keep what the window remembers; raises `StoreError`."""
        write(self._made() / "preferences.json", preferences)

    def _made(self, name: str = "") -> Path:
        """The folder, or the one of that name in it, made for this user alone; raises `StoreError`."""
        folder = self.path / name
        for each in dict.fromkeys((self.path, folder)):
            make_private(each)
        return folder


def make_private(folder: Path) -> None:
    """Make the folder, for this user alone; raises `StoreError` where that is impossible."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix" and folder.stat().st_mode & 0o077 and _is_ours(folder):
            folder.chmod(0o700)
    except OSError as error:
        raise StoreError(
            f"The data folder {folder} cannot be used: {error.strerror}.",
            "Choose another one with --data-dir.",
        ) from error


def _is_ours(folder: Path) -> bool:
    """Whether nobody else keeps anything there: a folder that others use is left as open as they want it."""
    if folder.stat().st_uid != os.getuid():
        return False
    return all(each.name.partition(".")[0] in _NAMES or folder.name in _NAMES for each in folder.iterdir())


def read(path: Path, kind: type[Value], default: Value) -> Value:
    """The value that the file keeps, or `default` where there is no file; raises `StoreError` for a damaged one."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return default
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}.", "Check who may read it.") from error
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StoreError(f"{path} is damaged.", "Move it away, then add your sources again.") from error


def write(path: Path, value: object) -> None:
    """Keep the value in the file, whole or not at all, for this user alone; raises `StoreError`."""
    content = msgspec.json.format(msgspec.json.encode(value), indent=2)
    try:
        files.replace(path, content)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> StoreError:
    """The error for a file that cannot be written."""
    return StoreError(f"{path} cannot be written: {error.strerror}.", "Free some space, or check who may write there.")
