"""What is taught: courses by level, and which of them a student of a grade takes."""

from random import Random
from typing import Literal, TypeAlias

import msgspec

Level: TypeAlias = Literal["elementary", "middle", "high"]
GRADES = ("KG", *(f"{grade:02}" for grade in range(1, 13)))
"""Grade codes by place: kindergarten is 0, the twelfth grade 12."""

SLOTS = ("english", "math", "science", "social", "language", "wellness", "elective")
"""The seven things that a middle or high school student takes, one in each of the seven periods."""

SUBJECT_CODES = {
    "English Language Arts": "01",
    "Mathematics": "02",
    "Science": "03",
    "Social Studies": "04",
    "Visual Arts": "05",
    "Music": "05",
    "Theatre": "05",
    "World Languages": "06",
    "Health": "08",
    "Physical Education": "08",
    "Computer Science": "10",
    "Career and Technical Education": "13",
    "Reading": "51",
    "Library": "22",
    "Homeroom": "22",
}


class Course(msgspec.Struct, frozen=True):
    """A course of the catalogue. `place` is where it meets, where that is not the teacher's own room."""

    title: str
    code: str
    subject: str
    grades: tuple[int, ...]
    department: str
    place: str = ""


Choice: TypeAlias = tuple[Course, ...]
"""What fills a slot: one course for the year, or two, one a semester."""


def _course(
    title: str, code: str, subject: str, grades: tuple[int, ...], department: str = "", place: str = ""
) -> Course:
    return Course(title, code, subject, grades, department or subject, place)


_MIDDLE, _HIGH = (6, 7, 8), (9, 10, 11, 12)
_ENGLISH = "English Language Arts"
_CTE = "Career and Technical Education"


def _years(grades: tuple[int, ...], *titles: str, subject: str, code: str, step: int = 10) -> list[Course]:
    return [
        _course(title, f"{code}{100 + step * place}", subject, grades if len(grades) == 1 else (grades[place],))
        for place, title in enumerate(titles)
    ]


_MIDDLE_ENGLISH = _years(_MIDDLE, "English 6", "English 7", "English 8", subject=_ENGLISH, code="ELA")
_MIDDLE_MATH = _years(_MIDDLE, "Math 6", "Math 7", "Math 8", subject="Mathematics", code="MTH")
_MIDDLE_MATH_FAST = [
    _course("Accelerated Math 6", "MTH105", "Mathematics", (6,)),
    _course("Pre-Algebra", "MTH115", "Mathematics", (7,)),
    _course("Algebra I", "MTH200", "Mathematics", (8,)),
]
_MIDDLE_SCIENCE = _years(_MIDDLE, "Earth Science", "Life Science", "Physical Science", subject="Science", code="SCI")
_MIDDLE_SOCIAL = _years(
    _MIDDLE, "Ancient Civilizations", "World Geography", "U.S. History 8", subject="Social Studies", code="SOC"
)
_MIDDLE_PE = [
    _course(f"Physical Education {n}", f"PE{100 + n}", "Physical Education", (n,), place="Gym") for n in _MIDDLE
]
_MIDDLE_HEALTH = [_course(f"Health {n}", f"HLT{100 + n}", "Health", (n,), "Physical Education") for n in _MIDDLE]
_MIDDLE_LANGUAGE = [
    _course("Reading Workshop", "RDG106", "Reading", (6,), _ENGLISH),
    _course("Exploring Languages", "LNG107", "World Languages", (7,), "Spanish"),
    _course("Spanish I", "SPA100", "World Languages", (8,), "Spanish"),
]
_MIDDLE_ELECTIVES: list[Choice] = [
    (_course("Beginning Band", "MUS110", "Music", _MIDDLE, place="Band Room"),),
    (
        _course("Studio Art", "ART110", "Visual Arts", _MIDDLE, place="Art Studio"),
        _course("Digital Media", "ART115", "Visual Arts", _MIDDLE, place="Art Studio"),
    ),
    (
        _course("Coding Basics", "CSC110", "Computer Science", _MIDDLE, place="Lab 1"),
        _course("Robotics", "CSC115", "Computer Science", _MIDDLE, place="Lab 1"),
    ),
    (_course("Chorus", "MUS120", "Music", _MIDDLE, "Chorus", "Choir Room"),),
]

_ENGLISH_HIGH = [
    *_years(_HIGH[:3], "English 9", "English 10", "American Literature", subject=_ENGLISH, code="ENG"),
    _course("Senior English", "ENG130", _ENGLISH, (12,)),
]
_ENGLISH_HONORS = [
    _course("English 9 Honors", "ENG105", _ENGLISH, (9,)),
    _course("English 10 Honors", "ENG115", _ENGLISH, (10,)),
    _course("AP English Language", "ENG125", _ENGLISH, (11,)),
    _course("AP English Literature", "ENG135", _ENGLISH, (12,)),
]
_MATH_HIGH = [
    _course("Algebra I", "MTH200", "Mathematics", (9, 10)),
    _course("Geometry", "MTH210", "Mathematics", (9, 10, 11)),
    _course("Algebra II", "MTH220", "Mathematics", (10, 11, 12)),
    _course("Statistics", "MTH230", "Mathematics", (11, 12)),
    _course("Pre-Calculus", "MTH240", "Mathematics", (11, 12)),
    _course("AP Calculus AB", "MTH250", "Mathematics", (12,)),
]
_SCIENCE_HIGH = [
    _course("Biology", "SCI200", "Science", (9,)),
    _course("Chemistry", "SCI210", "Science", (10, 11), place="Lab 3"),
    _course("Physics", "SCI220", "Science", (11, 12)),
    _course("Environmental Science", "SCI230", "Science", (11, 12)),
    _course("Biology Honors", "SCI205", "Science", (9,)),
    _course("AP Biology", "SCI250", "Science", (11, 12)),
]
_SOCIAL_HIGH = [
    _course("World Geography", "SOC200", "Social Studies", (9,)),
    _course("World History", "SOC210", "Social Studies", (10,)),
    _course("U.S. History", "SOC220", "Social Studies", (11,)),
    _course("AP U.S. History", "SOC225", "Social Studies", (11,)),
    _course("Government", "SOC230", "Social Studies", (12,)),
    _course("Economics", "SOC240", "Social Studies", (12,)),
]
_LANGUAGES = {
    name: [
        _course(f"{name} {number}", f"{code}{100 * place}", "World Languages", tuple(range(8 + place, 13)), name)
        for place, number in enumerate(("I", "II", "III", "IV"), 1)
    ]
    for name, code in (("Spanish", "SPA"), ("French", "FRE"))
}
_WELLNESS_HIGH: list[Choice] = [
    (
        _course("Physical Education 9", "PE200", "Physical Education", (9,), place="Gym"),
        _course("Health", "HLT200", "Health", (9,), "Physical Education"),
    ),
    (_course("Team Sports", "PE210", "Physical Education", (10, 11, 12), place="Gym"),),
    (
        _course("Weight Training", "PE220", "Physical Education", (10, 11, 12), "Physical Education", "Weight Room"),
        _course("Yoga and Wellness", "PE225", "Physical Education", (10, 11, 12), place="Dance Studio"),
    ),
]
_ELECTIVES_HIGH: list[Choice] = [
    (_course("Concert Band", "MUS210", "Music", _HIGH, place="Band Room"),),
    (
        _course("Drawing and Painting", "ART210", "Visual Arts", _HIGH, place="Art Studio"),
        _course("Ceramics", "ART220", "Visual Arts", _HIGH, place="Art Studio"),
    ),
    (_course("AP Computer Science Principles", "CSC250", "Computer Science", _HIGH, place="Lab 1"),),
    (_course("Concert Choir", "MUS220", "Music", _HIGH, "Chorus", "Choir Room"),),
    (
        _course("Culinary Arts I", "CTE210", _CTE, _HIGH, "Culinary Arts", "Kitchen Lab"),
        _course("Culinary Arts II", "CTE220", _CTE, _HIGH, "Culinary Arts", "Kitchen Lab"),
    ),
    (
        _course("Theatre Arts", "THE210", "Theatre", _HIGH, place="Black Box"),
        _course("Stagecraft", "THE220", "Theatre", _HIGH, place="Black Box"),
    ),
    (
        _course("Web Design", "CSC220", "Computer Science", _HIGH, "Web Design", "Lab 2"),
        _course("Intro to Engineering", "CTE240", _CTE, _HIGH, "Web Design", "Lab 2"),
    ),
    (_course("Mandarin I", "MAN100", "World Languages", _HIGH, "Mandarin"),),
    (_course("Yearbook and Journalism", "ENG260", _ENGLISH, _HIGH, "Journalism"),),
]

ELEMENTARY = tuple(
    Course("Kindergarten" if grade == 0 else f"Grade {grade}", f"EL{grade:02}", _ENGLISH, (grade,), "Elementary")
    for grade in range(6)
)
SPECIALS = tuple(
    Course(title, code, subject, tuple(range(6)), title, place)
    for title, code, subject, place in (
        ("Art", "ART01", "Visual Arts", "Art Room"),
        ("Music", "MUS01", "Music", "Music Room"),
        ("Physical Education", "PE01", "Physical Education", "Gym"),
        ("Library", "LIB01", "Library", "Library"),
    )
)
HOMEROOM = Course("Homeroom", "HR00", "Homeroom", (6, 7, 8, 9, 10, 11, 12), "Homeroom")


def choice(random: Random, slot: str, grade: int, ability: float, period: int, offered: int) -> Choice:
    """What a student of this grade takes in this slot at this period (0 to 6).

    `ability` (0 to 1) decides on honors, `offered` how many electives run at once.
    """
    if slot == "elective":
        electives = _MIDDLE_ELECTIVES if grade < 9 else _ELECTIVES_HIGH
        return electives[(3 * period + random.randrange(offered)) % len(electives)]
    if grade < 9:
        return _middle(slot, grade - 6, ability)
    if slot == "language":
        language = _LANGUAGES["Spanish" if random.random() < 0.6 else "French"]
        return (language[max(0, grade - 9 - (ability < 0.4))],)
    if slot == "wellness":
        return _WELLNESS_HIGH[0] if grade == 9 else _WELLNESS_HIGH[1 + (period % 2)]
    return _high(slot, grade - 9, ability)


def _middle(slot: str, place: int, ability: float) -> Choice:
    if slot == "wellness":
        return (_MIDDLE_PE[place], _MIDDLE_HEALTH[place])
    courses = {
        "english": _MIDDLE_ENGLISH,
        "math": _MIDDLE_MATH_FAST if ability > 0.62 else _MIDDLE_MATH,
        "science": _MIDDLE_SCIENCE,
        "social": _MIDDLE_SOCIAL,
        "language": _MIDDLE_LANGUAGE,
    }[slot]
    return (courses[place],)


def _high(slot: str, place: int, ability: float) -> Choice:
    able = ability > 0.7
    match slot, place:
        case "english", _:
            return ((_ENGLISH_HONORS if able else _ENGLISH_HIGH)[place],)
        case "math", _:
            ladder = (0, 1, 2, 4, 5) if able else (0, 1, 2, 3)
            return (_MATH_HIGH[ladder[min(place + (ability > 0.45), len(ladder) - 1)]],)
        case "science", 0 | 1:
            return (_SCIENCE_HIGH[1 if place else 4 if able else 0],)
        case "science", _:
            return (_SCIENCE_HIGH[5 if able else 2 if ability > 0.4 else 3],)
        case "social", 3:
            return (_SOCIAL_HIGH[4], _SOCIAL_HIGH[5])
        case _:
            return (_SOCIAL_HIGH[3 if place == 2 and able else place],)
