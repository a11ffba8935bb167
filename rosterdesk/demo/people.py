"""The people: families with children and guardians, and staff."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import msgspec

from rosterdesk.demo.curriculum import GRADES
from rosterdesk.demo.names import Culture, Naming, plain
from rosterdesk.demo.school_year import SchoolYear
from rosterdesk.demo.schools import School, Schools
from rosterdesk.demo.wire import Record, Wire

_DOMAIN = "lakeside.example"
_AREA_CODES = ("209", "530", "707", "831", "951")
_RACES = (
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
)


class Student(msgspec.Struct):
    """A student at a school. `arrives` and `leaves` (the first day away) are set where they are not the year's."""

    record: Record
    school: School
    grade: int
    ability: float
    arrives: date | None = None
    leaves: date | None = None


class _Child(msgspec.Struct):
    given: str
    family: str
    sex: str
    grade: int
    culture: Culture
    zone: int


class People:
    """Makes users. Usernames are unique, and so are the emails of students and staff."""

    def __init__(self, wire: Wire, year: SchoolYear, schools: Schools, today: date, seed: int) -> None:
        self.wire = wire
        self.year = year
        self.schools = schools
        self.today = today
        self.random = Random(f"people {seed}")  # noqa: S311
        self.naming = Naming(self.random)
        self._usernames: Counter[str] = Counter()
        self._emails: Counter[str] = Counter()
        self._numbers: list[int] = []
        self._staff = 1000
        self._guardians = 20_000

    def families(self, students: int) -> list[Student]:
        """That many students, in families: siblings share guardians; agents are named both ways."""
        self._numbers = self.random.sample(range(10_000, 10_000 + 14 * students), students)
        made: list[Student] = []
        while len(made) < students:
            children = min(self.random.choices((1, 2, 3, 4), (50, 36, 11, 3))[0], students - len(made))
            made += self._family(children)
        return made

    def staff(self, school: School | None, role: str, *, elsewhere: School | None = None) -> Record:
        """A new member of the staff of a school (`None` for the district's office); some also serve `elsewhere`."""
        culture = self.naming.culture()
        sex = "female" if self.random.random() < 0.68 else "male"
        self._staff += self.random.randint(1, 6)
        number = f"{self._staff:06}"
        orgs = [each.record for each in (school, elsewhere) if each] or [self.schools.district]
        return self._user(
            number,
            role,
            orgs,
            self.naming.given(culture, sex),
            self._family_name(culture),
            identifier=number,
            userIds=[{"type": "HR", "identifier": number}],
            phone=self._phone(),
        )

    def _family(self, children: int) -> list[Student]:
        culture = self.naming.culture()
        mothers, fathers = self.naming.family(culture), self.naming.family(culture)
        zone = self.random.randrange(self.schools.zones)
        shared = f"{fathers} {mothers}" if culture.two_families and self.random.random() < 0.45 else fathers
        oldest = self.random.randrange(13)
        brood: list[_Child] = []
        for place in range(children):
            grade = oldest if place == 0 else self._sibling(oldest)
            sex = self.random.choice(("female", "male"))
            brood.append(_Child(self._given(culture, sex, brood), shared, sex, grade, culture, zone))
        students = [self._student(child) for child in brood]
        guardians = [self._guardian(culture, "female", mothers if culture.two_families else shared, students)]
        if self.random.random() < 0.68:
            guardians.append(self._guardian(culture, "male", fathers, students))
        for student in students:
            student.record["agents"] = self.wire.refs("user", guardians)
        return students

    def _sibling(self, oldest: int) -> int:
        if self.random.random() < 0.04:
            return oldest  # twins
        return (oldest + self.random.choice((-5, -4, -3, -2, -1, 1, 2, 3, 4, 5))) % 13

    def _given(self, culture: Culture, sex: str, siblings: list[_Child]) -> str:
        taken = {child.given for child in siblings}
        names = (self.naming.given(culture, sex) for _ in range(20))
        return next((name for name in names if name not in taken), "Alex")

    def _family_name(self, culture: Culture) -> str:
        name = self.naming.family(culture)
        other = self.naming.family(culture)
        if other != name and culture.two_families and self.random.random() < 0.25:
            return f"{name} {other}"
        return name

    def _student(self, child: _Child) -> Student:
        school = self.schools.of(child.zone, child.grade)
        number = f"{self._numbers.pop():07}"
        record = self._user(
            number,
            "student",
            [school.record],
            child.given,
            child.family,
            suffix=f"{(self.year.last.year + 12 - child.grade) % 100:02}",
            identifier=number,
            userIds=[{"type": "SIS", "identifier": number}, {"type": "State", "identifier": f"9{number}41"}],
            grades=[GRADES[child.grade]],
        )
        if self.random.random() < 0.4:
            middle = self.naming.given(child.culture, child.sex)
            if middle not in child.given:
                record["middleName"] = middle
        student = Student(record, school, child.grade, self.random.random())
        self._move(student)
        self._demographics(child, record)
        return student

    def _move(self, student: Student) -> None:
        """Some students came late, some left, some are still to come."""
        chance = self.random.random()
        days = (self.today - self.year.first).days
        if chance < 0.012 and days > 10:
            student.leaves = self.today - timedelta(days=self.random.randint(1, days - 5))
            student.record["enabledUser"] = "false"
            if chance < 0.005:
                student.record["status"] = "tobedeleted"
        elif chance < 0.022:
            comes = self.today + timedelta(days=self.random.randint(2, 40))
            student.arrives = min(comes, self.year.last - timedelta(days=5))
        elif chance < 0.05 and days > 10:
            student.arrives = self.today - timedelta(days=self.random.randint(1, days - 5))

    def _demographics(self, child: _Child, record: Record) -> None:
        birthday = date(self.year.last.year - 6 - child.grade, 9, 1) + timedelta(days=self.random.randrange(365))
        races = {child.culture.race} if self.random.random() < 0.85 else {self.random.choice(_RACES)}
        if self.random.random() < 0.1:
            races.add(self.random.choice(_RACES))
        fields: Record = {"birthDate": birthday.isoformat(), "sex": child.sex}
        fields |= {race: _flag(race in races) for race in _RACES}
        fields["demographicRaceTwoOrMoreRaces"] = _flag(len(races) > 1)
        fields["hispanicOrLatinoEthnicity"] = _flag(child.culture.hispanic)
        fields |= {"countryOfBirthCode": "US", "stateOfBirthAbbreviation": "CA", "cityOfBirth": "Lakeside"}
        fields["publicSchoolResidenceStatus"] = "01652"
        self.wire.add("demographics", "", fields, sourced_id=record["sourcedId"])

    def _guardian(self, culture: Culture, sex: str, family: str, children: list[Student]) -> Record:
        self._guardians += 1
        phone = self._phone()
        given = self.naming.given(culture, sex)
        roles = ("guardian", "parent", "relative")
        orgs = {id(student.school): student.school.record for student in children}
        return self._user(
            f"G{self._guardians}",
            self.random.choices(roles, (80, 16, 4))[0],
            list(orgs.values()),
            given,
            family,
            email=f"{plain(given)}.{plain(family)}{self.random.randrange(100):02}@mail.example",
            phone=phone,
            sms=phone if self.random.random() < 0.8 else self._phone(),
            agents=self.wire.refs("user", (student.record for student in children)),
        )

    def _user(
        self, number: str, role: str, orgs: list[Record], given: str, family: str, *, suffix: str = "", **more: object
    ) -> Record:
        short, name = plain(given), plain(family)
        fields: Record = {
            "username": _unique(self._usernames, f"{short[:1]}{name}{suffix}"),
            "enabledUser": "true",
            "givenName": given,
            "familyName": family,
            "role": role,
            "orgs": self.wire.refs("org", orgs),
            **more,
        }
        if "email" not in fields:
            fields["email"] = f"{_unique(self._emails, f'{short}.{name}')}@{_DOMAIN}"
        return self.wire.add("user", number, fields)

    def _phone(self) -> str:
        return f"({self.random.choice(_AREA_CODES)}) 555-01{self.random.randrange(100):02}"


def _unique(taken: Counter[str], stem: str) -> str:
    """The stem, with a number where it is taken already. A stem may itself end in digits, so try until one is free."""
    name = stem
    while name in taken:
        taken[stem] += 1
        name = f"{stem}{taken[stem]}"
    taken[name] += 1
    return name


def _flag(truth: bool) -> str:
    return "true" if truth else "false"
