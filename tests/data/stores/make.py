"""Makes a store of every collection, with a few runs, the last of them interrupted: `python make.py FILE`.

`schema-2.db` was made by this with the code of commit a4ae7f4, the last that wrote version 2 of the tables. Such a file
never changes; the next version's is made by the last code that writes that one. `schema-3.db` is `schema-2.db`, brought
up to date by the last code that wrote version 3, and so with the same in it.
"""

import sys
from datetime import timedelta
from pathlib import Path

import msgspec

from rosterdesk.model.entities import Enrollment, Entity, Ref, Role, User
from rosterdesk.store.writer import Writer
from tests.store.roster import KEY, STARTED, in_order, items, sync

PEOPLE = (
    User(
        sourced_id="zoe", given_name="Zoë", family_name="Müller-Nuñez", username="zoe.m", email="zoe@example.org",
        phone="+1 (555) 010-4477", sms="555.010.4478", identifier="00917", roles=[Role(role="student", org=Ref("s2"))],
    ),
    User(
        sourced_id="lukasz", given_name="Łukasz", family_name="Żółć", phone="0049 30 901820", role="teacher",
        orgs=[Ref("s1")],
    ),
    User(sourced_id="gone", given_name="Once", family_name="Here", role="student", orgs=[Ref("s1")]),
    User(sourced_id="left", status="tobedeleted", given_name="Now", family_name="Gone", role="student"),
)  # fmt: skip


def make(path: Path) -> None:
    """Three runs that ended (whole, changes, whole and swept) and one that was left among its people."""
    roster = in_order()
    before: dict[str, list[Entity]] = {name: list(entities) for name, entities in roster.items()}
    before["users"] += PEOPLE
    zoe = msgspec.structs.replace(PEOPLE[0], email="zoe.m@example.org")
    after = [zoe, *(user for user in before["users"] if user.sourced_id not in {"zoe", "gone"})]
    with Writer(path, KEY) as writer:
        sync(writer, before)
        writer.begin({"users": "delta", "enrollments": "delta"}, started=STARTED + timedelta(days=1))
        writer.put("users", items([zoe]), received=1, total=1, bent={"grades": 1})
        writer.end_collection("users", complete=True)
        joined = Enrollment(sourced_id="zoe-m7", user=Ref("zoe"), class_=Ref("m7"), school=Ref("s2"), role="student")
        writer.put("enrollments", items([joined]), received=1, total=1)
        writer.end_collection("enrollments", complete=True)
        writer.end()
        writer.begin({"users": "full"}, started=STARTED + timedelta(days=2))
        writer.put("users", items(after), received=len(after), total=len(after))
        writer.end_collection("users", complete=True)
        writer.end()
        writer.begin({"orgs": "full", "users": "full"}, started=STARTED + timedelta(days=3))
        writer.put("orgs", items(before["orgs"]), received=4, total=4)
        writer.end_collection("orgs", complete=True)
        writer.put("users", items(after[:5]), received=5, total=len(after))


if __name__ == "__main__":
    make(Path(sys.argv[1]))
