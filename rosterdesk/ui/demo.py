"""The demo district in the window: a OneRoster service in a child process, added as a source like any other."""

import asyncio
import subprocess
import sys

import msgspec

from rosterdesk.errors import ServiceUnreachableError
from rosterdesk.settings import Source
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.process import own_program
from rosterdesk.ui.session import Session

NAME = "Demo district"
_PATIENCE = 120  # seconds until a slow machine has made the district


class Served(msgspec.Struct):
    """What the service says when it listens."""

    url: str
    token_url: str
    client_id: str
    client_secret: str


class DemoDistrict:
    """Serves the district from the first wish for it until it is closed."""

    def __init__(self, session: Session, window: MainWindow, *, students: int = 6000) -> None:
        self._students = students
        self._session = session
        self._window = window
        self._process: asyncio.subprocess.Process | None = None

    async def open(self) -> None:
        """Serve the district, add it as a source, and sync it; raises `ServiceUnreachableError` when it won't start."""
        known = next((source for source in self._session.sources() if source.name == NAME), None)
        if known is not None:
            await self._session.remove(known)  # the service of an earlier time is gone, and its secret with it
        self._window.show_waiting(
            self._window.tr("Making the demo district…"),
            self._window.tr("Twelve schools, their classes and people: all invented. This takes a few seconds."),
        )
        served = await self._serve()
        source = Source(name=NAME, url=served.url, token_url=served.token_url, client_id=served.client_id)
        await self._window.desk.begin(source, served.client_secret)

    async def close(self) -> None:
        """End the service."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def _serve(self) -> Served:
        await self.close()
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0
        self._process = await asyncio.create_subprocess_exec(
            *own_program(),
            *("demo", "serve", "--students", str(self._students), "--handover"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            creationflags=flags,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"{}\n")  # the pipe stays open: the service ends when this process does
        try:
            line = await asyncio.wait_for(self._process.stdout.readline(), _PATIENCE)
            return msgspec.json.decode(line, type=Served)
        except (TimeoutError, msgspec.DecodeError) as error:
            raise ServiceUnreachableError("The demo district did not start.", "Try again.") from error
