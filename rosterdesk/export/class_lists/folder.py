"""Class lists as a folder of workbooks, one a class."""

import contextlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from rosterdesk import progress
from rosterdesk.export.class_lists import workbook
from rosterdesk.export.class_lists.content import ClassList
from rosterdesk.export.class_lists.names import file_names
from rosterdesk.export.whole import export_error, part_of, write_whole
from rosterdesk.language import Say

_SUFFIX = ".xlsx"


def write(
    lists: Sequence[ClassList],
    folder: Path,
    report: progress.Report = progress.silent,
    written: Callable[[ClassList], object] = lambda _: None,
    say: Say = str,
) -> int:
    """Write a file for each class; says how many files were replaced. Raises `ExportError`.

    A new folder is there with all files or not at all; in one that is there, each file is the old or the new one.
    Each list is said to be `written` once its file is there to stay.
    """
    folder = Path(os.path.realpath(folder))
    named = list(zip(file_names(lists, _SUFFIX), lists, strict=True))
    if folder.exists():
        replaced = sum((folder / name).exists() for name, _ in named)
        for name, each in _reported(named, report):
            write_whole(folder / name, partial(workbook.write_one, each, say=say))
            written(each)
        return replaced
    with _new(folder) as part:
        for name, each in _reported(named, report):
            workbook.write_one(each, part / name, say)
    for each in lists:
        written(each)
    return 0


def _reported(named: Sequence[tuple[str, ClassList]], report: progress.Report) -> Iterator[tuple[str, ClassList]]:
    for done, each in enumerate(named, 1):
        yield each
        report(progress.Progress("export", "classes", done, len(named)))


@contextlib.contextmanager
def _new(folder: Path) -> Iterator[Path]:
    """A folder to fill, which then takes this place; nothing of it stays where that fails."""
    try:
        part = part_of(folder)
        try:
            part.mkdir(0o700)  # until all is there it is nobody else's
            inside = part / folder.name
            inside.mkdir()
            yield inside
            for file in inside.iterdir():
                with file.open("rb+") as written:
                    os.fsync(written.fileno())
            inside.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise export_error(error, folder) from error
