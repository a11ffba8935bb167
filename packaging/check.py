"""Whether what `./run package` built works: it tests itself, then opens its window on the demo district and closes it.

    xvfb-run -a python3 packaging/check.py [dist/rosterdesk/rosterdesk]

Needs a screen and, to ask the window to close as its close button does, `xdotool` and a minute.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUILT = Path(__file__).parent.parent / "dist" / "rosterdesk" / "rosterdesk"
PATIENCE = 60.0
NAME = "^RosterDesk$"


def main() -> int:
    """Check the program that is named, else the one in `dist`; the exit code."""
    program = Path(sys.argv[1] if len(sys.argv) > 1 else BUILT).resolve()
    if shutil.which("xdotool") is None or not os.environ.get("DISPLAY"):
        print("A screen and xdotool are needed: apt-get install xvfb xdotool, then run this under xvfb-run -a.")
        return 2
    with tempfile.TemporaryDirectory(prefix="rosterdesk-") as home:
        screen = {name: os.environ[name] for name in ("DISPLAY", "XAUTHORITY") if name in os.environ}
        bare = {"HOME": home, "LANG": "C.UTF-8", **screen}
        subprocess.run([program, "selftest", "--data-dir", home], env=bare, check=True)
        return opened_and_closed(program, bare)


def opened_and_closed(program: Path, environment: dict[str, str]) -> int:
    """Whether the window appears, and ends the program when it is closed; the exit code."""
    with subprocess.Popen([program, "--demo"], env=environment) as window:
        try:
            began = time.monotonic()
            number = found(window)
            print(f"The window was there after {time.monotonic() - began:.1f} s.")
            subprocess.run(["xdotool", "windowfocus", "--sync", number, "key", "ctrl+q"], check=True)
            code = window.wait(PATIENCE)
            print(f"It closed with exit code {code}.")
            return code
        finally:
            window.kill()


def found(window: subprocess.Popen[bytes]) -> str:
    """The number of the program's window on the screen, as soon as it is there."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and window.poll() is None:
        search = ["xdotool", "search", "--onlyvisible", "--name", NAME]
        numbers = subprocess.run(search, capture_output=True, text=True, check=False).stdout.split()
        if numbers:
            return numbers[0]
    raise SystemExit("The window did not appear.")


if __name__ == "__main__":
    sys.exit(main())
