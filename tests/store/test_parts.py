"""The small pure parts: ids, folding, grades, compression."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rosterdesk.model.entities import ROLES, Item, Org
from rosterdesk.store.file import journaling
from rosterdesk.store.records import compression, sourced_ids, vocabulary
from rosterdesk.store.records.folding import fold, grade_rank, words

IDS = st.one_of(
    st.text(),
    st.uuids().map(str),
    st.uuids().map(lambda each: str(each).upper()),
    st.text("0-9a-f", min_size=16, max_size=16),
)


@given(IDS)
def test_a_sourced_id_comes_back_exactly(sourced_id: str) -> None:
    assert sourced_ids.sent(sourced_ids.stored(sourced_id)) == sourced_id


@given(st.one_of(st.lists(IDS), st.lists(st.uuids().map(str))))
def test_many_sourced_ids_come_back_exactly(ids: list[str]) -> None:
    assert sourced_ids.all_sent([sourced_ids.stored(each) for each in ids]) == ids


def test_only_a_canonical_uuid_is_kept_as_sixteen_bytes() -> None:
    canonical = str(uuid.UUID(int=7))
    assert sourced_ids.stored(canonical) == uuid.UUID(int=7).bytes
    for other in (canonical.replace("-", ""), f"{{{canonical}}}", f" {canonical}", str(uuid.UUID(int=2**127)).upper()):
        assert isinstance(sourced_ids.stored(other), str) or other == other.lower()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz Núñez", "lukasz nunez"),
        ("Øystein Ærø", "oystein aero"),
        ("Straße", "strasse"),
        ("Đặng", "dang"),
        ("İpek Işık", "ipek isik"),
        ("O’Brien", "o'brien"),
        ("Ｆｕｌｌ", "full"),
        ("漢字", "漢字"),
    ],
)
def test_folding_leaves_no_case_and_no_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_words_are_divided_by_all_that_is_neither_letter_nor_digit(text: str) -> None:
    assert all(word.isalnum() for word in words(fold(text)))


def test_grades_stand_in_the_order_of_schooling() -> None:
    order = ["IT", "PR", "PK", "TK", "KG", "01", "2", "09", "10", "12", "13", "PS", "UG", "Other", "Elsewhere"]
    assert sorted(set(order), key=grade_rank) == order
    assert grade_rank("K") == grade_rank("kg")
    assert grade_rank("Period 3") == 3


@pytest.mark.parametrize("role", [*ROLES, "ext:coach"])
def test_a_role_comes_back_as_the_standard_spells_it(role: str) -> None:
    assert vocabulary.sent(vocabulary.stored(role.upper() if role in ROLES else role)) == role


def test_the_numbers_of_roles_sort_as_their_words() -> None:
    assert sorted(ROLES, key=lambda role: str(vocabulary.stored(role)).zfill(3)) == list(ROLES)
    assert vocabulary.stored("") is None


def as_sent(sourced_id: str, record: bytes) -> Item:
    return Item(Org(sourced_id=sourced_id, name=""), record)


@given(st.data(), st.text(), st.text())
def test_a_record_is_expanded_to_what_it_was(data: st.DataObject, sourced_id: str, of_another: str) -> None:
    begin = b'{"sourcedId":"%b"' % sourced_id.encode()
    records = st.one_of(st.just(b"{"), st.just(begin), st.just(b'{"sourcedId": ""')).flatmap(
        lambda begun: st.binary(max_size=2000).map(begun.__add__)
    )
    codec = compression.Codec(compression.train([as_sent(of_another, each) for each in data.draw(st.lists(records))]))
    record = data.draw(records)
    small = codec.compress(record, sourced_id)
    assert codec.expand(small, sourced_ids.stored(sourced_id)) == record
    nameless = b'{"sourcedId":""' + record[len(begin) :] if record.startswith(begin) else record
    assert codec.nameless(small) == nameless


def test_a_record_that_an_earlier_version_kept_with_its_id_is_still_read() -> None:
    made = [as_sent(str(number), b'{"sourcedId":"%d","name":"Lake School"}' % number) for number in range(500)]
    codec = compression.Codec(compression.train(made))
    whole = codec.compress(made[7].record, "of another")
    assert codec.expand(whole, "7") == codec.nameless(whole) == made[7].record


def test_alike_records_become_much_smaller() -> None:
    made = [
        as_sent(str(number), b'{"sourcedId":"%d","status":"active","role":"student"}' % number) for number in range(500)
    ]
    codec = compression.Codec(compression.train(made))
    assert sum(len(codec.compress(each.record, each.entity.sourced_id)) for each in made) * 2 < sum(
        len(each.record) for each in made
    )


def test_what_identifies_a_record_takes_no_room_in_it() -> None:
    def kept(sourced_id: str) -> bytes:
        return codec.compress(b'{"sourcedId":"%b","name":"Lake School"}' % sourced_id.encode(), sourced_id)

    codec = compression.Codec(compression.train([as_sent("17", b'{"sourcedId":"17","name":"Lake School"}')]))
    assert kept("17") == kept("6ba7b810-9dad-11d1-80b4-00c04fd430c8")


@pytest.mark.parametrize(
    ("version", "safe"),
    [(3_040_001, False), (3_051_002, False), (3_051_003, True), (3_054_000, True), (3_050_007, True),
     (3_050_006, False), (3_044_006, True), (3_045_001, False)],
)  # fmt: skip
def test_wal_is_used_only_where_it_does_not_corrupt(version: int, safe: bool) -> None:
    assert journaling.wal_is_safe(version) is safe
