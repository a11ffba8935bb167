"""The demo district in the window: a OneRoster service in a child process, added as a source like any other."""

import asyncio
import contextlib
import subprocess
import sys

import msgspec

from rosterdesk.errors import RosterDeskError, ServiceUnreachableError
from rosterdesk.settings import Source
from rosterdesk.ui.look.language import tr
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program.process import own_program
from rosterdesk.ui.program.session import Session

NAME = "Demo district"
_ALSO = ("resources", "categories", "lineItems", "results")
_PATIENCE = 120  # seconds until a slow machine has made the district


class Served(msgspec.Struct):
    """What the service says when it listens."""

    url: str
    token_url: str
    client_id: str
    client_secret: str


class DemoDistrict:
    """Serves the district from the first wish for it until it is closed; a `faulty` one has known faults."""

    def __init__(self, session: Session, *, students: int = 6000, faulty: bool = False) -> None:
        self._options = ("--students", str(students), *(["--faulty"] if faulty else []))
        self._session = session
        self._source: Source | None = None
        self._process: asyncio.subprocess.Process | None = None

    async def open(self, window: MainWindow) -> None:
        """Serve the district, add it as a source, and sync it in this window; where it is served already, show it.

        Raises `ServiceUnreachableError` when it won't start.
        """
        if self._source in self._session.sources():
            await window.desk.show(self._source)
            return
        window.show_waiting(
            window.tr("Making the demo district…"),
            window.tr("Twelve schools, their classes and people: all invented. This takes a few seconds."),
        )
        try:
            served = await self._serve()
        except ServiceUnreachableError:
            window.show_start()
            raise
        names = {source.name for source in self._session.sources()}
        name = next(name for name in (NAME, *(f"{NAME} {number}" for number in range(2, 99))) if name not in names)
        self._source = Source(
            name=name, url=served.url, token_url=served.token_url, client_id=served.client_id, also=_ALSO
        )
        await window.desk.begin(self._source, served.client_secret)

    async def close(self) -> None:
        """End the service; its source, which nobody serves any more, goes with it."""
        source, self._source = self._source, None
        if source is not None:
            with contextlib.suppress(RosterDeskError):
                await self._session.remove(source)
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    async def _serve(self) -> Served:
        await self.close()
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0
        self._process = await asyncio.create_subprocess_exec(
            *own_program(),
            *("demo", "serve", *self._options, "--handover"),
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
            raise ServiceUnreachableError(tr("The demo district did not start."), tr("Try again.")) from error
