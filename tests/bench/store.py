"""How fast the store is, on made-up people: `python tests/bench/store.py [users] [enrollments]`.

Prints rates, sizes and percentiles; asserts nothing. Nobody in it exists.
"""

import random
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec

from rosterdesk.model import fields
from rosterdesk.model.entities import AcademicSession as Session
from rosterdesk.model.entities import (
    Category,
    Class,
    Course,
    Demographics,
    Enrollment,
    Entity,
    Item,
    LineItem,
    Org,
    Ref,
    Result,
    User,
)
from rosterdesk.model.query import Query, Scope, Sort, Where
from rosterdesk.store.reader import Reader
from rosterdesk.store.writer import Writer

PAGE = 5_000
MADE = (
    *("orgs", "academicSessions", "courses", "users", "classes", "enrollments", "demographics"),
    *("categories", "lineItems", "results"),
)
SYLLABLES = "anbelcordaelfigarhainjokalomarneospequinrasatoulvawixiyozu"
ACCENTED = ("mé", "ño", "ły", "ør")
MODIFIED = datetime(2026, 9, 1, 6, 30, tzinfo=UTC)
HREF = "https://district.example.org/ims/oneroster/v1p1"


class District:
    """Made-up records by collection, in pages; the same for the same seed."""

    def __init__(self, users: int, enrollments: int, seed: int = 1) -> None:
        self.random = random.Random(seed)
        self.users, self.enrollments = users, enrollments
        self.schools = [self.id() for _ in range(max(2, users // 1500))]
        self.sessions = [self.id() for _ in range(8)]
        self.courses = [self.id() for _ in range(300)]
        self.user_ids = [self.id() for _ in range(users)]
        self.classes = [self.id() for _ in range(max(10, enrollments // 26))]
        self.names = [self.name(size) for size in [2, 3, 3, 4] * 2500]

    def id(self) -> str:
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def name(self, size: int) -> str:
        starts = [self.random.randrange(0, len(SYLLABLES) - 3, 2) for _ in range(size)]
        syllables = [SYLLABLES[start : start + 2] for start in starts]
        if self.random.random() < 0.1:
            syllables[-1] = self.random.choice(ACCENTED)
        return "".join(syllables).title()

    def pages(self, collection: str) -> Iterator[list[Item]]:
        page: list[Item] = []
        for entity in getattr(self, collection.lower() + "_made")():
            page.append(Item(entity, as_sent(entity)))
            if len(page) == PAGE:
                yield page
                page = []
        if page:
            yield page

    def orgs_made(self) -> Iterator[Entity]:
        yield Org(sourced_id="district", name="Example District", type="district", date_last_modified=MODIFIED)
        for number, school in enumerate(self.schools):
            name = f"{self.names[number]} School"
            yield Org(sourced_id=school, name=name, type="school", identifier=f"{number:05}", parent=Ref("district"))

    def academicsessions_made(self) -> Iterator[Entity]:
        for number, session in enumerate(self.sessions):
            yield Session(sourced_id=session, title=f"Term {number}", type="term", start_date=date(2026, 8, 20))

    def courses_made(self) -> Iterator[Entity]:
        for number, course in enumerate(self.courses):
            yield Course(sourced_id=course, title=f"Course {number}", course_code=f"C{number}", org=Ref("district"))

    def users_made(self) -> Iterator[Entity]:
        for number, user in enumerate(self.user_ids):
            given, family = self.random.choice(self.names), self.random.choice(self.names)
            teacher = number % 18 == 0
            school = Ref(self.schools[number % len(self.schools)])
            guardian = number % 6 == 5
            family_of = [] if teacher or guardian else [Ref(self.user_ids[min(number // 6 * 6 + 5, self.users - 1)])]
            name = f"{given}.{family}{number % 97}".lower()
            yield User(
                sourced_id=user, date_last_modified=MODIFIED, username=name, enabled_user="true", given_name=given,
                family_name=family, identifier=f"{number:07}", email=f"{name}@students.example.org",
                role="teacher" if teacher else "guardian" if guardian else "student", orgs=[school], agents=family_of,
                phone=f"555-01{number % 100:02}",
                grades=[] if teacher else [f"{number % 12 + 1:02}"],
            )  # fmt: skip

    def classes_made(self) -> Iterator[Entity]:
        for number, class_ in enumerate(self.classes):
            yield Class(
                sourced_id=class_, date_last_modified=MODIFIED, title=f"{self.names[number % 300]} {number % 9}",
                class_code=f"K{number}", class_type="homeroom" if number % 6 == 0 else "scheduled",
                location=f"R{number % 250}", course=Ref(self.random.choice(self.courses)),
                school=Ref(self.schools[number % len(self.schools)]),
                terms=[Ref(self.sessions[number % len(self.sessions)])], periods=[str(number % 8 + 1)],
            )  # fmt: skip

    def enrollments_made(self) -> Iterator[Entity]:
        last = -1
        for number in range(self.enrollments):  # class by class, as services list them
            place = number * len(self.classes) // self.enrollments
            teacher, last = place != last, place
            school = place % len(self.schools)
            user = school + len(self.schools) * self.random.randrange(
                (self.users - school - 1) // len(self.schools) + 1
            )
            yield Enrollment(
                sourced_id=self.id(), date_last_modified=MODIFIED, user=Ref(self.user_ids[user]),
                class_=Ref(self.classes[place]), school=Ref(self.schools[school]),
                role="teacher" if teacher else "student", primary="true" if teacher else None,
                begin_date=date(2026, 8, 20), end_date=date(2027, 6, 10),
            )  # fmt: skip

    def demographics_made(self) -> Iterator[Entity]:
        for user in self.user_ids[:1000]:
            yield Demographics(sourced_id=user, birth_date=date(2012, 3, 4), sex="female")

    def categories_made(self) -> Iterator[Entity]:
        for category in ("homework", "tests"):
            yield Category(sourced_id=category, title=category.title())

    def lineitems_made(self) -> Iterator[Entity]:
        for number, class_ in enumerate(self.classes):
            yield LineItem(
                sourced_id=f"line-{number}", date_last_modified=MODIFIED, title=f"Quiz {number % 12}",
                class_=Ref(class_), category=Ref("tests"), assign_date=date(2026, 9, 1), due_date=date(2026, 9, 8),
                result_value_min=0.0, result_value_max=100.0,
            )  # fmt: skip

    def results_made(self) -> Iterator[Entity]:
        for number in range(self.enrollments // 2):
            yield Result(
                sourced_id=self.id(), date_last_modified=MODIFIED, score=float(number % 100),
                score_status="fully graded", score_date=date(2026, 9, 9),
                line_item=Ref(f"line-{number * len(self.classes) * 2 // self.enrollments}"),
                student=Ref(self.random.choice(self.user_ids)),
            )  # fmt: skip


def as_sent(entity: Entity) -> bytes:
    """The JSON of an entity with references as a service writes them."""
    said = {name: value for name, value in msgspec.to_builtins(entity).items() if value not in (None, [])}
    for name, value in said.items():
        if isinstance(value, dict):
            said[name] = _reference(name, value)
        elif isinstance(value, list):
            said[name] = [_reference(name[:-1], each) if isinstance(each, dict) else each for each in value]
    if isinstance(entity, User):
        said["userIds"] = [
            {"type": "LDAP", "identifier": entity.email},
            {"type": "SIS", "identifier": entity.identifier},
        ]
    said["metadata"] = {"ext.source": "SIS", "ext.calendar": "A", "ext.locked": "false"}
    return msgspec.json.encode(said)


def _reference(name: str, ref: dict[str, str]) -> dict[str, str]:
    return {"href": f"{HREF}/{name}/{ref['sourcedId']}", **ref, "type": name}


def write(path: Path, key: bytes, district: District, kind: str) -> int:
    """Write everything and print rows a second in the writer alone, by collection; says how many rows."""
    rows, seconds = 0, 0.0
    with Writer(path, key) as writer:
        writer.begin(dict.fromkeys(MADE, "full"), started=datetime.now(UTC))
        for collection in MADE:
            count, took, busy = 0, 0.0, 0.0
            for page in district.pages(collection):
                begun, started = time.perf_counter(), time.process_time()
                writer.put(collection, page, received=len(page), total=None)
                took, busy = took + time.perf_counter() - begun, busy + time.process_time() - started
                count += len(page)
            begun = time.perf_counter()
            writer.end_collection(collection, complete=True)
            took += time.perf_counter() - begun
            rows, seconds = rows + count, seconds + took
            if count > 2_000:
                processor = f"{busy / count * 1e6:.1f} µs of processor a row"
                print(f"  {kind} {collection:18} {count:>9,} rows {count / took:>10,.0f} rows/s  {processor}")
        begun = time.perf_counter()
        writer.end()
        ended = time.perf_counter() - begun
    seconds += ended
    size = path.stat().st_size / rows
    print(
        f"{kind}: {rows / seconds:,.0f} rows/s, {size:.0f} bytes a row ({seconds:.1f} s, of which the end {ended:.2f})"
    )
    return rows


def timed(label: str, repeats: int, work: Callable[[], object]) -> None:
    """Print median, p95 and worst of the work, in milliseconds."""
    times = []
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    times.sort()
    p95 = times[min(len(times) - 1, int(len(times) * 0.95))]
    print(f"  {label:46} p50 {statistics.median(times):9.2f}  p95 {p95:9.2f}  worst {times[-1]:9.2f} ms")


def read(reader: Reader, district: District) -> None:
    """Time what the window asks for."""
    chance = random.Random(7)
    students = reader.keys(Query(collection="students"))
    enrollments = reader.keys(Query(collection="enrollments"))
    print(f"  {len(students):,} students, {len(enrollments):,} enrollments")

    def window(collection: str, keys: Sequence[int]) -> object:
        first = chance.randrange(max(1, len(keys) - 200))
        return reader.rows(collection, keys[first : first + 200], fields.collection(collection).usual_columns)

    for name in ("students", "teachers", "classes", "enrollments", "users", "results"):
        keys = reader.keys(Query(collection=name))
        timed(f"rows(200) {name}", 60, lambda name=name, keys=keys: window(name, keys))
    timed(
        "class roster: keys and rows", 100,
        lambda: reader.rows("students", reader.keys(Query(collection="students", scopes=(
            Scope("class", chance.choice(district.classes)),))), fields.collection("students").usual_columns),
    )  # fmt: skip
    timed(
        "schedule: keys and rows", 100,
        lambda: reader.rows("classes", reader.keys(Query(collection="classes", scopes=(
            Scope("user", chance.choice(district.user_ids)),), sort=(Sort("periods"), Sort("title")))),
            fields.collection("classes").usual_columns),
    )  # fmt: skip
    timed("students of a school", 20, lambda: reader.keys(
        Query(collection="students", scopes=(Scope("school", chance.choice(district.schools)),))))  # fmt: skip
    timed("tally", 20, reader.tally)
    timed("record", 50, lambda: reader.record("students", chance.choice(students)))
    for name in ("students", "classes", "enrollments", "results"):
        for field in fields.collection(name).fields:
            query = Query(collection=name, sort=(Sort(field.name),))
            timed(f"keys {name} by {field.name}", 1, lambda query=query: reader.keys(query))
    timed("keys students by -name", 1, lambda: reader.keys(Query(collection="students", sort=(Sort("name", True),))))
    timed("keys students grades=07", 3, lambda: reader.keys(
        Query(collection="students", where=(Where("grades", ("07",)),))))  # fmt: skip
    timed("keys enrollments grades=07", 1, lambda: reader.keys(
        Query(collection="enrollments", where=(Where("grades", ("07",)),))))  # fmt: skip
    for text in ("a", "ma", "mar an", "0001234", "@students"):
        timed(f"keys students text={text!r}", 3, lambda text=text: reader.keys(Query(collection="students", text=text)))
    for field in ("grades", "status", "schools", "homeroom"):
        timed(f"facets students {field}", 1, lambda field=field: reader.facets(Query(collection="students"), field))
    for length in range(1, 9):
        timed(f"find one word, {length} letters", 60, lambda length=length: reader.find(
            chance.choice(district.names)[:length]))  # fmt: skip
        timed(f"find two words, {length} letters", 60, lambda length=length: reader.find(
            f"{chance.choice(district.names)[:length]} {chance.choice(district.names)[:length]}"))  # fmt: skip
    timed("find in a school", 60, lambda: reader.find(chance.choice(district.names)[:3], 50, district.schools[1]))
    timed("find an email", 30, lambda: reader.find(f"{chance.choice(district.names).lower()}.ma5@students.ex"))


def main() -> None:
    """Write, write again unchanged, read."""
    users = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    enrollments = int(sys.argv[2]) if len(sys.argv) > 2 else users * 5
    print(f"{users:,} users, {enrollments:,} enrollments")
    with tempfile.TemporaryDirectory() as folder:
        path, key = Path(folder) / "store.db", bytes(range(32))
        for kind in ("new", "same"):
            district = District(users, enrollments)
            write(path, key, district, kind)
        with Reader(path, key, today=lambda: date(2026, 11, 2)) as reader:
            read(reader, district)


if __name__ == "__main__":
    main()
