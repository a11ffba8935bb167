"""Returns once the keyring of this session answers on the bus: until then, asking for it would start a second one."""

import sys
import time

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
ASK = new_method_call(BUS, "NameHasOwner", "s", ("org.freedesktop.secrets",))

with open_dbus_connection("SESSION") as connection:
    end = time.monotonic() + 20
    while not connection.send_and_get_reply(ASK).body[0]:
        if time.monotonic() > end:
            sys.exit("the keyring did not come")
        time.sleep(0.05)
