"""What comes, beside what is here: found in whatever order, and recognised where it is the same."""

import contextlib
from array import array
from collections.abc import Iterator, Sequence

import apsw
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.entities import Enrollment, Item, Ref
from rosterdesk.store.file import connection, memory
from rosterdesk.store.records import packed, sourced_ids
from rosterdesk.store.records.arrivals import Arrivals
from rosterdesk.store.records.pages import Pages
from tests.store.roster import KEY, item

UUIDS = [f"00000000-0000-4000-8000-{number:012x}" for number in range(12)]
IDS = st.sampled_from([*UUIDS, "e1", "e2", "E1", UUIDS[11].upper(), "", "ł" * 36])
RECORDS = st.lists(st.tuples(IDS.filter(bool), st.sampled_from(["student", "teacher"])), max_size=14)


@pytest.fixture
def opened() -> Iterator[apsw.Connection]:
    with memory.store() as location:
        here = connection.open_writer(location, KEY)
        yield here
        here.close()


@contextlib.contextmanager
def undone(opened: apsw.Connection) -> Iterator[None]:
    """Within, a transaction; afterwards everything is as before."""
    opened.execute("BEGIN")
    try:
        yield
    finally:
        opened.execute("ROLLBACK")


def records(said: Sequence[tuple[str, str]]) -> list[Item]:
    return [item(Enrollment(sourced_id=each, role=role, user=Ref("u"))) for each, role in said]


@given(RECORDS, st.lists(RECORDS, min_size=1, max_size=4), st.data())
def test_each_record_is_found_in_whatever_order_it_comes(
    opened: apsw.Connection, stored: list[tuple[str, str]], pages: list[list[tuple[str, str]]], data: st.DataObject
) -> None:
    with undone(opened):
        Pages(opened).write("enrollments", records(stored))
        arrivals = Arrivals(opened)
        for page in [*pages, stored[: data.draw(st.integers(0, len(stored)))], stored]:
            latest = dict(page)
            came = arrivals.of("enrollments", records(page))
            assert [each.entity.sourced_id for each in came] == list(latest)
            for each in came:
                kept = sourced_ids.stored(each.entity.sourced_id)
                row = opened.execute("SELECT id, record FROM enrollment WHERE sourced_id IS ?", (kept,)).get
                assert (each.sourced_id, (each.key, each.before)) == (kept, row or (0, None))
                is_same = dict(stored).get(each.entity.sourced_id) == latest[each.entity.sourced_id]
                assert (each.record == each.before) == is_same


def test_a_record_that_is_kept_in_other_bytes_is_the_same(opened: apsw.Connection) -> None:
    page = records([(each, "student") for each in UUIDS * 20])
    Pages(opened).write("enrollments", page)
    dictionary = opened.execute("SELECT value FROM meta WHERE name = 'dictionary/enrollments'").get
    parameters = zstandard.ZstdCompressionParameters.from_level(
        19, write_dict_id=False, format=zstandard.FORMAT_ZSTD1_MAGICLESS, write_checksum=True
    )
    later = zstandard.ZstdCompressor(dict_data=zstandard.ZstdCompressionDict(dictionary), compression_params=parameters)
    for each in page:
        kept = sourced_ids.stored(each.entity.sourced_id)
        opened.execute("UPDATE enrollment SET record = ? WHERE sourced_id = ?", (later.compress(each.record), kept))
    assert not Pages(opened).write("enrollments", page).altered


def test_what_a_page_did_is_told(opened: apsw.Connection) -> None:
    pages = Pages(opened)

    def told(*page: tuple[str, str]) -> tuple[list[int], set[int], list[int]]:
        written = pages.write("enrollments", records(page))
        return list(written.keys), set(written.new), list(written.altered)

    assert told(("a", "student"), ("b", "student"), ("a", "teacher")) == ([1, 2], {1, 2}, [])
    pages.clear("enrollments", [2])
    assert told(("c", "student"), ("b", "student"), ("a", "student")) == ([3, 2, 1], {2, 3}, [1])
    assert told(("a", "student"), ("c", "student")) == ([1, 3], set(), [])


@given(st.lists(IDS))
def test_many_ids_are_kept_as_each_would_be(wanted: list[str]) -> None:
    assert sourced_ids.all_stored(wanted) == [sourced_ids.stored(each) for each in wanted]


def test_ids_that_are_uuids_only_when_put_together_stay_text() -> None:
    halves = [UUIDS[1][:18], UUIDS[1][18:]]
    assert sourced_ids.all_stored(halves) == halves
    assert sourced_ids.all_stored([UUIDS[1] + UUIDS[2][:1], UUIDS[2][1:]]) == [UUIDS[1] + UUIDS[2][:1], UUIDS[2][1:]]


@given(st.lists(st.integers(1, 2**40)))
def test_packed_keys_come_back_in_their_order_as_do_those_of_an_earlier_version(keys: list[int]) -> None:
    plain = b"".join(key.to_bytes(8, "little") for key in keys)
    assert list(packed.unpacked(plain)) == keys
    assert list(packed.unpacked(packed.packed(array("q", keys)))) == keys
