"""Connections that break, answers that are cut, services that are busy."""

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from urllib.parse import quote

from tests.oneroster.deviations_around import After, Before, Call, Deviation, Reply

BOMB = gzip.compress(b" " * ((64 << 20) + 1))
BUSY = "<html><body><h1>Too Many Requests</h1></body></html>"


def often(call: Call) -> int:
    """How many requests there were in all."""
    call.memory["all"] = count = int(call.memory.get("all", 0)) + 1
    return count


def every(number: int, *bad: Reply) -> Before:
    """One in so many requests for a list fails, in turn in each of these ways."""

    def before(call: Call) -> Reply | None:
        count = 0 if call.name == "token" else often(call)
        if not count or count % number:
            return None
        return bad[count // number % len(bad)]

    return before


def busy_until(call: Call) -> Reply | None:
    """One request in ten is to be sent again nine seconds later, by a date."""
    if call.name == "token" or often(call) % 10:
        return None
    return Reply(503, b"", {"retry-after": format_datetime(datetime.now(UTC) + timedelta(seconds=9), usegmt=True)})


def first(change: After) -> After:
    """The first answer to each list is changed."""

    def after(call: Call, reply: Reply) -> None:
        if call.name != "token" and call.number == 1:
            change(call, reply)

    return after


def cut(_call: Call, reply: Reply) -> None:
    reply.sent = len(reply.body) // 2


def unfinished(_call: Call, reply: Reply) -> None:
    reply.body = reply.body[:-9]


def half_packed(_call: Call, reply: Reply) -> None:
    reply.body = gzip.compress(reply.body)[:-12]
    reply.headers["content-encoding"] = "gzip"


def closing(_call: Call, reply: Reply) -> None:
    """The answer is whole, and the connection is closed after it without a word."""
    reply.sent = len(reply.body)


def slash(status: int) -> Before:
    def before(call: Call) -> Reply | None:
        if call.name == "token" or call.path.endswith("/"):
            return None
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in call.query.items())
        return Reply(status, b"", {"location": f"{quote(call.path)}/" + (f"?{query}" if query else "")})

    return before


def elsewhere(call: Call) -> Reply | None:
    return Reply(302, b"", {"location": "https://login.example/"}) if call.name != "token" else None


def always_cut(call: Call, reply: Reply) -> None:
    if call.name == "classes":
        cut(call, reply)


def unfolding(call: Call, reply: Reply) -> None:
    if call.name == "classes":
        reply.body = BOMB
        reply.headers["content-encoding"] = "gzip"


def dripping(call: Call, reply: Reply) -> None:
    reply.drips = call.name == "classes"


TRANSPORT = (
    Deviation(
        name="one-in-five-fails",
        what="One request in five fails, with 502, with 504 or by a broken connection.",
        before=every(5, Reply(502), Reply(504), Reply(200, b"{}" * 9, sent=0)),
    ),
    Deviation(name="cut-once", what="An answer breaks off in its middle, once.", after=first(cut)),
    Deviation(name="json-cut-once", what="JSON comes without its end, once.", after=first(unfinished)),
    Deviation(name="gzip-cut-once", what="A packed answer comes without its end, once.", after=first(half_packed)),
    Deviation(
        name="always-cut",
        what="An answer breaks off every time.",
        expected="error",
        words="ended the connection in the middle",
        after=always_cut,
    ),
    Deviation(
        name="beyond-measure",
        what="A list unfolds to more than any answer may be.",
        expected="incomplete",
        words="more than 64 MiB",
        after=unfolding,
    ),
    Deviation(
        name="drip",
        what="An answer comes byte by byte, and does not come to its end in the time that one may take.",
        expected="error",
        words="did not finish",
        within=0.2,
        after=dripping,
    ),
    Deviation(name="idle-closed", what="Connections are closed after each answer, without a word.", after=closing),
    Deviation(
        name="busy-as-page",
        what="429 comes as a web page, with `Retry-After` in seconds.",
        before=every(10, Reply(429, BUSY.encode(), {"content-type": "text/html", "retry-after": "7"})),
        waits=7,
    ),
    Deviation(
        name="hundred-a-minute",
        what="After 100 requests, 429 asks to wait for the rest of the minute.",
        before=every(101, Reply(429, b"", {"retry-after": "42"})),
        waits=42,
        source={"page_size": 5},
    ),
    Deviation(
        name="busy-until-a-date",
        what="503 comes with `Retry-After` as a date.",
        before=busy_until,
        waits=9,
    ),
    *(
        Deviation(
            name=f"slash-added-{status}",
            what=f"Every list is sent on to the same address with a slash behind ({status}).",
            before=slash(status),
        )
        for status in (301, 308)
    ),
    Deviation(
        name="sent-elsewhere",
        what="Lists are sent on to another host (302); the token does not go there.",
        expected="error",
        words="sends us on to login.example",
        before=elsewhere,
    ),
)
