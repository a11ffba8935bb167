"""How fast bundles are written and read, without a store: `python -m tests.bench.bundle [students]`.

Prints rows a second and the peak of memory; asserts nothing.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from rosterdesk.bundle.columns import BOTH, Version
from rosterdesk.bundle.reading import Bundle
from rosterdesk.bundle.writing import write
from rosterdesk.demo import district


def timed(what: str, rows: int, work: Callable[[], object]) -> None:
    begun = time.process_time()
    work()
    print(f"{what:24} {rows:9,} rows {rows / (time.process_time() - begun):9,.0f} a second")


def read(bundle: Bundle, collection: str) -> None:
    for _ in bundle.pages(collection):
        pass


def measure(version: Version, records: dict[str, list[bytes]], target: Path) -> None:
    timed(f"{version} written", sum(map(len, records.values())), lambda: write(target, version, records))
    print(f"{target.stat().st_size:,} bytes")
    with Bundle(target) as bundle:
        for name in bundle.kinds:
            timed(f"{version} {name}", len(records[name]), lambda name=name: read(bundle, name))  # type: ignore[misc]


def main(students: int) -> None:
    made = district.make(students=students, today=date(2026, 11, 23))
    records = {name: [msgspec.json.encode(each) for each in found] for name, found in made.collections.items()}
    with tempfile.TemporaryDirectory() as folder:
        for version in BOTH:
            measure(version, records, Path(folder) / "bundle.zip")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10:,} MiB at most, the records among them")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
