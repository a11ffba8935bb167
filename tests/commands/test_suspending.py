"""A laptop that is closed in the midst of a sync, and opened again."""

import os
import queue
import signal

import pytest

from rosterdesk.demo.district import District
from rosterdesk.demo.service import running
from tests.commands.desks import Desk
from tests.sync.interference import Interference


@pytest.mark.skipif(os.name != "posix", reason="SIGSTOP is POSIX")
def test_a_sync_that_is_suspended_keeps_others_out_and_goes_on_when_it_wakes(roster: District, desk: Desk) -> None:
    between = Interference()
    asked: queue.SimpleQueue[object] = queue.SimpleQueue()
    asleep: queue.SimpleQueue[object] = queue.SimpleQueue()

    def wait(query: object) -> None:
        del between.answers["classes"]
        asked.put(query)
        asleep.get()  # and now the answer comes to somebody who sleeps

    with running(roster, wrap=between.around) as live:
        desk.add(live)
        between.answers["classes"] = wait
        with desk.start("sync", "Lakeside") as process:
            asked.get()
            process.send_signal(signal.SIGSTOP)
            _, status = os.waitpid(process.pid, os.WUNTRACED)
            assert os.WIFSTOPPED(status)
            asleep.put(None)
            assert len(desk.run("list", "Lakeside", "users", "--format", "json").json) == len(
                roster.collections["users"]
            )
            for command in (["sync", "Lakeside"], ["sync", "Lakeside", "--rebuild"], ["source", "forget", "Lakeside"]):
                other = desk.run(*command, "--progress", "json")
                assert (other.code, other.progress[-1]["error"]) == (5, "store-busy")
                assert "Another RosterDesk is writing this store." in other.progress[-1]["detail"]
            process.send_signal(signal.SIGCONT)
            out, error = process.communicate()
    assert (process.returncode, error) == (0, b"")
    assert out.startswith(b"All records read in ")
    (run,) = desk.run("runs", "Lakeside", "--format", "json").json
    assert run["complete"]
    for name in ("users", "classes", "enrollments"):
        assert len(desk.run("list", "Lakeside", name, "--format", "json").json) == len(roster.collections[name])
