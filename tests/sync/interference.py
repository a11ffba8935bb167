"""What stands between a client and the demo service, to listen and to refuse."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Answer = Callable[[Mapping[str, list[str]]], Response | None]


class Interference:
    """Keeps account of the lists asked for, and answers in the service's place where a test says so."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.answers: dict[str, Answer] = {}

    def refuse(self, collection: str, status: int) -> None:
        """Answer every request for the list with that status."""
        self.answers[collection] = lambda _query: Response('{"error": "no"}', status, media_type="application/json")

    def requests(self, collection: str) -> list[dict[str, list[str]]]:
        """The queries with which the list was asked for."""
        return [query for name, query in self.asked if name == collection]

    def around(self, service: ASGIApp) -> ASGIApp:
        """The service, listened to."""

        async def application(scope: Scope, receive: Receive, send: Send) -> None:
            name = str(scope.get("path", "")).rpartition("/")[2]
            query: dict[str, list[str]] = parse_qs(bytes(scope.get("query_string", b"")).decode())
            self.asked.append((name, query))
            response = self.answers[name](query) if name in self.answers else None
            answer: Callable[[Any, Any, Any], Awaitable[None]] = response or service
            await answer(scope, receive, send)

        return application
