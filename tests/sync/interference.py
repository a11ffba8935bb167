"""What stands between a client and the demo service, to listen and to refuse."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

Answer = Callable[[Mapping[str, list[str]]], Response | None]


class Interference:
    """Keeps account of what is asked for, and answers in the service's place where a test says so.

    A path is spoken of with a star for every id in it: `users`, `users/*`, `schools/*/classes`.
    """

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
            name = _kind(bytes(scope.get("raw_path") or b"").decode())
            query: dict[str, list[str]] = parse_qs(bytes(scope.get("query_string", b"")).decode())
            self.asked.append((name, query))
            response = self.answers[name](query) if name in self.answers else None
            answer: Callable[[Any, Any, Any], Awaitable[None]] = response or service
            await answer(scope, receive, send)

        return application


def _kind(path: str) -> str:
    segments = path.partition("/v1p1/")[2].split("/")
    return "/".join("*" if place % 2 else segment for place, segment in enumerate(segments))
