"""Secrets in a file, encrypted under a passphrase: for machines without a system keyring.

The file is JSON. Its parameters of scrypt and its salt are in clear and are authenticated together with the one sealed
text that holds all accounts, so that neither names nor numbers of secrets show.
"""

import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rosterdesk import files
from rosterdesk.credentials.vault import missing
from rosterdesk.errors import CredentialsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

COST = 1 << 17
"""Scrypt's n: with r=8 it takes 128 MB and about half a second, once a process."""

LOCK_SECONDS = 30.0
PASSPHRASE_BYTES = 1_000_000
FORMAT = 1

_ANEW = (
    "move vault.json out of the data folder, then remove each source and add it again with its secret: everything is"
    " read anew."
)


class Derivation(msgspec.Struct, frozen=True):
    """How the key is made of the passphrase (RFC 7914)."""

    n: int
    r: int
    p: int
    salt: bytes

    @property
    def sound(self) -> bool:
        """Whether the parameters are possible and cost no more than 256 MB: a file must not exhaust the machine."""
        return 2 <= self.n <= 1 << 18 and self.n.bit_count() == 1 and 1 <= self.r <= 8 and 1 <= self.p <= 4


class Sealed(msgspec.Struct, frozen=True):
    """The file."""

    format: int
    scrypt: Derivation
    nonce: bytes
    secrets: bytes


class PassphraseVault:
    """Keeps secrets in the file at `path`, encrypted under the passphrase.

    The key is derived once, at first use; `cost` is scrypt's n for a file that is made new. Raises `CredentialsError`
    for a wrong passphrase and for a file that cannot be read or written.
    """

    label = "an encrypted file"

    def __init__(self, path: Path, passphrase: bytes, *, cost: int = COST) -> None:
        self._path = path
        self._passphrase = passphrase
        self._cost = cost
        self._derived: tuple[Derivation, bytes] | None = None
        self._deriving = threading.Lock()

    def get(self, account: str) -> str:
        try:
            return self._read()[1][account]
        except KeyError:
            raise missing() from None

    def set(self, account: str, secret: str) -> None:
        with self._lock():
            derivation, kept = self._read()
            self._write(derivation, {**kept, account: secret})

    def delete(self, account: str) -> None:
        with self._lock():
            derivation, kept = self._read()
            if kept.pop(account, None) is not None:
                self._write(derivation, kept)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Keeps other writers out, of this process and of others."""
        from filelock import FileLock, Timeout  # noqa: PLC0415 - slow, and most only read

        lock = FileLock(self._path.with_name(self._path.name + ".lock"), timeout=LOCK_SECONDS, mode=0o600)
        try:
            lock.acquire()
        except Timeout:
            raise CredentialsError("Another RosterDesk is writing the secrets.", "Try again in a moment.") from None
        except OSError as error:
            raise unwritable(error) from None
        try:
            yield
        finally:
            lock.release()

    def _read(self) -> tuple[Derivation, dict[str, str]]:
        """How the key is derived, and all that is kept; nothing in a file that does not exist yet."""
        try:
            content = self._path.read_bytes()
        except FileNotFoundError:
            return Derivation(n=self._cost, r=8, p=1, salt=os.urandom(16)), {}
        except OSError as error:
            raise CredentialsError(
                f"The file of secrets cannot be read: {error.strerror}.", "Check who may read it."
            ) from None
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - as in `_cipher`

        sealed = parsed(content)
        cipher = self._cipher(sealed.scrypt)
        try:
            clear = cipher.decrypt(sealed.nonce, sealed.secrets, context(sealed.scrypt))
            return sealed.scrypt, msgspec.json.decode(clear, type=dict[str, str])
        except InvalidTag:
            raise CredentialsError(
                "The passphrase does not open the file of secrets.",
                f"Check the passphrase file; if it is lost, {_ANEW}",
            ) from None
        except (ValueError, msgspec.DecodeError):
            raise damaged() from None

    def _write(self, derivation: Derivation, kept: dict[str, str]) -> None:
        nonce = os.urandom(12)
        clear = msgspec.json.encode(kept)
        closed = self._cipher(derivation).encrypt(nonce, clear, context(derivation))
        sealed = Sealed(format=FORMAT, scrypt=derivation, nonce=nonce, secrets=closed)
        replace(self._path, msgspec.json.format(msgspec.json.encode(sealed), indent=2))

    def _cipher(self, derivation: Derivation) -> "ChaCha20Poly1305":
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305  # noqa: PLC0415 - slow, see `padlock`

        return ChaCha20Poly1305(self._key(derivation))

    def _key(self, derivation: Derivation) -> bytes:
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - as in `_cipher`

        with self._deriving:
            if self._derived is None or self._derived[0] != derivation:
                scrypt = Scrypt(salt=derivation.salt, length=32, n=derivation.n, r=derivation.r, p=derivation.p)
                self._derived = derivation, scrypt.derive(self._passphrase)
            return self._derived[1]


def context(derivation: Derivation) -> bytes:
    """What is authenticated beside the secrets."""
    return b"RosterDesk vault 1\n" + msgspec.json.encode(derivation)


def parsed(content: bytes) -> Sealed:
    """The file's content; raises `CredentialsError`."""
    try:
        sealed = msgspec.json.decode(content, type=Sealed)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise damaged() from None
    if sealed.format > FORMAT:
        raise CredentialsError("The file of secrets was made by a newer RosterDesk.", "Update RosterDesk.")
    if sealed.format != FORMAT or not sealed.scrypt.sound:
        raise damaged()
    return sealed


def replace(path: Path, content: bytes) -> None:
    """The content in the file, whole or not at all, for this user alone; raises `CredentialsError`."""
    try:
        files.replace(path, content)
    except OSError as error:
        raise unwritable(error) from None


def read_passphrase(path: Path) -> bytes:
    """The passphrase that the file holds, less one newline at its end.

    Raises `CredentialsError` when the file is missing, empty, larger than a megabyte, or readable by others.
    """
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(PASSPHRASE_BYTES + 1)
    except OSError as error:
        raise CredentialsError(
            f"The passphrase file cannot be read: {error.strerror}.", "Check --passphrase-file."
        ) from None
    if os.name == "posix" and mode & 0o077:
        raise CredentialsError(
            "The passphrase file can be read by others.", "Make it yours alone (chmod 600), then try again."
        )
    if len(content) > PASSPHRASE_BYTES:
        raise CredentialsError("The passphrase file is too large.", "It is to hold the passphrase alone.")
    passphrase = content.removesuffix(b"\r\n") if content.endswith(b"\r\n") else content.removesuffix(b"\n")
    if not passphrase:
        raise CredentialsError("The passphrase file is empty.", "Write a long passphrase into it.")
    return passphrase


def damaged() -> CredentialsError:
    return CredentialsError(
        "The file of secrets is damaged.", f"Restore vault.json in the data folder from a backup, or {_ANEW}"
    )


def unwritable(error: OSError) -> CredentialsError:
    return CredentialsError(
        f"The file of secrets cannot be written: {error.strerror}.", "Free some space, or check who may write there."
    )
