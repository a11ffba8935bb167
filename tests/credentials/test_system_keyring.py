"""The system keyring, with backends that fail in all the ways that real ones do."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator

import keyring
import pytest
from keyring import errors
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null

from rosterdesk.credentials.system_keyring import ALLOWED, KeyringVault
from rosterdesk.errors import CredentialsError, KeyringLockedError, KeyringUnavailableError, SecretMissingError

NEVER_CHOSEN = -1


class Drawer(KeyringBackend):
    """Works."""

    priority = NEVER_CHOSEN

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise errors.PasswordDeleteError("not found")
        del self.kept[service, username]


class Alien(Drawer):
    """Works, but is none that we know."""


class Roaming(Drawer):
    """Has a persistence, as Windows has."""

    persist = "enterprise"


class Forgetful(Drawer):
    """Takes everything and gives something else back."""

    def get_password(self, service: str, username: str) -> str | None:
        kept = super().get_password(service, username)
        return kept and kept + "?"


class Broken(Drawer):
    """Raises."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def get_password(self, service: str, username: str) -> str | None:
        raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.error


class Stuck(Drawer):
    """Asks a question that nobody answers."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.answered.wait()
        return super().get_password(service, username)


class Chain(chainer.ChainerBackend):
    """Tries one after the other."""

    priority = NEVER_CHOSEN
    backends: list[KeyringBackend] = []  # noqa: RUF012


class SecretServiceNotAvailableException(Exception):  # noqa: N818
    """As SecretStorage raises it when the bus is gone: none of `keyring`'s own errors."""


KNOWN = {f"{kind.__module__}.{kind.__qualname__}": 2560 for kind in (Drawer, Roaming, Forgetful, Broken, Stuck)}


@pytest.fixture(autouse=True)
def keyring_before() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def vault_on(backend: KeyringBackend, *, deadline: float = 30) -> KeyringVault:
    keyring.set_keyring(backend)
    return KeyringVault(deadline=deadline, allowed=KNOWN)


def test_a_secret_is_kept_under_a_service_of_its_own() -> None:
    drawer = Drawer()
    vault = vault_on(drawer)
    vault.set("5f0c/secret", "sécret:%& 🔑")
    vault.set("5f0c/store-key", "key")
    assert vault.get("5f0c/secret") == "sécret:%& 🔑"
    assert [service for service, _ in drawer.kept] == ["RosterDesk/5f0c/secret", "RosterDesk/5f0c/store-key"]


def test_a_secret_that_is_not_there_is_missing_and_deleting_it_is_fine() -> None:
    vault = vault_on(Drawer())
    with pytest.raises(SecretMissingError):
        vault.get("5f0c/secret")
    vault.delete("5f0c/secret")


def test_a_deleted_secret_is_gone() -> None:
    drawer = Drawer()
    vault = vault_on(drawer)
    vault.set("5f0c/secret", "one")
    vault.delete("5f0c/secret")
    assert drawer.kept == {}


def test_the_backend_has_a_name_for_reports() -> None:
    assert vault_on(Drawer()).backend().endswith("test_system_keyring.Drawer")


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (errors.KeyringLocked("canary"), KeyringLockedError),
        (errors.InitError("canary"), KeyringLockedError),
        (errors.NoKeyringError("canary"), KeyringUnavailableError),
        (SecretServiceNotAvailableException("canary"), KeyringUnavailableError),
        (errors.PasswordSetError("canary"), CredentialsError),
        (errors.KeyringError("canary"), CredentialsError),
        (OSError(1783, "canary"), CredentialsError),
        (ModuleNotFoundError("canary"), CredentialsError),
        (FileNotFoundError(2, "canary"), CredentialsError),
        (UnicodeDecodeError("utf-8", b"canary", 0, 1, "canary"), CredentialsError),
        (RecursionError("canary"), CredentialsError),
    ],
    ids=lambda value: getattr(value, "__name__", None) or type(value).__name__,
)
def test_every_error_of_a_keyring_becomes_one_of_ours_without_its_text(
    error: Exception, expected: type[CredentialsError]
) -> None:
    vault = vault_on(Broken(error))
    attempts = (lambda: vault.get("5f0c/secret"), lambda: vault.set("5f0c/secret", "canary"), lambda: vault.delete("a"))
    for attempt in attempts:
        with pytest.raises(CredentialsError) as raised:
            attempt()
        assert type(raised.value) is expected
        assert raised.value.action
        assert "canary" not in str(raised.value)
        assert raised.value.__cause__ is None
        assert raised.value.__context__ is None


def test_a_keyring_that_does_not_give_back_what_it_took_is_not_trusted() -> None:
    with pytest.raises(CredentialsError, match="does not give it back"):
        vault_on(Forgetful()).set("5f0c/secret", "one")


def test_a_keyring_that_does_not_answer_is_given_up_and_can_be_asked_again() -> None:
    stuck = Stuck()
    vault = vault_on(stuck, deadline=0.05)
    with pytest.raises(KeyringLockedError, match="did not answer in time") as raised:
        vault.get("5f0c/secret")
    assert "try again" in raised.value.action
    stuck.answered.set()
    stuck.kept["RosterDesk/5f0c/secret", "RosterDesk"] = "one"
    assert vault_on(stuck).get("5f0c/secret") == "one"


@pytest.mark.parametrize(("secret", "fits"), [("x" * 1280, True), ("x" * 1281, False), ("🔑" * 641, False), ("", True)])
def test_a_secret_that_windows_cannot_take_is_refused_before_it_is_written(secret: str, *, fits: bool) -> None:
    drawer = Drawer()
    vault = vault_on(drawer)
    if fits:
        vault.set("5f0c/secret", secret)
        assert vault.get("5f0c/secret") == secret
    else:
        with pytest.raises(CredentialsError, match="too long for the system keyring, which takes 1280"):
            vault.set("5f0c/secret", secret)
        assert drawer.kept == {}


def test_windows_has_the_limit_of_windows() -> None:
    assert ALLOWED["keyring.backends.Windows.WinVaultKeyring"] == 2560


def test_a_secret_stays_on_this_computer() -> None:
    roaming = Roaming()
    vault_on(roaming).set("5f0c/secret", "one")
    assert roaming.persist == "local machine"


@pytest.mark.parametrize("backend", [Alien(), null.Keyring()], ids=["alien", "null"])
def test_a_keyring_that_is_not_known_to_encrypt_gets_nothing(backend: KeyringBackend) -> None:
    vault = vault_on(backend)
    for attempt in (lambda: vault.set("5f0c/secret", "one"), lambda: vault.get("5f0c/secret"), vault.backend):
        with pytest.raises(KeyringUnavailableError, match="no system keyring") as raised:
            attempt()
        assert "--passphrase-file" in raised.value.action
    if isinstance(backend, Alien):
        assert backend.kept == {}


def test_a_keyring_that_started_after_us_is_found() -> None:
    keyring.set_keyring(fail.Keyring())
    with pytest.raises(KeyringUnavailableError, match="no system keyring"):
        KeyringVault(allowed={"keyring.backends.null.Nothing": 2560}).get("5f0c/secret")
    assert vault_on(fail.Keyring()).backend().endswith("test_system_keyring.Drawer")


def test_in_a_chain_only_the_known_keyring_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    alien, drawer = Alien(), Drawer()
    monkeypatch.setattr(Chain, "backends", [alien, drawer])
    vault_on(Chain()).set("5f0c/secret", "one")
    assert alien.kept == {}
    assert list(drawer.kept.values()) == ["one"]


def test_a_chain_of_unknown_keyrings_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    alien = Alien()
    monkeypatch.setattr(Chain, "backends", [alien])
    with pytest.raises(KeyringUnavailableError):
        vault_on(Chain()).set("5f0c/secret", "one")
    assert alien.kept == {}


def test_the_worker_of_a_call_does_not_keep_the_program_alive() -> None:
    stuck = Stuck()
    with pytest.raises(KeyringLockedError):
        vault_on(stuck, deadline=0.01).get("5f0c/secret")
    assert all(thread.daemon for thread in threading.enumerate() if thread.name == "keyring")
    stuck.answered.set()


@pytest.mark.parametrize(
    "named",
    [
        "nonsense.Keyring",
        "nonsense",
        "keyring.backends.Nothing",
        "keyring.backends.null.Keyring",
        "keyring.backends.fail.Keyring",
        "keyring.backends.SecretService.Keyring",
    ],
)
def test_the_environment_cannot_choose_a_keyring_that_is_none(named: str) -> None:
    program = (
        "from rosterdesk.credentials.system_keyring import KeyringVault\n"
        "from rosterdesk.errors import KeyringUnavailableError\n"
        "for _ in range(2):\n"
        "    try: KeyringVault().set('5f0c/secret', 'one')\n"
        "    except KeyringUnavailableError as error: print(error)\n"
    )
    no_bus = {"PYTHON_KEYRING_BACKEND": named, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    result = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **no_bus}, capture_output=True, text=True, check=True
    )
    assert result.stdout.count("PYTHON_KEYRING_BACKEND names a keyring that RosterDesk does not use") == 2
    assert "Unset it" in result.stdout
