"""How fast the store answers: `python -m tests.bench.search [--largest PEOPLE]`; each figure beside its bar.

Searches, rosters, schedules, counts, and the keys of whole lists in the order of any field or narrowed by it, at
10,000, 100,000 and 1,000,000 people with as many enrollments; and how that grows. Nobody in it exists.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from rosterdesk.model import fields
from rosterdesk.model.attributes import Kind
from rosterdesk.model.entities import Entity, User
from rosterdesk.model.query import Query, Scope, Sort, Where
from rosterdesk.model.rows import text as as_text
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer
from tests.bench.store import MADE, District

SIZES = (10_000, 100_000, 1_000_000)
KEY = bytes(range(32))
TODAY = date(2026, 11, 2)
SEARCH, GLANCE, LIST = 16.0, 5.0, 1_000.0  # bars in milliseconds: P6, P8, P7
LISTED = ("users", "students", "enrollments", "classes", "lineItems", "results")
FEW, MANY = 50, 200

Work = Callable[[], object]


class Figures:
    """What was measured, in milliseconds, by label and number of people."""

    def __init__(self) -> None:
        self._figures: dict[str, dict[int, float]] = {}

    def note(self, people: int, label: str, bar: float, works: Sequence[Work]) -> None:
        """Do each once; print the median, the worst, and the p95 beside its bar; and the p95 of the processor's time,
        which is what it takes where nothing else runs.
        """
        both = [milliseconds(work) for work in works]
        times, busy = sorted(each for each, _ in both), sorted(each for _, each in both)
        place = min(len(works) - 1, int(len(works) * 0.95))
        p95 = times[place]
        spread = f"p50 {statistics.median(times):8.2f}  worst {times[-1]:8.2f}  " if len(works) > 1 else ""
        verdict = "" if p95 <= bar else "  OVER" if busy[place] > bar else "  over, for want of a processor"
        print(
            f"  {label:44} {spread}p95 {p95:8.2f} of {bar:,.0f} ms, processor {busy[place]:8.2f}{verdict}", flush=True
        )
        self._figures.setdefault(label, {})[people] = busy[place]

    def print_growth(self) -> None:
        """The processor's p95 at each size, and in brackets what a row costs against the smallest store."""
        sizes = sorted({size for figures in self._figures.values() for size in figures})
        print(f"growth: the processor's p95 in ms at {', '.join(f'{size:,}' for size in sizes)} people (cost of a row)")
        for label, figures in self._figures.items():
            ratios = (
                f"{figures[size]:9.2f} ({figures[size] / figures[sizes[0]] * sizes[0] / size:.3f})" for size in sizes
            )
            print(f"  {label:44} {''.join(ratios)}")


class People(District):
    """A district in which everybody has a telephone number of their own."""

    def users_made(self) -> Iterator[Entity]:
        for number, user in enumerate(super().users_made()):
            assert isinstance(user, User)
            yield msgspec.structs.replace(user, phone=phone(number), sms=phone(number) if number % 3 else None)


def phone(number: int) -> str:
    """One area, as in a district; the numbers are spread, and written in two ways."""
    digits = f"{number * 7_919 % 10_000_000:07}"
    return f"(555) {digits[:3]}-{digits[3:]}" if number % 2 else f"+1555{digits}"


def load(path: Path, district: District) -> None:
    """Write everything."""
    begun, rows = time.perf_counter(), 0
    with Writer(path, KEY) as writer:
        writer.begin(dict.fromkeys(MADE, "full"), started=datetime.now(UTC))
        for collection in MADE:
            for page in district.pages(collection):
                writer.put(collection, page, received=len(page), total=None)
                rows += len(page)
            writer.end_collection(collection, complete=True)
        writer.end()
    seconds = time.perf_counter() - begun
    print(f"{rows:,} rows, {path.stat().st_size / rows:.0f} bytes a row, loaded in {seconds:.0f} s")


def milliseconds(work: Work) -> tuple[float, float]:
    """How long it takes, and how much of that on a processor."""
    begun, busy = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - begun) * 1000, (time.process_time() - busy) * 1000


def measure_search(reader: Reader, district: District, figures: Figures) -> None:
    """P6: what is typed letter by letter, one to eight of them, of everybody and with a school in view; and whole."""
    chance, people = random.Random(7), district.users

    def name() -> str:
        return chance.choice(district.names)

    def number() -> str:
        return phone(chance.randrange(people))

    def email() -> str:
        return f"{name()}.{name()}{chance.randrange(97)}@students.example.org".lower()

    def local() -> str:
        return "".join(filter(str.isdecimal, number()))[-10:]

    def searches(typed: Callable[[], str], school: str) -> list[Work]:
        texts = [typed() for _ in range(FEW)]
        return [finding(reader, text, chance.choice(district.schools) if school else "") for text in texts]

    begun: dict[str, Callable[[int], str]] = {
        "one word": lambda length: name()[:length],
        "two words": lambda length: f"{name()[:length]} {name()[:length]}",
        "phone": lambda length: local()[:length],
        "end of phone": lambda length: local()[-length:],
        "identifier": lambda length: f"{chance.randrange(people):07}"[:length],
        "email": lambda length: email()[:length],
    }
    for what, typed in begun.items():
        for school in ("", " in a school"):
            for length in range(1, 9):
                works = searches(lambda typed=typed, length=length: typed(length), school)  # type: ignore[misc]
                figures.note(people, f"find {what}, {length} typed{school}", SEARCH, works)
    whole = {
        "whole email": email,
        "email up to the @": lambda: email().partition("@")[0] + "@",
        "phone as written": number,
        "phone in a school": number,
        "phone without its area": lambda: number()[-8:],
        "name and four digits": lambda: f"{name()} {number()[-4:]}",
        "name and a school": lambda: f"{name()} {district.names[chance.randrange(len(district.schools))]}",
        "sourcedId": lambda: chance.choice(district.user_ids),
    }
    for what, said in whole.items():
        figures.note(people, f"find {what}", SEARCH, searches(said, what.partition(" in a ")[2]))


def finding(reader: Reader, text: str, school: str) -> Work:
    """To search for it."""
    return lambda: reader.find(text, 50, school)


def measure_glances(reader: Reader, district: District, figures: Figures) -> None:
    """P8: what a click shows: a roster, a schedule, the counts of the schools; also as of a day."""
    chance, people = random.Random(8), district.users
    busiest = reader.select("SELECT user FROM enrollment GROUP BY user ORDER BY count(*) DESC LIMIT 1000", {}, {})
    students = [link.sourced_id for link in reader.links("users", [row["user"] for row in busiest]).values()]
    by_period = (Sort("periods"), Sort("title"))
    for label, on in (("", None), (" as of a day", "2026-10-01")):

        def rosters(on: str | None = on) -> Query:
            return Query(collection="students", scopes=(Scope("class", chance.choice(district.classes)),), as_of=on)

        def schedules(on: str | None = on) -> Query:
            scopes = (Scope("user", chance.choice(students)),)
            return Query(collection="classes", scopes=scopes, sort=by_period, as_of=on)

        figures.note(people, f"class roster{label}", GLANCE, [showing(reader, rosters()) for _ in range(MANY)])
        figures.note(people, f"student's schedule{label}", GLANCE, [showing(reader, schedules()) for _ in range(MANY)])
    figures.note(people, "counts of every school", GLANCE, [reader.tally] * MANY)


def showing(reader: Reader, query: Query) -> Work:
    """To read its rows, as a table shows them."""
    columns = fields.collection(query.collection).usual_columns
    return lambda: reader.rows(query.collection, reader.keys(query), columns, query.as_of)


def measure_lists(reader: Reader, district: District, figures: Figures) -> None:
    """P7: the keys of whole lists, sorted by each field both ways, and narrowed by some value of each."""
    chance, people = random.Random(9), district.users
    for name in LISTED:
        keys = reader.keys(Query(collection=name))
        print(f"  {len(keys):,} {name}")
        for field in fields.collection(name).fields:
            for sort in (Sort(field.name), Sort(field.name, descending=True)):
                label = f"{name} by {'-' if sort.descending else ''}{field.name}"
                figures.note(people, label, LIST, [keying(reader, Query(collection=name, sort=(sort,)))])
            ((value,),) = reader.rows(name, [chance.choice(keys)], (field.name,))
            text = str(value) if field.kind is Kind.MOMENT else as_text(value).split(", ")[0]
            query = Query(collection=name, where=(Where(field.name, (text,)),))
            figures.note(people, f"{name} with this {field.name}", LIST, [keying(reader, query)])


def keying(reader: Reader, query: Query) -> Work:
    """To read its keys."""
    return lambda: reader.keys(query)


def measure(path: Path, district: District, figures: Figures) -> None:
    """All figures of one store."""
    with Reader(path, KEY, today=lambda: TODAY) as reader:
        measure_search(reader, district, figures)
        measure_glances(reader, district, figures)
        measure_lists(reader, district, figures)


def main() -> None:
    """Every size up to the largest that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="people in the largest store")
    largest = parser.parse_args().largest
    figures = Figures()
    for people in sorted({size for size in SIZES if size < largest} | {largest}):
        with tempfile.TemporaryDirectory() as folder:
            path, district = Path(folder) / "store.db", People(people, people)
            print(f"{people:,} people and enrollments: ", end="", flush=True)
            load(path, district)
            measure(path, district, figures)
    figures.print_growth()


if __name__ == "__main__":
    main()
