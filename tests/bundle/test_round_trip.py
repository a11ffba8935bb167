"""What is read, written and read again is the same; so is what is written again, byte for byte."""

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rosterdesk.bundle import cells
from rosterdesk.bundle.columns import BOTH, Version
from rosterdesk.bundle.headers import FILES
from rosterdesk.bundle.writing import write
from rosterdesk.demo import district
from tests.bundle.parcels import HEADERS, bundled, everything, finished, records, sample, text, zipped


def rewritten(source: Path, target: Path, version: Version) -> Path:
    sent = {name: [item.record for item in items] for name, items in records(source).items()}
    remarks = write(target, version, sent, system="A made system")
    assert not [remark for remark in remarks if remark.rule in {"PKG-03", "PKG-05"}]
    return target


@pytest.mark.parametrize("version", BOTH)
def test_a_bundle_with_every_file_and_column_reads_back_equal(version: Version, tmp_path: Path) -> None:
    source = zipped(tmp_path / "source.zip", everything(version))
    target = rewritten(source, tmp_path / "target.zip", version)
    assert records(source) == records(target)
    assert finished(target).problems == []


@pytest.mark.parametrize("version", BOTH)
def test_every_cell_of_every_file_is_there_again(version: Version, tmp_path: Path) -> None:
    source = zipped(tmp_path / "source.zip", everything(version))
    target = rewritten(source, tmp_path / "target.zip", version)
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(target) as after:
        assert sorted(before.namelist()) == sorted(after.namelist())
        for name in HEADERS[version]:
            if name != "manifest.csv":
                assert after.read(name).decode() == before.read(name).decode().replace("hunter2", "")


@pytest.mark.parametrize("version", BOTH)
def test_the_demo_district_reads_back_equal(version: Version, tmp_path: Path) -> None:
    made = district.make(students=300, seed=3, today=date(2026, 11, 23))
    sent = {name: [msgspec.json.encode(record) for record in made.collections[name]] for name in made.collections}
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    write(first, version, sent)
    rewritten(first, second, version)
    found = records(first)
    assert found == records(second)
    active = {each["sourcedId"] for each in made.collections["enrollments"] if each["status"] == "active"}
    assert {item.entity.sourced_id for item in found["enrollments"]} == active
    users = {item.entity.sourced_id: item.entity for item in found["users"]}
    for sent_user in made.collections["users"]:
        if sent_user["status"] == "active":
            memberships = users[sent_user["sourcedId"]].memberships  # type: ignore[attr-defined]
            assert [role.org.sourced_id for role in memberships] == [org["sourcedId"] for org in sent_user["orgs"]]


def test_the_same_records_make_the_same_bytes(tmp_path: Path) -> None:
    source = zipped(tmp_path / "source.zip", everything("1.2"))
    first = rewritten(source, tmp_path / "first.zip", "1.2")
    second = rewritten(first, tmp_path / "second.zip", "1.2")
    assert first.read_bytes() == second.read_bytes()


HYPOTHESIS = settings(max_examples=40, suppress_health_check=list(HealthCheck))

WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=12
)
PLAIN = WORDS.filter(lambda word: not word.isspace())
ITEM = PLAIN.map(lambda word: word.replace(",", "").strip()).filter(bool)
HALF = ITEM.map(lambda word: word.translate(str.maketrans("", "", "{}:")).strip()).filter(bool)
PAIRS = st.lists(st.tuples(HALF, HALF), min_size=1, max_size=3).map(
    lambda pairs: ",".join(f"{{{left}:{right}}}" for left, right in pairs)
)
IDS = st.text("aZ09./@_-", min_size=1, max_size=8)
LISTS = st.lists(ITEM, min_size=1, max_size=3).map(",".join)


def cells_of(column: Any) -> st.SearchStrategy[str]:
    """Values that the column may have, blank ones too where that is allowed."""
    kind = column.kind
    if column.name in {"status", "dateLastModified"} or kind is cells.SECRET:
        return st.just("")
    if kind in (cells.USER_IDS, cells.SCALE):
        filled = PAIRS
    elif kind is cells.TEXTS:
        filled = LISTS
    elif kind is cells.NUMBER:
        filled = st.floats(allow_nan=False, allow_infinity=False, width=16).map(repr) | st.integers(0, 999).map(str)
    elif kind is cells.DATE:
        filled = st.dates().map(date.isoformat)
    elif kind is cells.FLAG:
        filled = st.sampled_from(["true", "false"])
    elif column.name.endswith("SourcedIds"):
        filled = st.lists(IDS, min_size=1, max_size=3).map(",".join)
    elif column.name.endswith("ourcedId"):
        filled = IDS
    else:
        filled = PLAIN
    return filled if column.required else st.just("") | filled


def rows(name: str, version: Version) -> st.SearchStrategy[list[list[str]]]:
    columns = FILES[name].of(version)
    row = st.tuples(*map(cells_of, columns), WORDS.filter(lambda word: not word.isspace())).map(list)
    return st.lists(row, min_size=1, max_size=4, unique_by=lambda row: row[0])


@pytest.mark.parametrize("version", BOTH)
@HYPOTHESIS
@given(data=st.data())
def test_any_rows_read_back_equal(version: Version, tmp_path: Path, data: st.DataObject) -> None:
    names = [name for name, file in FILES.items() if not file.owner and version in file.versions]
    name = data.draw(st.sampled_from(names))
    made = data.draw(rows(name, version))
    header = [*HEADERS[version][f"{name}.csv"], "metadata.ours"]
    source = zipped(tmp_path / "source.zip", bundled({f"{name}.csv": text([header, *made])}, version))
    assert records(source) == records(rewritten(source, tmp_path / "target.zip", version))


@HYPOTHESIS
@given(data=st.data())
def test_any_parts_read_back_equal(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name, file in FILES.items() if file.owner]))
    file, base = f"{name}.csv", f"{FILES[name].collection}.csv"
    header = HEADERS["1.2"][file]
    made = data.draw(rows(name, "1.2"))
    for row in made:
        row[header.index(FILES[name].owner)] = data.draw(st.sampled_from(["owner-1", "owner-2"]))
    owners = [
        [f"owner-{number}", *(sample(base, column, number) for column in HEADERS["1.2"][base][1:])] for number in (1, 2)
    ]
    files = {base: text([HEADERS["1.2"][base], *owners]), file: text([[*header, "metadata.ours"], *made])}
    source = zipped(tmp_path / "source.zip", bundled(files, "1.2"))
    assert records(source) == records(rewritten(source, tmp_path / "target.zip", "1.2"))


@HYPOTHESIS
@given(data=st.data())
def test_whatever_stands_in_the_cells_can_be_written_again(tmp_path: Path, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([name for name, file in FILES.items() if not file.owner]))
    header = HEADERS["1.2"][f"{name}.csv"]
    odd = st.text(max_size=8) | st.sampled_from(["1e999", "{a:b:c}", "{}", "{,}", "Y", "31.12.2026", "9" * 40, ",;|"])
    cells_ = st.lists(odd, min_size=len(header) - 1, max_size=len(header) - 1)
    made = [[f"id-{number}", *row] for number, row in enumerate(data.draw(st.lists(cells_, min_size=1, max_size=3)))]
    encoded = text([header, *made]).encode("utf-8", "surrogatepass")
    found = records(zipped(tmp_path / "source.zip", bundled({f"{name}.csv": encoded}, "1.2")))[name]
    target = tmp_path / "target.zip"
    for version in BOTH:
        write(target, version, {name: [item.record for item in found]})
        if version in FILES[name].versions:
            active = [item.entity.sourced_id for item in found if item.entity.status.strip().lower() == "active"]
            assert [item.entity.sourced_id for item in records(target).get(name, [])] == active
