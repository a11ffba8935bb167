"""C19: half a million people: the sync of all and of what changed, the search, and the memory that both take."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from rosterdesk import credentials
from rosterdesk.model.query import Query
from rosterdesk.settings import DataDir, Source
from rosterdesk.store.reader import Reader
from tests.bench import sync as bench
from tests.bench.store import District
from tests.stress import _rounds

_USERS = 500_000
_ENROLLMENTS = 100_000
_MEMORY = 250  # megabytes
_SEARCHES = 500


def prepare(pages: Path) -> District:
    """The pages of a large district, as `tests.bench.sync` serves them."""
    district = District(_USERS, _ENROLLMENTS)
    for collection in bench.SERVED:
        (pages / collection).mkdir(parents=True)
        total = 0
        for page in district.pages(collection):
            rows = b",".join(item.record for item in page)
            (pages / collection / str(total)).write_bytes(b'{"%s":[%s]}' % (collection.encode(), rows))
            total += len(page)
        (pages / collection / "total").write_text(str(total))
    return district


def change(pages: Path) -> None:
    """A tenth of the people may no longer sign in."""
    for page in sorted((pages / "users").glob("*0000"))[::5]:
        page.write_bytes(page.read_bytes().replace(b'"enabledUser":"true"', b'"enabledUser":"false"'))


@contextmanager
def served(pages: Path) -> Iterator[str]:
    """Where the pages are served."""
    command = [sys.executable, "-m", "tests.bench.sync", "--serve", str(pages)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.terminate()


def a_round(chance: Random) -> str:
    with _rounds.folder() as folder:
        pages = folder / "pages"
        district = prepare(pages)
        data_dir, vault = DataDir(folder / "data"), credentials.MemoryVault({})
        with served(pages) as url:
            source = Source(name="large", url=f"{url}/whole{bench.BASE}", auth="none", allow_http=True)
            first = bench.sync(data_dir, source, vault)
            print(f"          all of it: {first.seconds:.0f} s in {first.peak:.0f} MB", flush=True)
            change(pages)
            again = bench.sync(data_dir, source, vault)
            print(f"          what changed: {again.seconds:.0f} s in {again.peak:.0f} MB", flush=True)
        key = credentials.store_key(vault, source.uid, create=False)
        with Reader(data_dir.store(source), key) as reader:
            assert reader.count(Query(collection="users")) == _USERS
            run = reader.runs()[0]
            assert run.complete
            assert run.collections["users"].changed == _USERS // 10, run.collections["users"]
            slowest = sorted(search(reader, chance.choice(district.names)) for _ in range(_SEARCHES))[-_SEARCHES // 20]
    assert max(first.peak, again.peak) < _MEMORY, (first, again)
    return (
        f"{_USERS:,} people: sync {first.seconds:.0f} s in {first.peak:.0f} MB, changes {again.seconds:.0f} s in"
        f" {again.peak:.0f} MB, search p95 {slowest * 1000:.0f} ms"
    )


def search(reader: Reader, name: str) -> float:
    """How long it takes to find people of this name, who are there."""
    begun = time.perf_counter()
    assert reader.find(name)
    return time.perf_counter() - begun


def main() -> bool:
    return _rounds.run("Half a million people (C19)", a_round, rounds=1)


if __name__ == "__main__":
    sys.exit(not main())
