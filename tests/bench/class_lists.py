"""What class lists of a whole district cost: `python -m tests.bench.class_lists [students]`.

Prints seconds of a processor and the peak of memory after each step; asserts nothing.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rosterdesk.export.class_lists import choosing, folder, workbook
from rosterdesk.export.class_lists.choosing import Choice
from rosterdesk.export.class_lists.templates import template
from rosterdesk.store.reader import Reader
from tests import stores

Result = TypeVar("Result")


def timed(what: str, work: Callable[[], Result]) -> Result:
    begun = time.process_time()
    result = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"{what:28} {time.process_time() - begun:7.2f} s {peak:6,} MiB at most so far")
    return result


def main(students: int) -> None:
    with tempfile.TemporaryDirectory() as there:
        path, target = Path(there) / "store.db", Path(there)
        timed("(the store)", lambda: stores.fill(path, students=students))
        choice = Choice(of=choosing.of(), as_of=stores.TODAY.isoformat(), columns=template("contact").columns)
        with Reader(path, stores.KEY, today=lambda: stores.TODAY) as reader:
            classes, names = timed("counted for the dialog", lambda: choosing.counted(reader, choice))
            keys = choosing.classes(reader, choice)
            lists = timed("read, with guardians", lambda: list(choosing.lists(reader, choice, keys)))
        few = lists[: workbook.MOST_SHEETS]
        timed(f"{len(few):,} in a workbook", lambda: workbook.write(few, target / "lists.xlsx", "Lakeside"))
        timed(f"{len(few):,} in a folder", lambda: folder.write(few, target / "lists"))
        print(f"{classes:,} classes, {names:,} names")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6000)
