"""What is taught with: textbooks and applications, and the courses and classes that use them."""

from rosterdesk.demo.wire import Record, Wire

_BOOKS = {
    "English Language Arts": ("Voices and Visions", "Northwind Press"),
    "Mathematics": ("Numbers at Work", "Northwind Press"),
    "Science": ("Asking Nature", "Harbor Learning"),
    "Social Studies": ("People and Places", "Harbor Learning"),
    "World Languages": ("Say It Aloud", "Polyglot House"),
}
"""The textbook of a subject, and who sells it: all invented."""

_STAFF_TOOL = "Lakeside Gradebook"


def hand_out(wire: Wire) -> None:
    """A textbook for every course of a core subject, and a reading application for the classes of small children."""
    books = {
        subject: _resource(wire, title, vendor, ["student", "teacher"]) for subject, (title, vendor) in _BOOKS.items()
    }
    reader = _resource(wire, "Story Lantern", "Harbor Learning", ["student"], importance="secondary")
    _resource(wire, _STAFF_TOOL, "Lakeside Unified", ["teacher", "administrator"], importance="secondary")
    for course in wire.collections["courses"]:
        used = [books[subject] for subject in course["subjects"] if subject in books]
        if used:
            course["resources"] = wire.refs("resource", used)
    for each in wire.collections["classes"]:
        if each["classType"] == "homeroom" and {"KG", "01", "02"} & set(each["grades"]):
            each["resources"] = wire.refs("resource", [reader])


def staff_tool(resources: list[Record]) -> str:
    """The sourcedId of what every teacher works with: 1.2 says it at the user."""
    return next(str(each["sourcedId"]) for each in resources if each["title"] == _STAFF_TOOL)


def _resource(wire: Wire, title: str, vendor: str, roles: list[str], importance: str = "primary") -> Record:
    word = title.replace(" ", "-").lower()
    fields: Record = {
        "title": title,
        "roles": roles,
        "importance": importance,
        "vendorResourceId": f"{word}-2026",
        "vendorId": vendor.replace(" ", ".").lower(),
        "applicationId": word,
    }
    return wire.add("resource", word, fields)
