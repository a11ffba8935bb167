"""What a worker says, and what is understood of it."""

import io
import json

import pytest

from rosterdesk import progress
from rosterdesk.progress import Failure, Message, Progress, Result


@pytest.mark.parametrize(
    ("message", "line"),
    [
        (Progress("sync", "users", 12, 30), {"phase": "sync", "collection": "users", "done": 12, "total": 30}),
        (Progress("sync", "users"), {"phase": "sync", "collection": "users", "done": 0}),
        (Progress("checking"), {"phase": "checking", "done": 0}),
        (Result("ok"), {"result": "ok"}),
        (Failure("usage", "No."), {"error": "usage", "detail": "No."}),
    ],
)
def test_a_message_is_one_line_and_comes_back_as_it_was(message: Message, line: dict[str, object]) -> None:
    stream = io.StringIO()
    progress.json_lines(stream)(message)
    assert json.loads(stream.getvalue()) == line
    assert progress.read(stream.getvalue()) == message


@pytest.mark.parametrize("line", ["{}", '{"level": "info"}', '{"result": "no"}', '{"result": null}', "[]", "7", "no"])
def test_what_is_no_message_is_none(line: str) -> None:
    assert progress.read(line) is None
