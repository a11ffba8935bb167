"""What judging found when: since when, what is gone, how it went on; and what was excepted."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import apsw
import pytest

from rosterdesk.errors import StoreError, StoreNewerError
from rosterdesk.model.judged import Exemption, FindingKey
from rosterdesk.store.file import aside, ciphers, connection
from rosterdesk.store.judgements import Judgements
from tests.stores import KEY

MONDAY = datetime(2026, 11, 2, 12, tzinfo=UTC)
A: FindingKey = ("REF-13", "enrollments", "e1", "")
B: FindingKey = ("REF-13", "enrollments", "e2", "")
C: FindingKey = ("USR-09", "users", "u1", "email")
BOTH = ("REF-13", "USR-09")


def day(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


def moment(number: int) -> str:
    return f"2026-11-{2 + number:02}T12:00:00.000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def test_each_finding_is_known_since_it_was_found_first_and_anew_where_it_came_back(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A, C])
        kept.remember(day(1), BOTH, [A, B])
        kept.remember(day(2), BOTH, [A, B, C])
    with Judgements(path, KEY) as kept:
        assert kept.since() == {A: moment(0), B: moment(1), C: moment(2)}


def test_a_rule_that_did_not_run_says_nothing_of_what_it_found_before(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A, C])
        kept.remember(day(1), ["REF-13"], [])
        assert kept.since() == {C: moment(0)}


def test_what_a_rule_was_not_asked_about_is_not_gone(path: Path) -> None:
    other: FindingKey = ("USR-09", "orgs", "o1", "email")
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A, C, other])
        kept.remember(day(1), BOTH, [], [("USR-09", "users")])
        assert kept.since() == {C: moment(0)}


def test_a_judging_says_what_is_new_and_gone_since_that_of_the_run_before(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A, C])
        kept.count(day(0), 1, {"REF-13": {"error": 1}, "USR-09": {"warning": 1}})
        kept.remember(day(1), BOTH, [A, B])
        kept.count(day(1), 2, {"REF-13": {"error": 2}})
        again = day(1) + timedelta(hours=1)  # the same run once more is no other judging
        kept.remember(again, BOTH, [A, B])
        kept.count(again, 2, {"REF-13": {"error": 2}})
        first, last = kept.judgings(9)
    assert (first.run, first.count, first.new, first.gone) == (1, 2, None, None)
    assert (last.run, last.count, last.new, last.gone) == (2, 2, 1, 1)


def test_only_the_last_judgings_are_told_the_oldest_first(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        for number in range(5):
            kept.count(day(number), number, {})
        assert [each.run for each in kept.judgings(3)] == [2, 3, 4]


def test_an_exception_is_kept_replaced_and_taken_back(path: Path) -> None:
    first = Exemption(rule="REF-13", collection="classes", sourced_id="c1", reason="First.", made=date(2026, 11, 2))
    second = Exemption(rule="REF-13", collection="classes", sourced_id="c1", reason="Second.", until=date(2027, 1, 1))
    with Judgements(path, KEY) as kept, Judgements(path, KEY) as other:
        kept.exempt(first)
        other.exempt(second)
        assert kept.exemptions() == [second]
        assert other.admit(second.about)
        assert not kept.admit(second.about)
        assert kept.exemptions() == []


def test_the_file_is_private_encrypted_and_destroyed_with_the_store(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A, C])
    (file,) = path.parent.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"USR-09" not in file.read_bytes()
    aside.destroy(path)
    assert [each.name for each in path.parent.iterdir()] == ["store.db.lock"]


def test_under_another_key_it_begins_anew_and_what_was_there_is_set_aside(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A])
    with Judgements(path, bytes(reversed(KEY))) as kept:
        assert kept.since() == {}
    assert len(list(path.parent.glob("*.corrupt"))) == 1


def test_of_a_newer_program_nothing_is_changed(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A])
    (file,) = path.parent.iterdir()
    newer = apsw.Connection(str(file))
    connection.set_up(newer, ciphers.preferred()[0], KEY)
    newer.pragma("user_version", 99)
    newer.close()
    with pytest.raises(StoreNewerError):
        Judgements(path, KEY)


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        Judgements(tmp_path / "nowhere" / "store.db", KEY)


def test_what_the_service_said_of_what_is_not_here_is_believed_for_a_week(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.answered(day(0), {("classes", "c1"): "missing", ("users", "u1"): "not visible"})
        kept.answered(day(6), {("classes", "c1"): "not loaded"})
        assert kept.absences(day(6)) == {("classes", "c1"): "not loaded", ("users", "u1"): "not visible"}
        assert kept.absences(day(9)) == {("classes", "c1"): "not loaded"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="modes of files bind nobody here")
def test_where_the_file_may_only_be_read_it_is_read(path: Path) -> None:
    with Judgements(path, KEY) as kept:
        kept.remember(day(0), BOTH, [A])
    (file,) = path.parent.iterdir()
    file.chmod(0o400)
    with Judgements(path, KEY) as kept:
        assert kept.since() == {A: moment(0)}
        with pytest.raises(StoreError):
            kept.remember(day(1), BOTH, [])
