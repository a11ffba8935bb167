import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.progress import Progress
from rosterdesk.ui.dialogs import verdict
from rosterdesk.ui.dialogs.verdict import Sight, Step, Verdict


@pytest.mark.parametrize("output", ["", "null", "[]", "{}", '{"ok": "yes"}', "Traceback", '{"ok": true'])
def test_what_is_no_verdict_is_none(output: str) -> None:
    assert verdict.read(output) is None


def test_a_verdict_of_a_newer_worker_is_read() -> None:
    step = {"step": "tls", "ok": True, "detail": "", "more": 1}
    said = {"ok": True, "steps": [step], "scopes": ["a"], "summary": ["It sees all."], "new": {}}
    assert verdict.read(msgspec.json.encode(said).decode()) == Verdict(True, [Step("tls", True)], [], ["It sees all."])


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
    assert (line.title, line.state, line.words) == ("People", state, detail)


@pytest.mark.parametrize(
    ("name", "word", "state"),
    [
        ("address", "", "running"),
        ("token", "ok", "good"),
        ("token", "failed", "danger"),
        ("tls", "doubtful", "warning"),
        ("users", "allowed", "good"),
        ("users", "empty", "good"),
        ("users", "forbidden", "warning"),
        ("demographics", "forbidden", "plain"),
        ("results", "absent", "plain"),
        ("newstep", "newword", "plain"),
    ],
)
def test_what_was_just_looked_at_has_its_mark(name: str, word: str, state: str) -> None:
    line = verdict.reached(Progress("test", name, state=word, detail="In words."))
    assert (line.name, line.state, line.words) == (name, state, "In words.")


def test_while_it_runs_and_at_the_end_a_step_stands_the_same() -> None:
    ended = verdict.lines(Verdict(False, [Step("tls", True, "Plain.", warns=True), Step("token", False, "Refused.")]))
    assert ended == [
        verdict.reached(Progress("test", "tls", state="doubtful", detail="Plain.")),
        verdict.reached(Progress("test", "token", state="failed", detail="Refused.")),
    ]


@given(st.text())
def test_no_output_is_too_strange(output: str) -> None:
    verdict.read(output)
