"""The lines of the tree and what each is made of: read from the store, level by level."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query, Where
from rosterdesk.model.rows import Link, Value, text
from rosterdesk.store.reader import Reader
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.browsing.report import Changes, Findings
from rosterdesk.ui.look.language import tr


@dataclass(eq=False)
class Node:
    """A line of the tree; `icon` may be empty. `place` is where it leads; `count` names its number in the tally, where
    it has no `number` of its own, which is written in the colour of `tint`. `leads` says what makes it the line of a
    place: the list that it shows, the record that is chosen in it, or every filter of a view.
    """

    title: str
    icon: str
    place: Place
    parent: "Node | None" = None
    count: tuple[str, str] | None = None
    number: int | None = None
    tint: str = "faint"
    leads: Literal["list", "record", "view"] = "list"
    made: "list[Node]" = field(default_factory=list)  # what there is of `children`
    waiting: "list[int]" = field(default_factory=list)  # keys of children not shown yet
    keys: "list[int]" = field(default_factory=list)  # of all children
    opened: bool = True  # whether `made` and `waiting` are filled
    bold: bool = False
    extra: bool = False  # there only where the store has any of it
    school: str = ""  # the sourcedId, where the line is a school

    @property
    def children(self) -> "list[Node]":
        """The lines below it. The lists of a school are made when they are first asked for: of a thousand schools few
        are ever opened.
        """
        if self.school and not self.made:
            self.made = _groups(self, self.school)
        return self.made

    @property
    def has_children(self) -> bool:
        return bool(self.school or self.made or self.waiting or not self.opened)

    @property
    def row(self) -> int:
        return self.parent.children.index(self) if self.parent else 0

    @property
    def is_heading(self) -> bool:
        """Whether it leads nowhere, and only holds other lines."""
        return self.leads == "view" and bool(self.children)

    def leads_to(self, place: Place) -> bool:
        """Whether this is a line of the place: filters, but for those of views, and order aside."""
        here = self.place
        if here.report is not None or place.report is not None:
            return type(here.report) is type(place.report)
        if self.leads == "view":
            return here.query == place.query
        return _same(here.query, place.query) and (self.leads == "list" or _identity(here) == _identity(place))


def top() -> Node:
    """What all lines of a store are below, and nobody sees."""
    return Node("", "", Place(places.group("students")))


def district(reader: Reader, title: str) -> Node:
    """The district with its schools and lists; `title` names it where the store does not."""
    districts = reader.keys(Query(collection="orgs", where=(Where("type", ("district",)),)))
    itself = None
    if len(districts) == 1:
        ((name, sourced_id),) = reader.rows("orgs", districts, ("name", "sourcedId"))
        title = text(name) or title
        itself = Link("orgs", text(sourced_id), title)
    root = Node(title, "district", Place(places.group("students"), itself), count=("schools", ""), bold=True)
    keys = reader.keys(places.listing("schools"))
    for name, sourced_id in reader.rows("schools", keys, ("name", "sourcedId")):
        root.children.append(_school(root, text(name), text(sourced_id)))
    root.children.extend(_groups(root, ""))
    return root


def reports() -> list[Node]:
    """What is said of the whole: below the district."""
    return [
        Node(tr("Findings"), "findings", places.report(Findings()), bold=True),
        Node(tr("Changes"), "changes", places.report(Changes()), bold=True),
    ]


def saved_views(views: Sequence[tuple[str, Place]]) -> list[Node]:
    """A line for the views that the user has named, where there are any."""
    if not views:
        return []
    parent = Node(tr("Saved views"), "saved", views[0][1], bold=True, leads="view")
    parent.made = [Node(title, "", place, parent, leads="view") for title, place in views]
    return [parent]


def extras(root: Node, counts: Mapping[tuple[str, str], int]) -> list[Node]:
    """Lines for gradebook and resources, where the store has any."""
    found = []
    if here := [(title, name) for title, name in _gradebook_lists() if counts.get((name, ""))]:
        gradebook = Node(tr("Gradebook"), "gradebook", Place(places.group(here[0][1])), root, extra=True)
        gradebook.made = [Node(title, "", Place(places.group(name)), gradebook, (name, "")) for title, name in here]
        found.append(gradebook)
    if counts.get(("resources", "")):
        place = Place(places.group("resources"))
        found.append(Node(tr("Resources"), "resource", place, root, ("resources", ""), extra=True))
    return found


def records(reader: Reader, group: Node, keys: Sequence[int]) -> list[Node]:
    """Lines for these records of the group: a class leads to its students, anything else to its row in the list."""
    name = group.place.query.collection
    if name == "classes":
        rows = reader.rows(name, keys, ("title", "periods", "sourcedId", "size"))
        return [_class(group, title, periods, text(sourced_id), size) for title, periods, sourced_id, size in rows]
    described = collection(name)
    titles = reader.rows(name, keys, ("name" if described.base == "users" else "title", "sourcedId"))
    return [
        Node(
            text(title),
            "",
            Place(group.place.query, Link(described.base, text(key), text(title))),
            group,
            leads="record",
        )
        for title, key in titles
    ]


def walk(parent: Node, school: str, depth: int = 1) -> Iterator[tuple[int, Node]]:
    """Every line that has been made, or lies in this school, and how deep it lies, parents first."""
    for node in parent.children if parent.school == school else parent.made:
        yield depth, node
        yield from walk(node, school, depth + 1)


def fixed(root: Node) -> list[tuple[object, ...]]:
    """The district, and what is below it whatever the store has."""
    return [(node.title, node.place) for node in (root, *root.children) if not node.extra]


def _class(group: Node, title: Value, periods: Value, sourced_id: str, size: Value) -> Node:
    name = tr("{0} · Period {1}").format(text(title), text(periods)) if periods else text(title)
    link = Link("classes", sourced_id, text(title))
    place = Place(places.members(sourced_id), link)
    return Node(name, "", place, group, number=size if isinstance(size, int) else None)


def _school(root: Node, title: str, sourced_id: str) -> Node:
    place = Place(places.group("students", sourced_id), Link("orgs", sourced_id, title))
    return Node(title, "school", place, root, ("students", sourced_id), school=sourced_id)


def _groups(parent: Node, school: str) -> list[Node]:
    """The lists of a school, which open to their records, or those of the whole district."""
    return [
        Node(
            title if school else of_all,
            icon,
            Place(places.group(name, school), parent.place.record if school else None),
            parent,
            (name, school),
            opened=not school,
        )
        for title, of_all, icon, name in _group_titles()
    ]


def _group_titles() -> Iterable[tuple[str, str, str, str]]:
    """Of each list the title in a school and in the district, its icon, and what it lists."""
    return (
        (tr("Classes"), tr("All classes"), "class", "classes"),
        (tr("Students"), tr("All students"), "student", "students"),
        (tr("Teachers"), tr("All teachers"), "teacher", "teachers"),
        (tr("Staff & guardians"), tr("All staff & guardians"), "people", places.STAFF_AND_GUARDIANS),
        (tr("Courses"), tr("All courses"), "course", "courses"),
        (tr("Sessions & terms"), tr("All sessions & terms"), "session", "academicSessions"),
    )


def _gradebook_lists() -> Iterable[tuple[str, str]]:
    return (
        (tr("Line items"), "lineItems"),
        (tr("Results"), "results"),
        (tr("Categories"), "categories"),
        (tr("Score scales"), "scoreScales"),
        (tr("Assessments"), "assessmentLineItems"),
        (tr("Assessment results"), "assessmentResults"),
    )


def _identity(place: Place) -> tuple[str, str] | None:
    return (place.record.collection, place.record.sourced_id) if place.record else None


def _same(one: Query, other: Query) -> bool:
    """Whether two queries show the same list, filters and order aside."""
    roles = [where for where in other.where if places.is_group(where)]
    return (one.collection, one.scopes, list(one.where)) == (other.collection, other.scopes, roles)
