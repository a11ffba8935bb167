"""With a bus that has no keyring at first; run by `test_real_keyring`."""

import subprocess
import time

import pytest
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

from rosterdesk.credentials.system_keyring import KeyringVault
from rosterdesk.errors import KeyringUnavailableError


def wait_for_the_name() -> None:
    """The daemon goes into the background a little before it is on the bus."""
    bus = DBusAddress("/", bus_name="org.freedesktop.DBus", interface="org.freedesktop.DBus")
    question = new_method_call(bus, "NameHasOwner", "s", ("org.freedesktop.secrets",))
    deadline = time.monotonic() + 30
    with open_dbus_connection() as connection:
        while not connection.send_and_get_reply(question).body[0]:
            assert time.monotonic() < deadline


def test_there_is_none_until_one_starts() -> None:
    vault = KeyringVault()
    with pytest.raises(KeyringUnavailableError, match="no system keyring") as raised:
        vault.set("5f0c/secret", "canary")
    assert "--passphrase-file" in raised.value.action
    start = ["gnome-keyring-daemon", "--unlock", "--components=secrets"]
    subprocess.run(start, input=b"test-pw\n", stdout=subprocess.DEVNULL, check=True)
    wait_for_the_name()
    vault.set("5f0c/secret", "canary")
    assert vault.get("5f0c/secret") == "canary"
