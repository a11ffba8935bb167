"""The operating system's keyring, through the `keyring` package, on our terms.

Its calls can block without limit (a prompt that nobody answers, a stopped daemon) and raise anything, and it may pick
a backend that keeps plain text or nothing at all. So each call runs in a thread of its own under a deadline, only
backends that are known to encrypt are used, and what was written is read back.
"""

import os
import queue
import threading
from collections.abc import Callable, Mapping
from typing import TypeVar

import keyring
import keyring.core
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from rosterdesk.credentials.vault import missing
from rosterdesk.errors import CredentialsError, KeyringLockedError, KeyringUnavailableError

Answer = TypeVar("Answer")

DEADLINE = 30.0
"""Seconds that a person has to answer the keyring's own question."""

WINDOWS_LIMIT = 2560
NO_LIMIT = 1 << 20

ALLOWED: Mapping[str, int] = {
    "keyring.backends.Windows.WinVaultKeyring": WINDOWS_LIMIT,
    "keyring.backends.macOS.Keyring": NO_LIMIT,
    "keyring.backends.SecretService.Keyring": NO_LIMIT,
    "keyring.backends.libsecret.Keyring": NO_LIMIT,
    "keyring.backends.kwallet.DBusKeyring": NO_LIMIT,
}
"""The backends that may be used, and how many bytes of UTF-16 a secret may have in each."""

USER = "RosterDesk"
"""The user name of every entry. The service is what differs: Windows moves entries that share a service."""

LOCKED_NAMES = {"LockedException", "PromptDismissedException"}
ABSENT_NAMES = {"SecretServiceNotAvailableException"}


class KeyringVault:
    """Keeps secrets in the system keyring, as `RosterDesk/<uid>/<kind>`.

    `deadline` is in seconds and holds for each call; `allowed` says which backends may be used. Raises
    `KeyringUnavailableError`, `KeyringLockedError` (trying again can help) or another `CredentialsError`.
    """

    label = "the system keyring"

    def __init__(self, *, deadline: float = DEADLINE, allowed: Mapping[str, int] = ALLOWED) -> None:
        self._deadline = deadline
        self._allowed = allowed

    def backend(self) -> str:
        """The name of the backend in use, as `keyring.backends.SecretService.Keyring`."""
        return self._ask(lambda: name_of(usable(self._allowed)))

    def get(self, account: str) -> str:
        kept = self._ask(lambda: usable(self._allowed).get_password(service(account), USER))
        if kept is None:
            raise missing()
        return kept

    def set(self, account: str, secret: str) -> None:
        def write() -> None:
            backend = usable(self._allowed)
            limit = self._allowed[name_of(backend)]
            if len(secret.encode("utf-16-le", "surrogatepass")) > limit:
                raise CredentialsError(
                    f"This secret is too long for the system keyring, which takes {limit // 2} characters.",
                    "Check that it is the secret and not a file, or use --passphrase-file.",
                )
            backend.set_password(service(account), USER, secret)
            if backend.get_password(service(account), USER) != secret:
                raise CredentialsError(
                    "The system keyring took the secret but does not give it back.",
                    "Try again, or keep secrets under a passphrase: --passphrase-file FILE.",
                )

        self._ask(write)

    def delete(self, account: str) -> None:
        def remove() -> None:
            backend = usable(self._allowed)
            if backend.get_password(service(account), USER) is not None:  # deleting nothing is an error there
                backend.delete_password(service(account), USER)

        self._ask(remove)

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        """The answer, or what went wrong in our words, within the deadline."""
        answers: queue.SimpleQueue[tuple[Answer] | CredentialsError] = queue.SimpleQueue()

        def work() -> None:
            try:
                answers.put((question(),))
            # A border: backends raise what their libraries raise (D-Bus, pywin32, sockets, imports), and messages of
            # those may hold anything, so only the kind of the error goes on.
            except Exception as error:  # noqa: BLE001
                answers.put(translated(error))

        threading.Thread(target=work, name="keyring", daemon=True).start()
        try:
            answer = answers.get(timeout=self._deadline)
        except queue.Empty:
            raise KeyringLockedError(
                "The system keyring did not answer in time.", "Answer its question or unlock it, then try again."
            ) from None
        if isinstance(answer, CredentialsError):
            raise answer
        return answer[0]


def service(account: str) -> str:
    return f"RosterDesk/{account}"


def name_of(backend: object) -> str:
    return f"{type(backend).__module__}.{type(backend).__qualname__}"


def usable(allowed: Mapping[str, int]) -> KeyringBackend:
    """The backend that `keyring` chose, or the best of those it chained, if we may use it.

    Raises `KeyringUnavailableError`.
    """
    try:
        chosen = keyring.get_keyring()
    # The same border: a name that the user set is imported here, with whatever that raises.
    except Exception:  # noqa: BLE001
        raise unavailable() from None
    found = list(chosen.backends) if isinstance(chosen, chainer.ChainerBackend) else [chosen]
    if isinstance(chosen, fail.Keyring) and "PYTHON_KEYRING_BACKEND" not in os.environ:
        found = started_later(allowed)  # `keyring` looks only once in a process
    for backend in found:
        if name_of(backend) in allowed:
            if hasattr(backend, "persist"):
                backend.persist = "local machine"  # Windows would let it roam to other computers of the domain
            return backend
    raise unavailable()


def started_later(allowed: Mapping[str, int]) -> list[KeyringBackend]:
    """The backends that would work by now."""
    found = []
    for name in allowed:
        try:
            found.append(keyring.core.load_keyring(name))
        # The same border: whatever keeps a backend from loading here, it cannot be used.
        except Exception:  # noqa: BLE001, S112
            continue
    return found


def unavailable() -> KeyringUnavailableError:
    chosen = "PYTHON_KEYRING_BACKEND" in os.environ
    return KeyringUnavailableError(
        "PYTHON_KEYRING_BACKEND names a keyring that RosterDesk does not use, or that does not work."
        if chosen
        else "This computer has no system keyring that RosterDesk may use.",
        ("Unset it" if chosen else "Start one (GNOME Keyring or KWallet)")
        + ", or keep secrets under a passphrase of your own: --passphrase-file FILE.",
    )


def translated(error: Exception) -> CredentialsError:
    """What went wrong in the keyring, in our words and without its own."""
    name = type(error).__name__
    if isinstance(error, CredentialsError):
        return error
    if isinstance(error, NoKeyringError) or name in ABSENT_NAMES:
        return unavailable()
    if isinstance(error, KeyringLocked | InitError) or name in LOCKED_NAMES:
        return KeyringLockedError("The system keyring is locked.", "Unlock it, then try again.")
    return CredentialsError(
        f"The system keyring reported an error ({type(error).__module__}.{name}).",
        "Try again, or keep secrets under a passphrase of your own: --passphrase-file FILE.",
    )
