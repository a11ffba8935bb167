"""With an unlocked keyring; run by `test_real_keyring`."""

import os
import secrets
import signal
import subprocess
import sys

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from rosterdesk import credentials
from rosterdesk.credentials.system_keyring import KeyringVault
from rosterdesk.errors import KeyringLockedError, SecretMissingError

ADDRESS = "https://roster.example/ims"


@pytest.fixture
def vault() -> KeyringVault:
    return KeyringVault()


@pytest.fixture
def uid() -> str:
    return secrets.token_hex(16)


def test_it_is_the_secret_service(vault: KeyringVault) -> None:
    assert vault.backend() == "keyring.backends.SecretService.Keyring"


@pytest.mark.parametrize("secret", ["plain", "with blanks, :%& and é🔑", "x" * 5000])
def test_a_secret_is_kept(vault: KeyringVault, uid: str, secret: str) -> None:
    credentials.keep_secret(vault, uid, secret, [ADDRESS])
    assert credentials.secret(KeyringVault(), uid, [ADDRESS]) == secret
    credentials.keep_secret(vault, uid, "a later one", [ADDRESS])
    assert credentials.secret(vault, uid, [ADDRESS]) == "a later one"


def test_another_process_finds_it(vault: KeyringVault, uid: str) -> None:
    key = credentials.store_key(vault, uid, create=True)
    program = (
        "import pathlib, sys; from rosterdesk import credentials; "
        "print(credentials.store_key(credentials.choose(pathlib.Path(), None), sys.argv[1], create=False).hex())"
    )
    result = subprocess.run([sys.executable, "-c", program, uid], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == key.hex()


# What the keyring itself adds; the daemon of Debian 12 names the schema on some days only.
ROUND_IT = ("secret = ", "created = ", "modified = ", "[", "schema = org.freedesktop.Secret.Generic")


def test_what_the_keyring_shows_of_an_entry_is_no_personal_data(vault: KeyringVault, uid: str) -> None:
    credentials.keep_secret(vault, uid, "canary", [ADDRESS])
    service = f"RosterDesk/{uid}/secret"
    found = subprocess.run(
        ["secret-tool", "search", "--all", "service", service], capture_output=True, text=True, check=True
    )
    told = found.stdout + found.stderr
    shown = [line for line in told.splitlines() if not line.startswith(ROUND_IT)]
    assert sorted(shown) == sorted(
        [
            f"label = Password for 'RosterDesk' on '{service}'",
            "attribute.application = Python keyring library",
            f"attribute.service = {service}",
            "attribute.username = RosterDesk",
        ]
    ), told


def test_a_forgotten_source_is_gone_from_the_keyring(vault: KeyringVault, uid: str) -> None:
    credentials.keep_secret(vault, uid, "canary", [ADDRESS])
    credentials.store_key(vault, uid, create=True)
    credentials.forget(vault, uid)
    credentials.forget(vault, uid)
    with pytest.raises(SecretMissingError):
        credentials.secret(vault, uid, [ADDRESS])
    for kind in ("secret", "store-key"):
        search = ["secret-tool", "search", "--all", "service", f"RosterDesk/{uid}/{kind}"]
        found = subprocess.run(search, capture_output=True, text=True, check=False)
        assert "label" not in found.stdout


def daemon() -> int:
    """The process id of the keyring's daemon, as the bus knows it."""
    bus = DBusAddress("/", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
    with open_dbus_connection() as connection:
        question = new_method_call(bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.secrets",))
        answer = connection.send_and_get_reply(question)
    process: int = answer.body[0]
    return process


def test_a_daemon_that_hangs_is_given_up_and_found_again(vault: KeyringVault, uid: str) -> None:
    credentials.keep_secret(vault, uid, "canary", [ADDRESS])
    process = daemon()
    os.kill(process, signal.SIGSTOP)
    try:
        with pytest.raises(KeyringLockedError, match="did not answer in time"):
            credentials.secret(KeyringVault(deadline=1), uid, [ADDRESS])
    finally:
        os.kill(process, signal.SIGCONT)
    assert credentials.secret(vault, uid, [ADDRESS]) == "canary"
