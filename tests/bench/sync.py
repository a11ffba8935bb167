"""How fast a sync is: `python -m tests.bench.sync [--largest USERS]`; each figure beside its bar.

`rosterdesk sync` itself runs against a service on loopback, beside a loop that only downloads and parses the same pages
with httpx and json; and again where nothing changed, and from a bundle. Each runs alone, in a process of its own.
"""

import argparse
import asyncio
import http.server
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import msgspec

from rosterdesk import credentials
from rosterdesk.bundle import writing
from rosterdesk.settings import DataDir, Handover, Source
from tests.bench.store import MADE, PAGE, District

USERS = 200_000
FOR_ONE = 5  # enrollments
SERVED = MADE[:6]
BASE = "/ims/oneroster/v1p1"
IN_FLIGHT = 4


class Service(http.server.BaseHTTPRequestHandler):
    """Sends pages that lie in files; below `/delta` it heeds the filter, and nothing has changed there."""

    folder: Path
    asked: ClassVar[Counter[str]] = Counter()
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """One page; or at `/asked` how many were asked for since the last time."""
        url = urlsplit(self.path)
        if url.path == "/asked":
            self._send(json.dumps(self.asked).encode(), 0)
            self.asked.clear()
            return
        collection, query = url.path.rpartition("/")[2], parse_qs(url.query)
        self.asked[collection] += 1
        pages = self.folder / collection
        if not pages.is_dir():
            self.send_error(404)
        elif url.path.startswith("/delta") and "filter" in query:
            self._send(json.dumps({collection: []}).encode(), 0)
        else:
            page = pages / query["offset"][0]
            total = int((pages / "total").read_bytes())
            self._send(page.read_bytes() if page.exists() else json.dumps({collection: []}).encode(), total)

    def _send(self, body: bytes, total: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Total-Count", str(total))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of http.server's
        """Say nothing."""


class Records:
    """The records of a collection, read from its pages each time that they are gone through."""

    def __init__(self, folder: Path) -> None:
        self._pages = sorted((int(page.name), page) for page in folder.iterdir() if page.name != "total")

    def __iter__(self) -> Iterator[bytes]:
        for _offset, page in self._pages:
            for rows in msgspec.json.decode(page.read_bytes(), type=dict[str, list[msgspec.Raw]]).values():
                yield from map(bytes, rows)


class Ran(msgspec.Struct):
    """What a process cost: seconds by the clock and of processor, and its peak of memory in megabytes."""

    seconds: float
    busy: float
    peak: float


def prepare(folder: Path, users: int) -> None:
    """Write the pages of a district, and a bundle of the same records."""
    district = District(users, users * FOR_ONE)
    for collection in SERVED:
        pages = folder / collection
        pages.mkdir()
        total = 0
        for page in district.pages(collection):
            rows = b",".join(item.record for item in page)
            (pages / str(total)).write_bytes(b'{"%s":[%s]}' % (collection.encode(), rows))
            total += len(page)
        (pages / "total").write_text(str(total))
    records: dict[str, Iterable[bytes]] = {name: Records(folder / name) for name in SERVED}
    writing.write(folder / "bundle.zip", "1.1", records)


def serve(folder: Path) -> None:
    """Serve the pages in the folder; says its port, and ends with its standard input."""
    Service.folder = folder
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


async def download(url: str) -> None:
    """Download and parse every page, as many at once as a sync does, and keep nothing."""
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:

        async def total(collection: str, offset: int) -> int:
            page = await client.get(f"{url}/{collection}", params={"limit": PAGE, "offset": offset})
            json.loads(page.content)
            return int(page.headers["x-total-count"])

        async def take(collection: str, offsets: Iterator[int]) -> None:
            for offset in offsets:
                await total(collection, offset)

        for collection in SERVED:
            offsets = iter(range(PAGE, await total(collection, 0), PAGE))
            await asyncio.gather(*(take(collection, offsets) for _ in range(IN_FLIGHT)))


def run(*arguments: str, handed: bytes = b"") -> Ran:
    """Run a module in a process of its own, at the priority of a worker."""
    with tempfile.TemporaryFile() as said:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", *arguments], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
        )
        assert process.stdin is not None
        process.stdin.write(handed)
        process.stdin.close()
        _pid, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(said.read().decode())
    unit = 1 << (20 if sys.platform == "darwin" else 10)
    return Ran(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def sync(data_dir: DataDir, source: Source, vault: credentials.MemoryVault) -> Ran:
    """Run `rosterdesk sync` as the window does."""
    credentials.store_key(vault, source.uid, create=True)
    handover = Handover(secrets=credentials.handover(vault, source.uid), source=source)
    return run(
        *("rosterdesk", "--data-dir", str(data_dir.path), "--progress", "json", "--handover", "sync", source.name),
        handed=msgspec.json.encode(handover) + b"\n",
    )


def say(what: str, figure: str, bar: str = "", *, met: bool = True) -> None:
    """A figure beside its bar."""
    verdict = f"   bar {bar}: {'ok' if met else 'MISSED'}" if bar else ""
    print(f"  {what:40}{figure}{verdict}", flush=True)


def measure(users: int) -> tuple[float, float, float]:
    """All figures of one size; returns microseconds a row, megabytes of memory and bytes a row of the first sync."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "pages"
        pages.mkdir()
        run("tests.bench.sync", "--prepare", str(pages), "--largest", str(users))
        server = subprocess.Popen(
            [sys.executable, "-m", "tests.bench.sync", "--serve", str(pages)], stdout=subprocess.PIPE
        )
        try:
            assert server.stdout is not None
            return figures(Path(folder), pages, f"http://127.0.0.1:{int(server.stdout.readline())}", users)
        finally:
            server.terminate()
            server.wait()


def figures(folder: Path, pages: Path, url: str, users: int) -> tuple[float, float, float]:
    """Run everything once and print what it cost."""
    rows = sum(int((pages / name / "total").read_bytes()) for name in SERVED)
    print(f"{users:,} users, {users * FOR_ONE:,} enrollments: {rows:,} rows")
    data_dir, vault = DataDir(folder / "data"), credentials.MemoryVault({})
    loop = run("tests.bench.sync", "--download", url)
    say("a loop that only downloads and parses", spoken(rows, loop))

    def judge(what: str, ran: Ran, bar: float) -> None:
        ratio, busy = loop.seconds / ran.seconds, loop.busy / ran.busy
        say(what, f"{spoken(rows, ran)}, {ratio:.2f} × the loop ({busy:.2f} by processor)", f"{bar}", met=ratio >= bar)

    def from_service(way: str) -> Source:
        return Source(name="service", uid="service", url=url + way + BASE, auth="none", allow_http=True)

    source = from_service("/whole")
    first = sync(data_dir, source, vault)
    size = data_dir.store(source).stat().st_size / rows
    judge("P1  first sync", first, 0.6)
    say("P3  store", f"{size:.0f} bytes a row", "300", met=size <= 300)
    say("P4  memory", f"{first.peak:.0f} MB", "250", met=first.peak <= 250)
    judge("P2  nothing changed, filter ignored", sync(data_dir, source, vault), 1.0)
    httpx.get(f"{url}/asked")
    delta = sync(data_dir, from_service("/delta"), vault)
    most = max(httpx.get(f"{url}/asked").json().values())
    say("P2  nothing changed, filter heeded", f"{delta.seconds:.2f} s, {most} request a collection", "1", met=most == 1)
    bundle = Source(name="bundle", uid="bundle", bundle=str(pages / "bundle.zip"), auth="none")
    judge("P14 bundle", sync(data_dir, bundle, vault), 0.6)
    return first.seconds / rows * 1e6, first.peak, size


def spoken(rows: int, ran: Ran) -> str:
    """How long it took, and its rate."""
    return f"{ran.seconds:6.1f} s, {rows / ran.seconds:8,.0f} rows/s"


def main() -> None:
    """Measure, or be one of the processes that are measured."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", type=int, default=USERS, metavar="USERS")
    parser.add_argument("--prepare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--serve", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--download", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        prepare(options.prepare, options.largest)
    elif options.serve:
        serve(options.serve)
    elif options.download:
        os.nice(10)  # as a worker
        asyncio.run(download(options.download))
    else:
        sizes = [users for users in (USERS // 100, USERS // 10) if users < options.largest] + [options.largest]
        grown = [measure(users) for users in sizes]
        print("How it grows:        " + "".join(f"{size:>18,} users" for size in sizes))
        for name, values in zip(("µs a row", "MB of memory", "bytes a row"), zip(*grown, strict=True), strict=True):
            print(f"  {name:19}" + "".join(f"{value:>15.1f}  {value / values[0]:>5.2f} ×" for value in values))


if __name__ == "__main__":
    main()
