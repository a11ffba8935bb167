import pytest

from rosterdesk.bundle.columns import BOTH, Version
from rosterdesk.bundle.headers import FILES, parts
from rosterdesk.bundle.joins import PARTS
from rosterdesk.model.fields import BASES
from tests.bundle.parcels import HEADERS


@pytest.mark.parametrize("version", BOTH)
def test_every_file_has_the_columns_of_the_standard_in_its_order(version: Version) -> None:
    ours = {
        f"{file.name}.csv": [column.name for column in file.of(version)]
        for file in FILES.values()
        if version in file.versions
    }
    theirs = {name: columns for name, columns in HEADERS[version].items() if name != "manifest.csv"}
    assert ours == theirs


def test_every_file_is_a_collection_or_brings_parts_of_one() -> None:
    for file in FILES.values():
        assert file.collection in BASES
        assert (file.name in PARTS) == bool(file.owner)
        if file.owner:
            assert file in parts(file.collection)
        else:
            assert file.name == file.collection
