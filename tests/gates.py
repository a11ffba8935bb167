"""What stands between workers and the service, to make it dawdle and refuse."""

import asyncio
import threading

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send


class Gate:
    """Holds or refuses the requests with a certain word in their path, for as long as a test wants."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.refused = ""
        self.asked: list[str] = []  # the query of each request that has one
        self._held = ""
        self._opened = threading.Event()

    def hold(self, word: str) -> None:
        """Let such requests wait; `reached` is set once one does."""
        self.reached.clear()
        self._opened.clear()
        self._held = word

    def open(self) -> None:
        """Let all through."""
        self._held = self.refused = ""
        self._opened.set()

    def around(self, service: ASGIApp) -> ASGIApp:
        """The service behind the gate."""

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            path = scope.get("path", "")
            if query := scope.get("query_string", b""):
                self.asked.append(query.decode())
            if self.refused and self.refused in path:
                await Response('{"error": "no"}', 403, media_type="application/json")(scope, receive, send)
                return
            if self._held and self._held in path:
                self.reached.set()
                await asyncio.to_thread(self._opened.wait)
            await service(scope, receive, send)

        return application
