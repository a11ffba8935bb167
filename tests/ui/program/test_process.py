"""The worker: a real child process each time, no shell, nothing left behind."""

import asyncio
import logging
import os
import re
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import pytest
import qasync
from pytestqt.qtbot import QtBot

from rosterdesk.model.query import Query
from rosterdesk.progress import Failure, Progress
from rosterdesk.settings import Handover, Source
from rosterdesk.ui.program.jobs import failure_of
from rosterdesk.ui.program.process import CANCELLED, Outcome, Worker, own_program

Result = TypeVar("Result")
Done = Callable[[Coroutine[Any, Any, Result]], Result]
SECRET = "canary-secret-7f3a"

ECHO = """
import json, os, sys
line = sys.stdin.readline()
rest = sys.stdin.read()
print(json.dumps({"argv": sys.argv[1:], "handover": json.loads(line), "rest": rest, "pid": os.getpid(),
    "cmdline": open("/proc/self/cmdline", "rb").read().decode() if os.path.exists("/proc/self/cmdline") else "",
    "environ": dict(os.environ)}))
"""
SPEAK = """
import sys
sys.stdin.readline()
for done in (0, 1000, 2000):
    print('{"phase": "sync", "collection": "users", "done": %d, "total": 2000}' % done, file=sys.stderr, flush=True)
print("a line that is no progress", file=sys.stderr)
print('{"error": "refused", "detail": "The service refused this key."}', file=sys.stderr)
print("the result é")
sys.exit(3)
"""
WAIT = """
import os, sys, time
sys.stdin.readline()
print('{"phase": "%d"}' % os.getpid(), file=sys.stderr, flush=True)
time.sleep(600)
"""
DEAF = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('{"phase": "%d"}' % os.getpid(), file=sys.stderr, flush=True)
time.sleep(600)
"""

SAYS_AND_WAITS = """
import os, sys, time
print("Fatal: cannot enrol 'Zanewski' with Bearer abcdef1234567890", file=sys.stderr)
print('{"phase": "%d"}' % os.getpid(), file=sys.stderr, flush=True)
time.sleep(600)
"""


@pytest.fixture
def done(loop: qasync.QEventLoop, qtbot: QtBot) -> Done[Any]:
    """Runs a coroutine to its end while Qt goes on."""

    def run(work: Coroutine[Any, Any, Any]) -> Any:
        task = loop.create_task(work)
        qtbot.waitUntil(task.done, timeout=20_000)
        return task.result()

    return run


def silent(_step: Progress) -> None:
    pass


def worker(code: str, folder: Path) -> Worker:
    return Worker(folder, (sys.executable, "-c", code))


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_worker_hears_its_handover_on_stdin_and_then_nothing(done: Done[Outcome], tmp_path: Path) -> None:
    source = Source(name="Lakeside", url="https://host/ims/oneroster/v1p1")
    handover = Handover(secrets={"x/secret": SECRET}, source=source, query=Query(collection="students", text="O’Neil"))
    outcome = done(worker(ECHO, tmp_path).run(["sync", "Lakeside"], handover, silent))
    heard = msgspec.json.decode(outcome.output)
    assert outcome.exit_code == 0
    assert heard["argv"] == ["--data-dir", str(tmp_path), "--progress", "json", "--handover", "sync", "Lakeside"]
    assert heard["rest"] == ""
    assert msgspec.convert(heard["handover"], Handover) == handover


def test_the_secret_is_in_no_argument_and_no_environment(done: Done[Outcome], tmp_path: Path) -> None:
    outcome = done(worker(ECHO, tmp_path).run(["sync"], Handover(secrets={"x/secret": SECRET}), silent))
    heard = msgspec.json.decode(outcome.output)
    assert SECRET not in heard["cmdline"]
    assert SECRET not in "".join(heard["environ"].values())


def test_progress_failure_noise_and_results_are_told_apart(done: Done[Outcome], tmp_path: Path) -> None:
    steps: list[Progress] = []
    outcome = done(worker(SPEAK, tmp_path).run(["sync"], Handover(), steps.append))
    assert steps == [Progress("sync", "users", count, 2000) for count in (0, 1000, 2000)]
    assert outcome.exit_code == 3
    assert outcome.failure == Failure("refused", "The service refused this key.")
    assert outcome.noise == ("a line that is no progress",)
    assert outcome.output == "the result é\n"
    assert not outcome.cancelled


def test_cancel_ends_the_worker_at_once(done: Done[Outcome], tmp_path: Path) -> None:
    waiting = worker(WAIT, tmp_path)
    pids: list[int] = []

    def cancel(step: Progress) -> None:
        pids.append(int(step.phase))
        waiting.cancel()
        waiting.cancel()

    outcome = done(waiting.run(["sync"], Handover(), cancel))
    assert outcome.exit_code == CANCELLED
    assert outcome.cancelled
    assert not alive(pids[0])


@pytest.mark.skipif(os.name != "posix", reason="only there can a process ignore being asked to end")
def test_a_worker_that_does_not_listen_is_killed(done: Done[Outcome], tmp_path: Path) -> None:
    deaf = Worker(tmp_path, (sys.executable, "-c", DEAF), patience=0.05)
    pids: list[int] = []

    def cancel(step: Progress) -> None:
        pids.append(int(step.phase))
        deaf.cancel()

    assert done(deaf.run(["sync"], Handover(), cancel)).cancelled
    assert not alive(pids[0])


def test_cancelling_the_task_ends_the_child_before_it_is_felt(
    loop: qasync.QEventLoop, qtbot: QtBot, tmp_path: Path
) -> None:
    steps: list[Progress] = []
    task = loop.create_task(worker(WAIT, tmp_path).run(["sync"], Handover(), steps.append))
    qtbot.waitUntil(lambda: bool(steps), timeout=10_000)
    task.cancel()
    qtbot.waitUntil(task.done, timeout=10_000)
    assert task.cancelled()
    assert not alive(int(steps[0].phase))


def test_cancel_without_a_worker_does_nothing(tmp_path: Path) -> None:
    Worker(tmp_path).cancel()


@pytest.mark.parametrize("size", [10, 200_000])
def test_a_child_that_ends_without_reading_is_heard_all_the_same(
    done: Done[Outcome], tmp_path: Path, size: int
) -> None:
    handover = Handover(secrets={"x/secret": "s" * size})
    outcome = done(worker("import sys; sys.exit(5)", tmp_path).run(["sync"], handover, silent))
    assert outcome.exit_code == 5


def test_a_line_of_any_length_is_read(done: Done[Outcome], tmp_path: Path) -> None:
    code = "import sys; sys.stderr.write('x' * 300_000 + '\\n' + '{\"phase\": \"after\"}')"
    steps: list[Progress] = []
    outcome = done(worker(code, tmp_path).run([], Handover(), steps.append))
    assert steps == [Progress("after")]
    assert len(outcome.noise[0]) == 300_000


def test_only_the_last_noise_is_kept(done: Done[Outcome], tmp_path: Path) -> None:
    code = "import sys\nfor n in range(1000): print('line', n, file=sys.stderr)"
    outcome = done(worker(code, tmp_path).run([], Handover(), silent))
    assert outcome.noise[-1] == "line 999"
    assert len(outcome.noise) <= 50


def test_a_mistake_of_the_listener_ends_the_child_too(done: Done[Outcome], tmp_path: Path) -> None:
    pids: list[int] = []

    def stumble(step: Progress) -> None:
        pids.append(int(step.phase))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        done(worker(WAIT, tmp_path).run(["sync"], Handover(), stumble))
    assert not alive(pids[0])


def test_two_workers_run_side_by_side(done: Done[list[Outcome]], tmp_path: Path) -> None:
    async def both() -> list[Outcome]:
        runs = (worker(SPEAK, tmp_path).run([], Handover(), silent) for _ in range(2))
        return list(await asyncio.gather(*runs))

    assert [outcome.exit_code for outcome in done(both())] == [3, 3]


def test_the_program_that_is_started_is_this_one() -> None:
    assert own_program() == (sys.executable, "-m", "rosterdesk")


def test_the_real_program_answers(done: Done[Outcome], tmp_path: Path) -> None:
    outcome = done(Worker(tmp_path).run(["source", "list", "--format", "json"], Handover(), silent))
    assert outcome.exit_code == 0, outcome.noise
    assert msgspec.json.decode(outcome.output) == []


def killed(step: Progress) -> None:
    os.kill(int(step.phase), signal.SIGKILL)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX tells who ended a process")
@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("sync", "The sync was ended from outside. What came is kept; Sync goes on from there."),
        ("export", "The export was ended from outside, and nothing was written."),
        ("print", "The export was ended from outside, and nothing was written."),
        ("bundle", "The export was ended from outside, and nothing was written."),
        (
            "class-lists",
            "This was ended from outside. A file is as it was before; in a folder some of the lists may be new.",
        ),
        ("refresh", "This was ended from outside before it was done. Try again."),
    ],
)
def test_a_worker_that_is_killed_from_outside_is_said_to_be_so(
    done: Done[Outcome], tmp_path: Path, command: str, words: str
) -> None:
    outcome = done(worker(SAYS_AND_WAITS, tmp_path).run([command], Handover(), killed))
    failure = failure_of(outcome)
    assert (outcome.exit_code, outcome.cancelled) == (-9, False)
    assert failure == Failure(error="ended", detail=words)


@pytest.mark.parametrize("exits", ["os.abort()", "sys.exit(7)"])
def test_a_worker_that_breaks_down_by_itself_is_not_said_to_be_ended_from_outside(
    done: Done[Outcome], tmp_path: Path, exits: str
) -> None:
    outcome = done(worker(f"import os, sys; sys.stdin.readline(); {exits}", tmp_path).run(["sync"], Handover(), silent))
    failure = failure_of(outcome)
    assert failure is not None
    assert (failure.error, str(outcome.exit_code) in failure.detail) == ("bug", True)


@pytest.mark.skipif(os.name != "posix", reason="only POSIX tells who ended a process")
def test_the_log_knows_when_a_worker_began_and_how_it_broke_off(
    done: Done[Outcome], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "rosterdesk")
    done(worker(SAYS_AND_WAITS, tmp_path).run(["sync", "--", "Lakeside"], Handover(), killed))
    began, ended = (record.getMessage() for record in caplog.records)
    assert re.fullmatch(r"worker \d+ begins: sync", began)
    assert re.fullmatch(r"worker \d+ \(sync\) ended with code -9; it said: Fatal: cannot enrol “…” with .*", ended)
    assert "abcdef" not in ended
