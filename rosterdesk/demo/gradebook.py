"""The gradebook of the present grading period: what was set, and what each student got for it.

Only for English and mathematics, and for the homerooms of small children: tens of thousands of results in a district of
thousands of students, not hundreds of thousands. Score scales and assessments are in OneRoster 1.2 alone.
"""

from collections import defaultdict
from datetime import date, timedelta

from rosterdesk.demo.wire import Record, Wire

_WEIGHTS = {"Homework": 0.2, "Quizzes": 0.3, "Tests": 0.5}
_SUBJECTS = {"English Language Arts", "Mathematics"}
_LETTERS = (("A", "90-100"), ("B", "80-89"), ("C", "70-79"), ("D", "60-69"), ("F", "0-59"))
_COMMENTS = ("Well thought through.", "Show your work, please.", "Handed in late; see me.")


class Gradebook:
    """Fills the gradebook of today's classes. A student's level is the same in all of them."""

    def __init__(self, wire: Wire, today: date) -> None:
        self.wire = wire
        self.today = today
        self._levels: dict[str, float] = {}
        sessions = (each for each in wire.collections["academicSessions"] if each["type"] == "gradingPeriod")
        self._period = next(each for each in sessions if each["startDate"] <= today.isoformat() < each["endDate"])
        self._categories = {
            title: wire.ref("category", wire.add("category", title, {"title": title, "weight": weight})["sourcedId"])
            for title, weight in _WEIGHTS.items()
        }

    def fill(self) -> None:
        """Line items, results and a scale for each class, and the district's reading assessment."""
        seats = self._seats()
        for place, each in enumerate(self.wire.collections["classes"]):
            if each["sourcedId"] in seats and _SUBJECTS & set(each["subjects"]):
                self._class(f"{place:05}", each, seats[each["sourcedId"]])
        self._assess()

    def _seats(self) -> dict[str, list[Record]]:
        """By class: references to the students who sit in it today."""
        day = self.today.isoformat()
        seats = defaultdict(list)
        for each in self.wire.collections["enrollments"]:
            if each["role"] == "student" and each["status"] == "active" and each["beginDate"] <= day < each["endDate"]:
                seats[each["class"]["sourcedId"]].append(each["user"])
        return dict(seats)

    def _class(self, code: str, record: Record, students: list[Record]) -> None:
        """What was due is marked; the test is still to come, and homerooms have none."""
        klass = self.wire.ref("class", record["sourcedId"])
        self._scale(code, record, klass)
        begins, ends = (date.fromisoformat(self._period[name]) for name in ("startDate", "endDate"))
        past, left = self.today - begins, ends - self.today
        self._mark(
            f"{code}-1", self._item(f"{code}-1", "Homework", "Homework", klass, begins + past * 0.4, 10), students
        )
        if record["classType"] == "scheduled":
            self._mark(
                f"{code}-2", self._item(f"{code}-2", "Quiz", "Quizzes", klass, begins + past * 0.9, 20), students
            )
            self._item(f"{code}-3", "Unit Test", "Tests", klass, self.today + left * 0.6, 100)

    def _item(self, code: str, title: str, category: str, klass: Record, due: date, most: int) -> Record:
        fields: Record = {
            "title": title,
            "description": f"{title} of {self._period['title'][:2]}",
            "assignDate": f"{due - timedelta(days=6)}T15:00:00.000Z",
            "dueDate": f"{due}T23:59:00.000Z",
            "class": klass,
            "category": self._categories[category],
            "gradingPeriod": self.wire.ref("academicSession", self._period["sourcedId"]),
            "resultValueMin": 0.0,
            "resultValueMax": float(most),
        }
        return self.wire.add("lineItem", code, fields)

    def _mark(self, code: str, item: Record, students: list[Record]) -> None:
        """A result for everybody; a few did not hand in, or need not."""
        line_item = self.wire.ref("lineItem", item["sourcedId"])
        for place, student in enumerate(students):
            chance = self.wire.random.random()
            state = "fully graded" if chance < 0.94 else "not submitted" if chance < 0.98 else "exempt"
            fields: Record = {
                "lineItem": line_item,
                "student": student,
                "scoreStatus": state,
                "score": self._score(student, item["resultValueMax"]) if state == "fully graded" else 0.0,
                "scoreDate": min(self.today.isoformat(), item["dueDate"][:10]),
            }
            if chance < 0.05:
                fields["comment"] = self.wire.random.choice(_COMMENTS)
            self.wire.add("result", f"{code}-{place:02}", fields)

    def _score(self, student: Record, most: float) -> float:
        """Points, in halves."""
        level = self._levels.setdefault(student["sourcedId"], self.wire.random.gauss(0.8, 0.1))
        return round(2 * most * min(1.0, max(0.2, self.wire.random.gauss(level, 0.07)))) / 2

    def _scale(self, code: str, record: Record, klass: Record) -> None:
        fields: Record = {
            "title": "Letter grades",
            "type": "letter",
            "course": record["course"],
            "class": klass,
            "scoreScaleValue": [{"itemValueLHS": letter, "itemValueRHS": range_} for letter, range_ in _LETTERS],
        }
        self.wire.add("scoreScale", code, fields)

    def _assess(self) -> None:
        """The district's reading assessment, in two parts, which every active student took."""
        whole = self._assessment("reading", "Fall Reading Assessment", 300)
        for part in ("Comprehension", "Vocabulary"):
            child = self._assessment(f"reading-{part}", f"Reading: {part}", 150)
            child["parentAssessmentLineItem"] = self.wire.ref("assessmentLineItem", whole["sourcedId"])
        assessment = self.wire.ref("assessmentLineItem", whole["sourcedId"])
        for place, user in enumerate(self.wire.collections["users"]):
            if user["role"] == "student" and user["status"] == "active":
                student = self.wire.ref("user", user["sourcedId"])
                score = self._score(student, whole["resultValueMax"])
                fields: Record = {
                    "assessmentLineItem": assessment,
                    "student": student,
                    "score": score,
                    "scorePercentile": float(min(99, round(score / 3))),
                    "scoreDate": self._period["startDate"],
                    "scoreStatus": "fully graded",
                }
                self.wire.add("assessmentResult", f"reading-{place}", fields)

    def _assessment(self, code: str, title: str, most: int) -> Record:
        fields: Record = {"title": title, "resultValueMin": 0.0, "resultValueMax": float(most)}
        return self.wire.add("assessmentLineItem", code, fields)
