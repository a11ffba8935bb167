"""Stores that the tests of this folder only read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rosterdesk.model.entities import Class, Enrollment, Entity, Ref, User
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.store import roster

GAPS: dict[str, tuple[Entity, ...]] = {
    "classes": (
        Class(
            sourced_id="gap",
            title="Gaps",
            course=Ref("c9"),
            school=Ref("s9"),
            terms=[Ref("f"), Ref("p9")],
            periods=["4"],
        ),
    ),
    "users": (
        User(
            sourced_id="gus",
            given_name="Gus",
            family_name="Gap",
            role="student",
            orgs=[Ref("s9")],
            agents=[Ref("g9")],
        ),
    ),
    "enrollments": (
        Enrollment(sourced_id="e10", user=Ref("gus"), class_=Ref("gap"), school=Ref("s9"), role="student"),
        Enrollment(sourced_id="e11", user=Ref("t9"), class_=Ref("gap"), school=Ref("s9"), role="teacher"),
        Enrollment(
            sourced_id="e12", user=Ref("t1"), class_=Ref("gap"), school=Ref("s9"), role="teacher", primary="true"
        ),
    ),
}
"""Records that refer to others which never came: those whose ids end in 9."""


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the small roster."""
    return roster.store(tmp_path_factory.mktemp("kept") / "roster.db")


@pytest.fixture
def reader(kept: Path) -> Iterator[Reader]:
    with roster.reader(kept) as reader:
        yield reader


@pytest.fixture(scope="session")
def gaps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """A store with the small roster and those records."""
    path = tmp_path_factory.mktemp("gaps") / "roster.db"
    with Writer(path, roster.KEY) as writer:
        roster.sync(writer, {name: (*kept, *GAPS.get(name, ())) for name, kept in roster.in_order().items()})
    with roster.reader(path) as reader:
        yield reader
