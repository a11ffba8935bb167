"""Files that were made to do harm, and files that broke: refused, or told, and never anything else."""

import io
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from rosterdesk.bundle import archive, reading
from rosterdesk.bundle.headers import FILES
from rosterdesk.bundle.reading import Bundle
from rosterdesk.errors import BundleError
from tests.bundle.parcels import bundled, everything, finished, zipped

ORGS = "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\n"
ROW = "o1,,,Oak School,school,,\r\n"
HYPOTHESIS = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def zip_of(members: list[tuple[str, bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def bomb() -> bytes:
    return zip_of([("orgs.csv", (ORGS + ROW * 2_000_000).encode())])


def many() -> bytes:
    return zip_of([("orgs.csv", b""), *((f"{number}.csv", b"") for number in range(5000))], zipfile.ZIP_STORED)


def modest() -> bytes:
    """Many files, and a directory that says there is one."""
    content = bytearray(many())
    end = content.rindex(b"PK\5\6")
    content[end + 8 : end + 12] = struct.pack("<HH", 1, 1)
    return bytes(content)


def crowded() -> bytes:
    """More than there may be, in a directory that is short enough to be read."""
    return zip_of([(f"{number}", b"") for number in range(1001)], zipfile.ZIP_STORED)


def encrypted() -> bytes:
    content = bytearray(zip_of([("orgs.csv", (ORGS + ROW).encode())]))
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


def overlapping() -> bytes:
    """One member's bytes, listed under many names."""
    content = zip_of([("orgs.csv", (ORGS + ROW * 1000).encode())])
    start, end = content.index(b"PK\1\2"), content.rindex(b"PK\5\6")
    entry = content[start:end]
    entries = [entry, *(entry.replace(b"orgs.csv", b"%04d.csv" % number) for number in range(999))]
    listing = b"".join(entries)
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, len(entries), len(entries), len(listing), start, 0)
    return content[:start] + listing + tail


def twins(first: str, second: str) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name") if first == second else _nothing():
        return zip_of([(first, b""), (second, b"")])


def hidden() -> bytes:
    return zip_of([("orgs.csvX.txt", b"")]).replace(b"orgs.csvX.txt", b"orgs.csv\0.txt")


class _nothing:  # noqa: N801 - a context, as nullcontext is
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("a bomb", bomb, "grow beyond all measure"),
    ("too many files", many, "more than 1,000 files"),
    ("too many files, said to be one", modest, "more than 1,000 files"),
    ("a file too many", crowded, "more than 1,000 files"),
    ("a password", encrypted, "protected by a password"),
    ("bzip2", lambda: zip_of([("orgs.csv", b"")], zipfile.ZIP_BZIP2), "packed in a way"),
    ("lzma", lambda: zip_of([("orgs.csv", b"")], zipfile.ZIP_LZMA), "packed in a way"),
    ("overlapping", overlapping, "on top of each other"),
    ("twins", lambda: twins("orgs.csv", "orgs.csv"), "two files of the same name"),
    ("twins by case", lambda: twins("orgs.csv", "Orgs.csv"), "two files of the same name"),
    ("a hidden name", hidden, "hides another one"),
    ("cut short", lambda: zip_of([("orgs.csv", (ORGS + ROW).encode())])[:-30], "no zip file, or is damaged"),
    ("empty", lambda: b"", "no zip file"),
]


@pytest.mark.parametrize(("make", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_zip_that_is_not_to_be_trusted_is_refused(make: Callable[[], bytes], words: str, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(make())
    tracemalloc.start()
    try:
        with pytest.raises(BundleError, match=words):
            Bundle(path)
        assert tracemalloc.get_traced_memory()[1] < 16 << 20
    finally:
        tracemalloc.stop()


def liar() -> bytes:
    """A member that says that it is smaller than it is."""
    plain = (ORGS + ROW * 500).encode()
    content = bytearray(zip_of([("orgs.csv", plain)]))
    said = struct.pack("<I", len(ORGS) + 100)
    for place in (22, content.index(b"PK\1\2") + 24):
        assert content[place : place + 4] == struct.pack("<I", len(plain))
        content[place : place + 4] = said
    return bytes(content)


def corrupt() -> bytes:
    content = bytearray(zip_of([("orgs.csv", (ORGS + ROW * 500).encode())]))
    content[60:70] = b"\xff" * 10
    return bytes(content)


def wrong_sum() -> bytes:
    content = zip_of([("orgs.csv", (ORGS + ROW).encode())])
    return content.replace(struct.pack("<I", zlib.crc32((ORGS + ROW).encode())), b"\1\2\3\4")


@pytest.mark.parametrize("make", [liar, corrupt, wrong_sum])
def test_a_member_that_is_damaged_is_read_so_far_and_told(make: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(make())
    bundle = finished(path)
    assert not bundle.whole("orgs")
    assert "damaged" in bundle.why("orgs")
    assert ("PKG-11", "orgs.csv") in {(problem.rule, problem.file) for problem in bundle.problems}


ELSEWHERE = (
    "../orgs.csv",
    "/orgs.csv",
    "C:\\orgs.csv",
    "..\\orgs.csv",
    "a/b/orgs.csv",
    "sgro\u202evsc.csv",
    "orgs.csv/",
)


@pytest.mark.parametrize("name", [*ELSEWHERE, "orgs"])
def test_a_name_that_leads_elsewhere_is_not_read(name: str, tmp_path: Path) -> None:
    content = zip_of([("users.csv", b"sourcedId\r\n"), (name, (ORGS + ROW).encode())])
    (tmp_path / "inside").mkdir()
    path = tmp_path / "inside" / "bundle.zip"
    path.write_bytes(content)
    bundle = finished(path)
    assert list(bundle.kinds) == ["users"]
    told = [problem.file for problem in bundle.problems if problem.rule == "PKG-11"]
    assert len(told) == (0 if name.endswith("/") else 1)
    assert "\u202e" not in "".join(told)
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["bundle.zip", "inside"]


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path) -> None:
    member = zipfile.ZipInfo("users.csv")
    member.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        archive.writestr(member, "/etc/passwd")
    bundle = finished(tmp_path / "bundle.zip")
    assert [problem.rule for problem in bundle.problems] == ["PKG-01", "PKG-05"]
    assert not bundle.whole("users")


def test_files_that_are_too_much_together_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_TOGETHER", 1000)
    rows = ORGS + ROW * 30
    for name in ("orgs.csv", "users.csv"):
        (tmp_path / name).write_text(rows, "utf-8")
    zipped(tmp_path / "bundle.zip", {"orgs.csv": rows, "users.csv": rows})
    for path in (tmp_path, tmp_path / "bundle.zip"):
        with pytest.raises(BundleError, match="together"):
            Bundle(path)


CUT: list[tuple[str, str, int]] = [
    ("a long cell", ORGS + ROW + f'o2,,,"{"x" * 200_000}",school,,\r\n' + ROW, 3),
    ("a long line", ORGS + ROW + "x" * 2_000_000, 0),
    ("ten thousand columns", ",".join(["sourcedId"] * 10_000) + "\r\n", 1),
    ("a million columns", "sourcedId" + "," * 3_000_000, 0),
    ("an open quote", ORGS + ROW + 'o2,,,"Oak,school,,\r\n' + ROW * 10, 3),
    ("cut in a row", ORGS + ROW + "o2,,,Oak", 3),
]


@pytest.mark.parametrize(("content", "row"), [case[1:] for case in CUT], ids=[case[0] for case in CUT])
def test_a_file_is_read_up_to_where_it_cannot_be(content: str, row: int, tmp_path: Path) -> None:
    (tmp_path / "orgs.csv").write_text(content, encoding="utf-8", newline="")
    with Bundle(tmp_path) as bundle:
        rows = sum(page.received for page in bundle.pages("orgs"))
        assert not bundle.whole("orgs")
        assert bundle.why("orgs").endswith(".")
    assert rows == (1 if content.startswith(ORGS) else 0)
    told = bundle.problems[-1]
    assert (told.rule[:3], told.severity, told.file, told.row or 0) == ("PKG", "error", "orgs.csv", row)


def test_a_file_of_one_endless_row_takes_little_memory(tmp_path: Path) -> None:
    content = zip_of([("orgs.csv", b"\0" * (7 << 20))])
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    tracemalloc.start()
    try:
        assert not finished(path).whole("orgs")
        assert tracemalloc.get_traced_memory()[1] < 24 << 20
    finally:
        tracemalloc.stop()


def test_long_rows_come_in_short_pages(tmp_path: Path) -> None:
    rows = (f"o{number},,,{'x' * 130_000},school,,\r\n" for number in range(300))
    (tmp_path / "orgs.csv").write_text(ORGS + "".join(rows), encoding="utf-8", newline="")
    with Bundle(tmp_path) as bundle:
        received = [page.received for page in bundle.pages("orgs")]
    assert sum(received) == 300
    assert max(received) < 150


def test_a_record_cannot_have_parts_without_end(tmp_path: Path) -> None:
    files = everything("1.2", rows=1)
    header, role = str(files["roles.csv"]).splitlines()
    files["roles.csv"] = "\r\n".join([header, *(role.replace("roles-1", f"roles-{number}") for number in range(3000))])
    with Bundle(zipped(tmp_path / "bundle.zip", files)) as bundle:
        (page,) = bundle.pages("users")
    assert len(page.items[0].record) < 128 << 10
    assert bundle.counts["PKG-13", "roles.csv", "error"] > 2000
    assert not bundle.whole("users")


def test_a_record_that_comes_again_and_again_has_its_parts_once(tmp_path: Path) -> None:
    """Else a few bytes in the zip would be gigabytes in memory."""
    files = everything("1.2", rows=1)
    header, role = str(files["roles.csv"]).splitlines()
    files["roles.csv"] = "\r\n".join([header, *(role.replace("roles-1", f"roles-{number}") for number in range(300))])
    header, user = str(files["users.csv"]).splitlines()
    files["users.csv"] = "\r\n".join([header, *[user] * 5000])
    with Bundle(zipped(tmp_path / "bundle.zip", files)) as bundle:
        pages = list(bundle.pages("users"))
    found = [item for page in pages for item in page.items]
    assert len(found) == sum(page.received for page in pages) == 5000
    assert sum(len(item.record) for item in found) < 8 << 20
    assert len(found[-1].entity.roles) == 300  # type: ignore[attr-defined]  # the later one counts


def test_people_with_many_parts_come_in_short_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_STRETCH", 200_000)
    files = everything("1.2", rows=30)
    header, *roles = str(files["roles.csv"]).splitlines()
    files["roles.csv"] = "\r\n".join([header, *(role for role in roles for _ in range(100))])
    with Bundle(zipped(tmp_path / "bundle.zip", files)) as bundle:
        received = [page.received for page in bundle.pages("users")]
    assert (sum(received), max(received) < 20) == (30, True)


def read_somehow(path: Path) -> None:
    """Read all that is there; nothing but a `BundleError` may come of it."""
    try:
        bundle = finished(path)
    except BundleError:
        return
    for problem in bundle.problems:
        assert problem.rule
        assert problem.message
    for name in bundle.kinds:
        assert bundle.whole(name) == (bundle.why(name) == "")


@HYPOTHESIS
@given(content=st.binary(max_size=400))
@example(content=zip_of([("orgs.csv", b"")]))
@example(content=b"PK\5\6" + bytes(18))
def test_any_bytes_as_a_zip_are_refused_or_read(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    read_somehow(path)


@HYPOTHESIS
@given(data=st.data())
def test_any_damage_to_a_zip_is_refused_or_told(data: st.DataObject, tmp_path: Path) -> None:
    content = bytearray(zipped(tmp_path / "bundle.zip", bundled({"orgs.csv": ORGS + ROW * 3})).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "bundle.zip").write_bytes(content)
    read_somehow(tmp_path / "bundle.zip")


TELLING = (b",", b'"', b"\n", b"\r", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"{a:b}", b"o1", b" ")
PIECES = st.lists(st.sampled_from(TELLING) | st.binary(max_size=6), max_size=30)


@HYPOTHESIS
@given(name=st.sampled_from(sorted(FILES)), body=PIECES, heads=st.booleans())
def test_any_bytes_in_a_file_are_read_or_told(name: str, body: list[bytes], heads: bool, tmp_path: Path) -> None:
    files = everything("1.2", rows=1)
    header = str(files[f"{name}.csv"]).splitlines(keepends=True)[0].encode() if heads else b""
    files[f"{name}.csv"] = header + b"".join(body)
    read_somehow(zipped(tmp_path / "bundle.zip", files))


@HYPOTHESIS
@given(body=PIECES)
def test_any_bytes_as_a_manifest_are_read_or_told(body: list[bytes], tmp_path: Path) -> None:
    read_somehow(zipped(tmp_path / "bundle.zip", {"manifest.csv": b"".join(body), "orgs.csv": ORGS + ROW}))
