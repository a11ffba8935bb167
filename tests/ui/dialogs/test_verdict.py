import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.ui.dialogs import verdict
from rosterdesk.ui.dialogs.verdict import Sight, Step, Verdict


@pytest.mark.parametrize("output", ["", "null", "[]", "{}", '{"ok": "yes"}', "Traceback", '{"ok": true'])
def test_what_is_no_verdict_is_none(output: str) -> None:
    assert verdict.read(output) is None


def test_a_verdict_of_a_newer_worker_is_read() -> None:
    said = {"ok": True, "steps": [{"step": "tls", "ok": True, "detail": "", "more": 1}], "scopes": ["a"], "new": {}}
    assert verdict.read(msgspec.json.encode(said).decode()) == Verdict(True, [Step("tls", True)], [])


@pytest.mark.parametrize(
    ("sight", "state", "detail"),
    [
        (Sight("users", "allowed", 12431), "good", "12,431"),
        (Sight("users", "allowed"), "good", "allowed"),
        (Sight("users", "empty", 0), "good", "empty"),
        (Sight("users", "forbidden"), "warning", "not allowed for this key"),
        (Sight("users", "absent"), "plain", "the service does not have it"),
        (Sight("users", "failed"), "danger", "did not answer"),
        (Sight("users", "brandnew"), "plain", "brandnew"),
    ],
)
def test_each_sight_is_said_in_words(sight: Sight, state: str, detail: str) -> None:
    (line,) = verdict.lines(Verdict(True, [], [sight]))
    assert (line.text, line.state, line.detail) == ("People", state, detail)


@given(st.text())
def test_no_output_is_too_strange(output: str) -> None:
    verdict.read(output)
