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
        (
            Progress("test", "token", state="failed", detail="No."),
            {"phase": "test", "collection": "token", "done": 0, "state": "failed", "detail": "No."},
        ),
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


def test_a_terminal_gets_one_line_that_is_written_over() -> None:
    stream = io.StringIO()
    report = progress.terminal(stream)
    report(Progress("test", "demographics", state="forbidden", detail="No."))
    report(Progress("sync", "users", 1200, 5000))
    report(Result("ok"))
    first, second, blank, _ = stream.getvalue().split("\r")[1:]
    assert first == "test demographics forbidden"
    assert second == "sync users 1,200 of 5,000  "
    assert blank.strip() == ""
