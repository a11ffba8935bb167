"""How long judging a roster takes: `python -m tests.bench.checks [students]`. Prints seconds of a processor."""

import sys
import tempfile
import time
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

from rosterdesk.checks import rules
from rosterdesk.checks.rule import Rule
from rosterdesk.checks.run import judge
from rosterdesk.store.reader import Reader
from tests import stores

SLOWEST = 8


def seconds(reader: Reader, chosen: Sequence[Rule]) -> tuple[float, int]:
    """How long these rules take, and how much they find."""
    begun = time.process_time()
    judgement = judge(reader, chosen, today=stores.TODAY, version="1.1")
    return time.process_time() - begun, len(judgement.findings)


def main(students: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "store.db"
        stores.fill(path, students=students, faulty=True)
        with Reader(path, stores.KEY) as reader:
            rows = {name: count for (name, school), count in reader.tally().items() if not school}
            print(f"{rows['users']:,} users, {rows['enrollments']:,} enrollments (bar: 15 s for 200,000 and 1,000,000)")
            for name, chosen in (("starred", [rule for rule in rules.RULES if rule.starred]), ("all", rules.RULES)):
                taken, found = seconds(reader, chosen)
                print(f"{name:8} {len(chosen):4} rules {found:8,} findings {taken:7.2f} s")
            each = sorted(((*seconds(reader, [rule]), rule) for rule in rules.RULES), key=itemgetter(0), reverse=True)
            for name, slow in (("starred", [one for one in each if one[2].starred]), ("all", each)):
                print(f"slowest {name}:", ", ".join(f"{rule.id} {taken:.2f} s" for taken, _, rule in slow[:SLOWEST]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 12_000)
