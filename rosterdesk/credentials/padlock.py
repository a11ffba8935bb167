"""The passphrase that unlocks the window: what recognises it is kept in a file, and nothing that it could open.

It keeps out who passes by. Whoever may use the account of its user may delete the file as well.
"""

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rosterdesk.credentials.passphrase_vault import COST, Derivation, replace, unwritable
from rosterdesk.errors import CredentialsError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

LONGEST_WAIT = 60
"""Seconds, however often somebody guesses."""

_FREE = 2  # guesses that cost no waiting: fingers slip
_BYTES = 32


class Kept(msgspec.Struct, frozen=True):
    """The file. `failures` counts wrong guesses since the last right one."""

    scrypt: Derivation
    verifier: bytes
    locked: bool = False
    failures: int = 0


class Padlock:
    """Remembers in the file at `path` whether it is locked, so that ending the program opens nothing.

    A file that cannot be read is as none. What writes it raises `CredentialsError`. `cost` is scrypt's n for a new
    passphrase: to set one, and to try one, takes about half a second.
    """

    def __init__(self, path: Path, *, cost: int = COST) -> None:
        self._path = path
        self._cost = cost

    @property
    def is_set(self) -> bool:
        """Whether there is a passphrase."""
        return self._kept() is not None

    @property
    def is_locked(self) -> bool:
        kept = self._kept()
        return kept is not None and kept.locked

    @property
    def wait(self) -> int:
        """For how many seconds the next guess has to wait."""
        kept = self._kept()
        slips = max(0, kept.failures - _FREE) if kept else 0
        return min(2**slips, LONGEST_WAIT) if slips else 0

    def set(self, passphrase: str) -> None:
        """Use this passphrase from now on."""
        derivation = Derivation(n=self._cost, r=8, p=1, salt=os.urandom(16))
        self._keep(Kept(derivation, _scrypt(derivation).derive(_bytes(passphrase))))

    def remove(self) -> None:
        """Use no passphrase any more."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(error) from None

    def lock(self) -> None:
        """Lock it, where there is a passphrase."""
        if (kept := self._kept()) is not None:
            self._keep(msgspec.structs.replace(kept, locked=True))

    def opens(self, passphrase: str) -> bool:
        """Whether it is this one, which unlocks, also where that cannot be written."""
        from cryptography.exceptions import InvalidKey  # noqa: PLC0415 - as in `_scrypt`

        kept = self._kept()
        if kept is None:
            return True
        try:
            _scrypt(kept.scrypt).verify(_bytes(passphrase), kept.verifier)
        except InvalidKey:
            self._keep(msgspec.structs.replace(kept, failures=kept.failures + 1))
            return False
        with contextlib.suppress(CredentialsError):  # a full disk locks nobody out
            self._keep(msgspec.structs.replace(kept, locked=False, failures=0))
        return True

    def _kept(self) -> Kept | None:
        with contextlib.suppress(OSError, msgspec.DecodeError, UnicodeDecodeError):
            kept = msgspec.json.decode(self._path.read_bytes(), type=Kept)
            return kept if kept.scrypt.sound else None
        return None

    def _keep(self, kept: Kept) -> None:
        replace(self._path, msgspec.json.format(msgspec.json.encode(kept), indent=2))


def _scrypt(derivation: Derivation) -> "Scrypt":
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 - slow, and most windows never lock

    return Scrypt(salt=derivation.salt, length=_BYTES, n=derivation.n, r=derivation.r, p=derivation.p)


def _bytes(passphrase: str) -> bytes:
    return passphrase.encode(errors="surrogatepass")
