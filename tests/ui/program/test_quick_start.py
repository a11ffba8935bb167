"""What is left out when the window's process starts, in a process of its own."""

import subprocess
import sys

STARTED = """
from rosterdesk.ui.program import quick_start
quick_start.hasten()
import asyncio, gc, linecache, sys
import rosterdesk.ui.views.frame
print("ssl" in sys.modules, gc.isenabled(), any("rosterdesk" in name for name in linecache.cache))
import ssl
print(bool(ssl.create_default_context()), asyncio.run(asyncio.sleep(0, "ran")))
"""


def test_no_source_is_read_and_no_tls_is_loaded_which_may_be_later() -> None:
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["False False False", "True ran"]
