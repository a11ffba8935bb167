"""A sync limited to some schools: their own lists where the service has such, else what is theirs of the district's."""

import asyncio
from collections.abc import Sequence

from rosterdesk.errors import ServiceRefusedError, UsageError
from rosterdesk.model.entities import Class, Course, Enrollment, Entity, Item, Ref, User
from rosterdesk.model.fields import OPTIONAL
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync.reading import Reading, Wanted

_NESTED = {"classes": ("classes",), "enrollments": ("enrollments",), "courses": ("courses",),
           "users": ("students", "teachers")}  # fmt: skip
_NO_SUCH_LIST = {400, 404, 405, 410, 501}
_FILTER_REFUSED = 400
_NO_SUCH_RECORD = {404, 410}
_NOT_ALLOWED = {403, 405, 501}
_BATCH = 40  # of which the client asks four at a time
_MOST_NAMED = 5_000
_NAMED = "named"
_OWNERS = {
    "demographics": (("sourced_id", "users"),),
    "scoreScales": (("class_", "classes"), ("course", "courses"), ("org", "orgs")),
    "lineItems": (("class_", "classes"),),
    "results": (("student", "users"),),
    "assessmentLineItems": (("class_", "classes"),),
    "assessmentResults": (("student", "users"),),
}
"""To whom a record of an optional collection belongs; one that names nobody is everybody's."""


class Schools:
    """The schools to which a sync is limited, and what is theirs."""

    def __init__(self, client: Client, writer: Writer, schools: Sequence[str]) -> None:
        self._client = client
        self._writer = writer
        self._schools = frozenset(schools)

    async def check(self) -> None:
        """Raise `UsageError` unless every school is one that the store or the service knows."""
        unknown = set(self._schools) - self._writer.present("orgs", self._schools)
        if unknown:
            unknown -= await self._orgs()
        if unknown:
            names = ", ".join(f"“{each}”" for each in sorted(unknown))
            raise UsageError(
                f"The service has no school {names}.", "Take the sourcedId of a school: list NAME schools shows them."
            )

    async def _orgs(self) -> set[str]:
        """The ids of all orgs, or of the schools where the key may read no others."""
        try:
            return await self._ids("orgs")
        except ServiceRefusedError:
            return await self._ids("schools")

    async def _ids(self, name: str) -> set[str]:
        return {item.entity.sourced_id async for page in self._client.pages(name) for item in page.items}

    async def read(self, reading: Reading) -> None:
        """Read what is theirs of a collection; orgs and sessions are few, and read whole."""
        name = reading.collection
        if name in OPTIONAL:
            await reading.list(Wanted(name, keep=lambda items: self._of_those_here(name, items)))
        elif name not in _NESTED:
            await reading.list(Wanted(name))
        else:
            for each in _NESTED[name]:
                await self._theirs(reading, each)
            if name == "users":
                await self._named(reading)

    async def _theirs(self, reading: Reading, name: str) -> None:
        """The lists of each school, or what is theirs of the district's where it has no such lists."""
        try:
            for school in sorted(self._schools):
                await reading.list(Wanted(name, ("schools", school)))
        except ServiceRefusedError as error:
            filtered = reading.since is not None and error.status == _FILTER_REFUSED
            if filtered or error.status not in _NO_SUCH_LIST:
                raise
            courses = self._writer.courses() if name == "courses" else set()
            await reading.list(Wanted(name, keep=lambda items: self._of_theirs(items, courses)))

    def _of_theirs(self, items: Sequence[Item], courses: set[str]) -> list[Item]:
        """The items that belong to the schools; a course too that classes of theirs are sections of."""
        kept = []
        for item in items:
            match item.entity:
                case Class(school=school) | Enrollment(school=school):
                    orgs = [school]
                case Course(org=org):
                    orgs = [org]
                case User(memberships=memberships):
                    orgs = [membership.org for membership in memberships]
                case _:
                    orgs = []
            if item.entity.sourced_id in courses or any(org and org.sourced_id in self._schools for org in orgs):
                kept.append(item)
        return kept

    def _of_those_here(self, collection: str, items: Sequence[Item]) -> list[Item]:
        """The items that belong to who and what is here, and those that are here themselves."""
        if collection == "categories":
            return list(items)
        ids = [item.entity.sourced_id for item in items]
        if collection == "resources":  # they do not say whose they are; who uses them names them
            here = self._writer.mentioned("resources", ids)
            return [item for item in items if item.entity.sourced_id in here]
        here = self._writer.present(collection, ids)
        named = [(item, _owners(item.entity, collection)) for item in items]
        present = {
            (base, owner)
            for base in {base for _attribute, base in _OWNERS[collection]}
            for owner in self._writer.present(
                base, {each for _item, owners in named for of, each in owners if of == base}
            )
        }
        return [
            item
            for item, owners in named
            if item.entity.sourced_id in here or not owners or not present.isdisjoint(owners)
        ]

    async def _named(self, reading: Reading) -> None:
        """People whom no list of a school has, one by one: guardians of its students, and who is enrolled there from
        elsewhere. Where the changes alone are asked for, only those who are not here.
        """
        named = self._writer.named()
        wanted = [each for each, present in named.items() if reading.since is None or not present]
        if len(wanted) > _MOST_NAMED:
            reading.lack(
                f"There are {len(wanted):,} guardians and others who are in no list of a school, too many to be asked"
                " for one by one; sync the whole district."
            )
            return
        self._writer.begin_list("users", _NAMED)
        missing = 0
        for start in range(0, len(wanted), _BATCH):
            try:
                found = await self._people(wanted[start : start + _BATCH])
            except ServiceRefusedError as error:
                if error.status not in _NOT_ALLOWED:
                    raise
                reading.lack("The service does not show single people to this key, so guardians are missing.")
                return
            items = [item for item in found if item is not None]
            missing += len(found) - len(items)
            self._writer.put("users", items, received=len(items), total=None, of=_NAMED)
            reading.came(len(items))
        if missing:
            reading.remark(f"{missing:,} {'person is' if missing == 1 else 'people are'} named whom it does not know.")
        none_came = bool(wanted) and missing == len(wanted)  # it may have no single records at all
        self._writer.end_list("users", _NAMED, doubtful=none_came and any(named.values()))

    async def _people(self, sourced_ids: Sequence[str]) -> list[Item | None]:
        """These users, in order; nothing for whom the service does not know."""
        found = await asyncio.gather(*map(self._person, sourced_ids), return_exceptions=True)
        for each in found:
            if isinstance(each, BaseException):
                raise each
        return [each for each in found if not isinstance(each, BaseException)]

    async def _person(self, sourced_id: str) -> Item | None:
        try:
            return await self._client.one("users", sourced_id)
        except ServiceRefusedError as error:
            if error.status not in _NO_SUCH_RECORD:
                raise
            return None


def _owners(entity: Entity, collection: str) -> set[tuple[str, str]]:
    """Whom the record names as its owners: base collection and sourcedId of each."""
    found = ((base, getattr(entity, attribute)) for attribute, base in _OWNERS[collection])
    named = ((base, value.sourced_id if isinstance(value, Ref) else value) for base, value in found if value)
    return {(base, sourced_id) for base, sourced_id in named if sourced_id}
