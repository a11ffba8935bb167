"""What comes into the window in privacy mode: nothing that says who somebody is, and everything else."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from rosterdesk.errors import NothingStoredError
from rosterdesk.model.changes import ChangeQuery
from rosterdesk.model.fields import BASES, COLLECTIONS
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link, text
from rosterdesk.settings import Settings
from rosterdesk.ui.browsing.masked_reader import MaskedReader
from rosterdesk.ui.program.privacy import HIDDEN, Privacy
from tests import stores
from tests.ui.details import rosters

CANARY = "Quillfeather"
MASK = re.compile(r"(Student|Teacher|Guardian|Administrator) [0-9A-F]{8}")
CLEAR = {"orgs", "academicSessions", "courses", "classes", "resources", "categories", "scoreScales", "lineItems"}
"""What the roster writes everywhere may be read in these: they are about nobody."""


@pytest.fixture
def privacy() -> Privacy:
    privacy = Privacy()
    privacy.switch()
    return privacy


@pytest.fixture
def reader(tmp_path: Path, privacy: Privacy) -> Iterator[MaskedReader]:
    """A reader of a roster in which every text of a person is the canary."""
    roster = rosters.hostile("Algebra")
    for name in set(roster) - CLEAR - {"assessmentLineItems"}:
        roster[name] = rosters.hostile(CANARY)[name]
    for person in roster["users"]:
        person |= {"grades": ["09"], "metadata": {"legalName": CANARY, "rank": 7}, "userProfiles": [profile()]}
    for scored in (*roster["results"], *roster["assessmentResults"]):
        scored["textScore"] = "B+"
    roster["demographics"][0]["sex"] = "female"
    path = rosters.write(tmp_path / "store.db", roster)
    with MaskedReader(path, stores.KEY, privacy, today=lambda: date(2026, 9, 1)) as reader:
        yield reader


def profile() -> dict[str, str]:
    return {"profileId": CANARY, "profileType": CANARY, "vendorId": CANARY}


def spoken(reader: MaskedReader) -> Iterator[tuple[str, str]]:
    """All that a window could show, with where it is from."""
    for name in COLLECTIONS.values():
        columns = [field.name for field in name.fields]
        keys = reader.keys(Query(collection=name.name))
        for row in reader.listed(name.name, keys, columns):
            for field, value in zip(name.fields, row, strict=True):
                yield f"{name.name}.{field.name}", text(value, field.kind)
    for base in BASES:
        for key in reader.keys(Query(collection=base)):
            record = reader.record(base, key)
            yield f"{base} title", record.title
            yield f"{base} sent", record.sent.decode()
            yield from ((f"{base} {name}", text(value)) for name, value in record.values.items())
        for sent in reader.sent(base, reader.keys(Query(collection=base))):
            yield f"{base} sent", sent.decode()
    for hit in reader.find(CANARY):
        yield "hit", f"{hit.title} {hit.subtitle}"
    for run in reader.runs():
        for change in reader.changes(ChangeQuery(run.run), "added"):
            yield f"{change.collection} change", change.title


def test_no_answer_names_anybody(reader: MaskedReader) -> None:
    answers = list(spoken(reader))
    assert len(answers) > 300
    assert [where for where, words in answers if CANARY in words] == []


def test_what_is_about_nobody_is_as_it_was(reader: MaskedReader) -> None:
    assert reader.record("classes", reader.key("classes", "class")).title == "Algebra"
    assert reader.record("orgs", reader.key("orgs", "school")).title == "Algebra"
    assert b"Algebra" in reader.record("classes", reader.key("classes", "class")).sent


def test_a_person_has_one_mask_everywhere(reader: MaskedReader) -> None:
    student = reader.record("users", reader.key("users", "student"))
    (mark,) = reader.rows("enrollments", (reader.key("enrollments", "enrollment-student"),), ("user",))
    (named,) = reader.rows("students", (student.key,), ("name", "givenName", "familyName"))
    hit = next(hit for hit in reader.find(CANARY) if hit.sourced_id == "student")
    assert MASK.fullmatch(student.title)
    assert {student.title, text(mark[0]), named[0], f"{named[1]} {named[2]}", hit.title} == {student.title}
    assert reader.links("users", (student.key,))[student.key].title == student.title
    assert student.values["grades"] == "09"
    assert {student.values[name] for name in ("email", "phone", "username", "identifier", "sourcedId")} == {HIDDEN}


def test_an_id_still_leads_to_its_record(reader: MaskedReader) -> None:
    student = reader.record("users", reader.key("users", "student"))
    (guardian,) = student.values["agents"]
    assert isinstance(guardian, Link)
    assert reader.record("users", reader.key("users", guardian.sourced_id)).title == guardian.title
    assert reader.rows("users", (student.key,), ("sourcedId",)) == [("student",)]
    assert reader.listed("users", (student.key,), ("sourcedId",)) == [(HIDDEN,)]


def test_a_record_as_sent_keeps_its_shape(reader: MaskedReader) -> None:
    sent = msgspec.json.decode(reader.record("users", reader.key("users", "student")).sent)
    assert sent["role"] == "student"
    assert sent["grades"] == ["09"]
    assert sent["orgs"][0]["sourcedId"] == "school"
    assert sent["agents"] == [{"sourcedId": HIDDEN, "type": "user", "href": HIDDEN}]
    assert sent["metadata"] == {"legalName": HIDDEN, "rank": HIDDEN}


def test_values_of_people_are_not_offered_as_filters(reader: MaskedReader) -> None:
    assert reader.facets(Query(collection="enrollments"), "user") == []
    assert reader.facets(Query(collection="students"), "email") == []
    assert reader.facets(Query(collection="students"), "grades") == [("09", 1)]


def test_everybody_is_named_again_where_the_mode_ends(reader: MaskedReader, privacy: Privacy) -> None:
    privacy.switch()
    assert CANARY in reader.record("users", reader.key("users", "student")).title


def test_masks_are_of_one_session() -> None:
    codes = [Privacy().code("student") for _ in range(8)]
    assert len(set(codes)) > 1


def test_people_of_a_large_school_have_masks_of_their_own() -> None:
    privacy = Privacy()
    assert len({privacy.code(f"user-{number}") for number in range(3000)}) == 3000


def test_hidden_demographics_are_in_no_answer(tmp_path: Path) -> None:
    settings = Settings()
    path = rosters.write(tmp_path / "store.db", rosters.hostile(CANARY))
    with MaskedReader(path, stores.KEY, Privacy(), settings=lambda: settings) as reader:
        query = Query(collection="demographics")
        keys = tuple(reader.keys(query))
        assert keys
        settings = Settings(demographics=False)
        assert not reader.keys(query)
        assert reader.count(query) == 0
        assert reader.rows("demographics", keys, ("user", "birthDate")) == [(None, None)]
        assert reader.listed("demographics", keys, ("sourcedId",)) == [(None,)]
        assert reader.sent("demographics", keys) == [b""]
        assert reader.facets(query, "sex") == []
        assert reader.history("demographics", keys[0]) == []
        with pytest.raises(NothingStoredError):
            reader.record("demographics", keys[0])
