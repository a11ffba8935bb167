"""Where faults are planted: the district, and what of it no fault has touched yet."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from random import Random

from rosterdesk.demo.wire import Record, Wire


class Ground:
    """Hands out records that no other fault has touched."""

    def __init__(self, wire: Wire, random: Random, today: date) -> None:
        self.wire = wire
        self.today = today
        self.random = random
        self._used: set[str] = set()

    def pick(self, collection: str, fits: Callable[[Record], bool] = lambda _: True) -> Record:
        """An active record that fits; an enrollment also takes its class and user out of the game."""
        found = self.random.choice([each for each in self._free(collection) if fits(each)])
        self._used |= self._involved(found)
        return found

    def busiest(self, collection: str, among: str, field: str, fits: Callable[[Record], bool]) -> Record:
        """The active record to which the most records of another collection refer that fit."""
        counts = Counter(each[field]["sourcedId"] for each in self.wire.collections[among] if fits(each))
        found = max(self._free(collection), key=lambda each: counts[each["sourcedId"]])
        self._used |= self._involved(found)
        return found

    def fullest_class(self) -> Record:
        """The class with the most students of today."""
        return self.busiest(
            "classes", "enrollments", "class", lambda each: each["role"] == "student" and self._current(each)
        )

    def busiest_teacher(self) -> Record:
        """The teacher of the most classes of today."""
        return self.busiest(
            "users", "enrollments", "user", lambda each: each["role"] == "teacher" and self._current(each)
        )

    def student(self) -> Record:
        """A student who is enrolled somewhere today."""
        enrolled = {each["user"]["sourcedId"] for each in self.wire.collections["enrollments"] if self._current(each)}
        return self.pick("users", lambda user: user["role"] == "student" and user["sourcedId"] in enrolled)

    def teacher(self) -> Record:
        """A teacher."""
        return self.pick("users", lambda user: user["role"] == "teacher")

    def enrollment(self) -> Record:
        """A student's enrollment of today."""
        return self.pick("enrollments", lambda each: each["role"] == "student" and self._current(each))

    def klass(self) -> Record:
        """A scheduled class of today."""
        today = self.today.isoformat()
        terms = {
            each["sourcedId"]
            for each in self.wire.collections["academicSessions"]
            if each["startDate"] <= today < each["endDate"]
        }
        return self.pick(
            "classes",
            lambda each: each["classType"] == "scheduled" and any(term["sourcedId"] in terms for term in each["terms"]),
        )

    def unenroll(self, field: str, record: Record, role: str) -> None:
        """Takes out the enrollments that refer to this record and have that role."""
        kept = self.wire.collections["enrollments"]
        kept[:] = [each for each in kept if each[field]["sourcedId"] != record["sourcedId"] or each["role"] != role]

    def enroll(self, like: Record, **changes: object) -> Record:
        """A further enrollment, like this one but for the changes."""
        fields = {key: value for key, value in like.items() if key not in {"sourcedId", "status", "dateLastModified"}}
        return self.wire.add("enrollment", f"X{self.random.getrandbits(48):012x}", fields | changes)

    def missing(self, kind: str) -> Record:
        """A reference that leads nowhere."""
        return self.wire.ref(kind, f"missing-{kind}-{self.random.getrandbits(32):08x}")

    def _free(self, collection: str) -> list[Record]:
        records = self.wire.collections[collection]
        return [each for each in records if each["status"] == "active" and not self._involved(each) & self._used]

    def _current(self, enrollment: Record) -> bool:
        return bool(enrollment["beginDate"] <= self.today.isoformat() < enrollment["endDate"])

    def _involved(self, record: Record) -> set[str]:
        refs = (record[field]["sourcedId"] for field in ("user", "class") if field in record)
        return {record["sourcedId"], *refs}
