import unicodedata
from pathlib import Path

import pytest

from rosterdesk.errors import ExportError
from rosterdesk.export.paper.photos import Photos


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    photos = tmp_path / "photos"
    photos.mkdir()
    for name in ("0048213.jpg", "ALopez.JPEG", "bo.png", "notes.txt", ".jpg", "Łukasz.jpg", "josé.png"):
        (photos / name).write_bytes(b"a picture")
    (photos / "folder.jpg").mkdir()
    (tmp_path / "secret.jpg").write_bytes(b"another's")
    return photos


@pytest.mark.parametrize(
    ("ids", "name"),
    [
        (("0048213",), "0048213.jpg"),
        (("s-1", "0048213", "alopez"), "0048213.jpg"),
        (("s-1", "", "alopez"), "ALopez.JPEG"),
        (("BO",), "bo.png"),
        (("łukasz",), "Łukasz.jpg"),
        ((unicodedata.normalize("NFD", "JOSÉ"),), "josé.png"),
        (("notes",), None),
        (("folder",), None),
        (("../secret",), None),
        (("", ""), None),
        ((), None),
    ],
)
def test_a_photo_is_found_by_an_id_among_the_names_that_are_there(
    folder: Path, ids: tuple[str, ...], name: str | None
) -> None:
    assert Photos(str(folder)).of(*ids) == (folder / name if name else None)


def test_without_a_folder_there_are_no_photos() -> None:
    assert Photos("").of("0048213") is None


def test_what_is_too_large_for_a_portrait_is_left_alone(folder: Path) -> None:
    with (folder / "huge.jpg").open("wb") as file:
        file.truncate(10 * 2**20 + 1)
    assert Photos(str(folder)).of("huge") is None


def test_a_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="cannot be read"):
        Photos(str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("ids", "name"),
    [
        (("s-1", "1001", "ana"), None),  # 1001 is somebody's username as well
        (("s-2", "7", "1001"), None),
        (("s-3", "twice", ""), None),  # twice.jpg, twice.png
        (("s-4", "BO", "bo"), "bo.png"),
    ],
)
def test_there_is_no_photo_where_it_could_be_anothers(folder: Path, ids: tuple[str, ...], name: str | None) -> None:
    for each in ("1001.jpg", "twice.jpg", "twice.png"):
        (folder / each).write_bytes(b"a picture")
    people = [("s-1", "1001", "ana"), ("s-2", "7", "1001"), ("s-3", "twice", ""), ("s-4", "BO", "bo")]
    assert Photos(str(folder), people).of(*ids) == (folder / name if name else None)
