"""A real gnome-keyring on a session bus of its own: unlocked, locked, asking, and none at all.

Each situation is a file beside this one whose tests run in a process inside that session.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOOLS = ("gnome-keyring-daemon", "dbus-run-session", "secret-tool")
MISSING = [tool for tool in TOOLS if shutil.which(tool) is None]
READY = f"{sys.executable} {HERE / 'wait.py'}"
UNLOCKED = f"printf 'test-pw\\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null && {READY}"
LOCKED = f"gnome-keyring-daemon --start --components=secrets >/dev/null && {READY}"
NO_SERVICES = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

pytestmark = pytest.mark.skipif(
    bool(MISSING),
    reason=f"not installed: {', '.join(MISSING)} (apt-get install gnome-keyring libsecret-tools dbus-daemon)",
)


def in_session(
    situation: str, before: str, home: Path, *, bus: tuple[str, ...] = (), wrapper: tuple[str, ...] = ()
) -> None:
    """Run the tests of that file, if any, in a session bus of its own, after `before`; its keyring is under `home`."""
    # Without the plugins, which take longer to load than these tests to run, and without warnings as errors: the
    # `keyring` package leaves its connection open when the keyring is locked.
    tests = f"exec {sys.executable} -m pytest -q -c {os.devnull} --rootdir {ROOT} {HERE / situation}"
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PYTHON_KEYRING_BACKEND"}
    }
    environment |= {"XDG_DATA_HOME": str(home), "XDG_RUNTIME_DIR": str(home), "XDG_CONFIG_HOME": str(home)}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    result = subprocess.run(
        [*wrapper, "dbus-run-session", *bus, "--", "sh", "-c", f"{before}\n{tests if situation else ''}"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.fixture
def home() -> Iterator[Path]:
    """A short path: the daemon's socket in it may have no more than 107 characters."""
    with tempfile.TemporaryDirectory(prefix="rd-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_an_unlocked_keyring_keeps_secrets_and_a_locked_one_says_so(home: Path) -> None:
    in_session("unlocked.py", UNLOCKED, home)
    in_session("locked.py", LOCKED, home)


def test_a_keyring_that_was_never_set_up_says_so(home: Path) -> None:
    in_session("locked.py", LOCKED, home)


def test_without_a_keyring_on_the_bus_there_is_none_until_one_starts(home: Path) -> None:
    config = home / "no-services.conf"
    config.write_text(NO_SERVICES)
    in_session("absent.py", ":", home, bus=(f"--config-file={config}",))


@pytest.mark.skipif(shutil.which("xvfb-run") is None, reason="not installed: xvfb-run (apt-get install xvfb)")
def test_a_question_on_the_screen_that_nobody_answers_is_given_up(home: Path) -> None:
    in_session("", f"{UNLOCKED} && printf secret | secret-tool store --label=any any thing", home)
    in_session("asking.py", LOCKED, home, wrapper=("xvfb-run", "-a"))
