"""Lists that are cut into pages, counted and ordered in other ways."""

from collections.abc import Callable

from rosterdesk.oneroster.paging import GAP, REFUSING
from tests.oneroster.deviations_around import After, Before, Call, Deviation, Reply, all_after


def bare(call: Call, reply: Reply) -> None:
    """Neither a total nor links."""
    for name in ("x-total-count", "link"):
        reply.headers.pop(name, None)


def clamped(most: int) -> Before:
    def before(call: Call) -> None:
        if "limit" in call.query:
            call.query["limit"] = str(min(call.limit, most))

    return before


def ignored(*names: str, limit: str = "") -> Before:
    def before(call: Call) -> None:
        for name in names:
            call.query.pop(name, None)
        if limit and call.name != "token":
            call.query["limit"] = limit

    return before


def total(count: Callable[[int, int], object], name: str = "x-total-count") -> After:
    """The total, made of the right one and of the rows of the page."""

    def after(_call: Call, reply: Reply) -> None:
        right = reply.headers.pop("x-total-count", None)
        reply.headers.pop("link", None)
        if right is not None:
            reply.headers[name] = str(count(int(right), len(reply.rows)))

    return after


def total_in_body(_call: Call, reply: Reply) -> None:
    right = reply.headers.get("x-total-count")
    bare(_call, reply)
    if right is not None:
        more = {"totalCount": int(right), "pageCount": 9, "pageNumber": 1, "offset": _call.offset, "limit": _call.limit}
        reply.members = reply.members | more


def link(spelt: Callable[[int, int, int], str]) -> After:
    """A `Link` header for the next page alone, spelt of the next offset, the limit and the total; no total."""

    def after(call: Call, reply: Reply) -> None:
        count = int(reply.headers.get("x-total-count", "0"))
        bare(call, reply)
        if reply.envelope:
            following = call.offset + call.limit
            reply.headers["link"] = spelt(following, call.limit, count) if following < count else '<x>; rel="first"'

    return after


def reversed_order(call: Call) -> None:
    if call.name != "token" and "sort" not in call.query:
        call.query |= {"sort": "dateLastModified", "orderBy": "desc"}


def unstable(call: Call, reply: Reply) -> None:
    """Each later page begins with rows of the one before, and others never come: a sort that is not unique."""
    if reply.envelope and call.offset and len(reply.rows) > 3:
        reply.rows = call.memory[call.name][:3] + reply.rows[3:]
    if reply.envelope:
        call.memory[call.name] = reply.rows


def inserted(call: Call) -> None:
    """A row was put in front after the first page: what was last comes again."""
    if call.name == "users" and call.offset:
        call.query["offset"] = str(call.offset - 1)


def inserted_total(call: Call, reply: Reply) -> None:
    if call.name == "users" and call.offset and "x-total-count" in reply.headers:
        reply.headers["x-total-count"] = str(int(reply.headers["x-total-count"]) + 1)


def removed(call: Call) -> None:
    """A row was taken from the front after the first page: one row is passed over."""
    if call.name == "users" and call.offset:
        call.query["offset"] = str(call.offset + 1)


def repeated_once(call: Call, reply: Reply) -> None:
    """Staff come once for each school they belong to."""
    if reply.envelope == "users":
        reply.rows = [row for user in reply.rows for row in [user] * (2 if user.get("role") == "teacher" else 1)]


def refused_beyond(_call: Call, reply: Reply) -> None:
    if reply.envelope and _call.offset and not reply.rows:
        reply.status = 400


def ending(other: Reply) -> After:
    """Another answer in place of a page without rows."""

    def after(call: Call, reply: Reply) -> None:
        if reply.envelope and call.offset and not reply.rows:
            reply.status, reply.body = other.status, other.body

    return after


def without_rows(call: Call, reply: Reply) -> None:
    bare(call, reply)
    if call.name == "users" and call.offset <= 50:
        reply.headers["link"] = '<x>; rel="next"'
        reply.rows = [] if call.offset else reply.rows


def rights_told_once(call: Call, reply: Reply) -> None:
    if not call.offset:
        reply.headers["x-perm-rev"] = "1"


def strict(most: int) -> Before:
    def before(call: Call) -> Reply | None:
        if call.name == "token" or call.limit <= most:
            return None
        return Reply(400, b'{"statusInfoSet": [{"imsx_codeMajor": "failure", "imsx_codeMinor": "invalid data"}]}')

    return before


def mocked(call: Call, reply: Reply) -> None:
    """A schema's examples for every page of classes: dates of long ago, and a course that nobody has."""
    if call.name == "classes":
        like = call.memory.setdefault("example", reply.rows[0] if reply.rows else {})
        nobody = {"href": "x", "sourcedId": "quod-7", "type": "course"}
        old = like | {"course": nobody, "dateLastModified": "1903-02-11T08:15:30.000Z", "metadata": [1]}
        reply.rows = [old | {"sourcedId": f"example-{place}"} for place in range(10)]
        reply.headers["x-total-count"] = "51977034"


def nothing(_call: Call, reply: Reply) -> None:
    if reply.envelope:
        reply.rows = []
        reply.headers["x-total-count"] = "0"
        reply.headers.pop("link", None)


def newer_later(call: Call, reply: Reply) -> None:
    """Every user comes twice on a page, as they were first."""
    if reply.envelope == "users":
        reply.rows = [row for user in reply.rows for row in (user | {"email": "old@lakeside.example"}, user)]


def rights_change(call: Call, reply: Reply) -> None:
    """From the second page of users on, the key may see something else."""
    reply.headers["x-perm-rev"] = "2" if call.name == "users" and call.offset else "1"


def filter_dropped(call: Call) -> None:
    call.query.pop("filter", None)


def filter_refused(call: Call) -> Reply | None:
    return Reply(400, b'{"message": "No such parameter"}') if "filter" in call.query else None


ROSTER = ("orgs", "academicSessions", "courses", "users", "classes", "enrollments")
ANNOUNCED = "The service announced"
CIRCLING = "The service sends the same page again and again, so there may be more."
PAGING = (
    Deviation(
        name="clamped-in-silence",
        what="Pages are cut to 50 rows in silence, without a total or links.",
        before=clamped(50),
        after=bare,
        source={"page_size": 5000},
    ),
    Deviation(
        name="clamped-with-total",
        what="Pages are cut to 50 rows in silence; there is a total.",
        before=clamped(50),
        source={"page_size": 5000},
    ),
    Deviation(
        name="large-pages-refused",
        what="A limit above 100 is refused with 400.",
        before=strict(100),
        source={"page_size": 5000},
    ),
    Deviation(name="no-total-no-links", what="There is neither a total nor links.", after=bare),
    Deviation(
        name="paging-ignored",
        what="Limit and offset are ignored: every answer is the whole list, without a total.",
        before=ignored("offset", limit="10000"),
        after=bare,
    ),
    Deviation(
        name="offset-ignored",
        what="The offset is ignored, the limit is not: the same page for ever.",
        expected="incomplete",
        torn=("users", "enrollments"),
        words=CIRCLING,
        before=ignored("offset"),
        after=bare,
    ),
    Deviation(
        name="offset-ignored-with-total",
        what="The offset is ignored, and a total says that there is more.",
        expected="incomplete",
        torn=("users", "enrollments"),
        words=CIRCLING,
        before=ignored("offset"),
    ),
    Deviation(
        name="page-fixed",
        what="Limit and offset are ignored: every answer is the first ten rows, without a total.",
        expected="incomplete",
        torn=("academicSessions", "courses", "users", "classes", "enrollments"),
        words=CIRCLING,
        before=ignored("offset", limit="10"),
        after=bare,
        source={"page_size": 5000},
    ),
    Deviation(
        name="end-refused",
        what="An offset beyond the end of a list is refused with 400.",
        after=refused_beyond,
        source={"page_size": 4},
    ),
    *(
        Deviation(
            name=f"end-{name}",
            what=f"Pages are cut, there is no total, and beyond the end of a list comes {what}.",
            expected="incomplete",
            torn=ROSTER,
            words=REFUSING,
            before=clamped(50),
            after=all_after(bare, ending(reply)),
            source={"page_size": 5000},
        )
        for name, what, reply in (
            ("unknown", "404", Reply(404, b'{"message": "No more"}')),
            ("nothing", "204, and nothing", Reply(204)),
            ("empty-object", "an object without a list", Reply(200, b"{}")),
        )
    ),
    Deviation(
        name="page-without-rows",
        what="A page in the middle has no rows, and a `Link` to the next one; there is no total.",
        expected="incomplete",
        torn=("users",),
        words=GAP,
        before=clamped(50),
        after=without_rows,
        source={"page_size": 5000},
    ),
    Deviation(
        name="order-not-unique",
        what="Rows are sorted by what is not unique: some come twice, others never.",
        expected="incomplete",
        torn=("users", "enrollments"),
        words=ANNOUNCED,
        after=unstable,
    ),
    Deviation(
        name="order-not-unique-no-total",
        what="Rows are sorted by what is not unique, and there is no total.",
        expected="incomplete",
        torn=("users", "enrollments"),
        words="Rows came again on later pages, so others may be missing.",
        after=all_after(unstable, bare),
    ),
    Deviation(name="order-descending", what="The latest come first.", before=reversed_order),
    Deviation(
        name="row-inserted",
        what="A row is added in front while the list is read, so one comes again.",
        expected="incomplete",
        torn=("users",),
        words=ANNOUNCED,
        before=inserted,
        after=inserted_total,
    ),
    Deviation(
        name="row-removed",
        what="A row is taken from the front while the list is read, so one is passed over.",
        expected="incomplete",
        torn=("users",),
        words=ANNOUNCED,
        before=removed,
    ),
    Deviation(
        name="rows-twice",
        what="Staff are sent once for each of their schools.",
        after=all_after(repeated_once, bare),
        source={"page_size": 5000},
        bent=("repeats",),
    ),
    Deviation(
        name="rows-twice-beyond-the-limit",
        what="Staff are sent once for each of their schools, more rows than the limit allows.",
        after=all_after(repeated_once, bare),
        bent=("repeats",),
    ),
    Deviation(
        name="rows-twice-and-different",
        what="A record comes twice with different values; the last one counts.",
        after=all_after(newer_later, bare),
        source={"page_size": 5000},
        bent=("repeats",),
    ),
    Deviation(name="total-zero", what="The total is always 0.", after=total(lambda _right, _rows: 0)),
    Deviation(name="total-negative", what="The total is −1.", after=total(lambda _right, _rows: -1)),
    Deviation(name="total-no-number", what="The total is no number.", after=total(lambda _right, _rows: "many")),
    Deviation(name="total-of-the-page", what="The total is that of the page.", after=total(lambda _right, rows: rows)),
    Deviation(
        name="total-capped",
        what="The total is never more than 100, however many rows there are.",
        after=total(lambda right, _rows: min(right, 100)),
        source={"page_size": 50},
    ),
    Deviation(
        name="total-tenfold",
        what="The total is ten times too large.",
        expected="incomplete",
        torn=ROSTER,
        words=ANNOUNCED,
        after=total(lambda right, _rows: 10 * right),
    ),
    Deviation(
        name="total-one-too-many",
        what="The total is one too large.",
        expected="incomplete",
        torn=ROSTER,
        words=ANNOUNCED,
        after=total(lambda right, _rows: right + 1),
    ),
    Deviation(
        name="total-one-too-few", what="The total is one too small.", after=total(lambda right, _rows: right - 1)
    ),
    Deviation(
        name="total-under-another-name",
        what="The total is in a header `x-count` alone.",
        after=total(lambda right, _rows: right, "x-count"),
    ),
    Deviation(name="total-in-the-body", what="The total stands in the body, as `totalCount`.", after=total_in_body),
    Deviation(
        name="link-without-brackets",
        what="`Link` has no angle brackets, and its next offset is one too large.",
        after=link(
            lambda following, limit, _count: f'http://127.0.0.1/x?limit={limit}&offset={following + 1}; rel="next"'
        ),
    ),
    Deviation(
        name="link-relative",
        what="`Link` has relative addresses, and no total stands beside it.",
        after=link(lambda following, limit, _count: f'</x?limit={limit}&offset={following}>; rel="next"'),
    ),
    Deviation(
        name="link-to-another-host",
        what="`Link` leads to another host; it is never followed.",
        after=link(lambda following, limit, _count: f'<http://127.0.0.2:9/x?offset={following}>; rel="next"'),
    ),
    Deviation(
        name="schema-mock",
        what="A mock of the schema: 51,977,034 rows announced, no end, references that lead nowhere.",
        expected="incomplete",
        words=CIRCLING,
        after=mocked,
    ),
    Deviation(
        name="rights-change",
        what="What the key may see changes while a list is read (`x-perm-rev`).",
        expected="incomplete",
        torn=("users",),
        words="What this key may see changed while the list was read.",
        after=rights_change,
    ),
    Deviation(
        name="rights-told-once",
        what="What the key may see is told with the first page alone (`x-perm-rev`).",
        after=rights_told_once,
    ),
    Deviation(
        name="filter-dropped",
        what="The filter for what changed is passed over.",
        kind="delta",
        words="The service does not tell what changed, so the whole list was read.",
        before=filter_dropped,
    ),
    Deviation(
        name="filter-refused",
        what="The filter for what changed is refused (400).",
        kind="delta",
        words="The service does not tell what changed, so the whole list was read.",
        before=filter_refused,
    ),
    Deviation(
        name="filter-heeded-total-not",
        what="The filter for what changed is heeded, and the total counts all rows.",
        kind="delta",
        after=total(lambda _right, _rows: 1000),
    ),
    Deviation(
        name="nothing-to-see",
        what="The key was given no rights: every list is empty, and 200.",
        expected="incomplete",
        torn=ROSTER,
        words="The service lists none any more, so what was here before was kept.",
        after=nothing,
    ),
)
