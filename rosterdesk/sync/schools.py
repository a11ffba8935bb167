"""A sync limited to some schools: their own lists where the service has such, else what is theirs of the district's."""

import asyncio
from collections.abc import Iterable, Sequence

import msgspec

from rosterdesk.errors import NotOneRosterError, ServiceRefusedError, UsageError
from rosterdesk.model.entities import Class, Course, Enrollment, Entity, Item, Org, Ref, User
from rosterdesk.model.fields import OPTIONAL
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync.reading import Reading, Wanted
from rosterdesk.sync.refusals import NOT_THIS
from rosterdesk.sync.singles import single

_NESTED = {"classes": ("classes",), "enrollments": ("enrollments",), "courses": ("courses",),
           "users": ("students", "teachers")}  # fmt: skip
_NO_SUCH_LIST = NOT_THIS | {400}  # to some keys, which may read the lists of the district alone
_FILTER_REFUSED = 400
_NOT_UNDERSTOOD = {400, 422}
_BATCH = 40  # of which the client asks four at a time
_MOST_NAMED = 5_000
_NAMED = "named"
_ABOVE = {"district", "local", "state", "national"}
_WORDS = {"users": ("person is", "people are"), "courses": ("course is", "courses are")}
_NO_SINGLES = {
    "users": "The service does not show single people to this key, so guardians are missing.",
    "courses": "The service does not show single courses to this key, so courses of the district are missing.",
}
_STAFF = (
    "Administrators, aides and others are in no list of a school: of them, those were read who are enrolled in its"
    " classes."
)
_OWNERS = {
    "demographics": (("sourced_id", "users"),),
    "scoreScales": (("class_", "classes"), ("course", "courses"), ("org", "orgs")),
    "lineItems": (("class_", "classes"),),
    "results": (("student", "users"),),
    "assessmentLineItems": (("class_", "classes"),),
    "assessmentResults": (("student", "users"),),
}
"""To whom a record of an optional collection belongs; one that names nobody is everybody's."""


class _Garbled(msgspec.Struct, frozen=True):
    """An answer that is not the record that was asked for."""


class Schools:
    """The schools to which a sync is limited, and what is theirs."""

    def __init__(self, client: Client, writer: Writer, schools: Sequence[str]) -> None:
        self._client = client
        self._writer = writer
        self._schools = frozenset(schools)

    async def check(self) -> None:
        """Raise `UsageError` unless every school is one that the store or the service knows."""
        types = self._writer.preview.org_types(self._schools)
        if not types.keys() >= self._schools:
            types |= await self._orgs()
        action = "Take the sourcedId of a school: list NAME schools shows them."
        if unknown := _quoted(self._schools - types.keys()):
            raise UsageError(f"The service has no school {unknown}.", action)
        if above := _quoted(each for each in self._schools if types[each].lower() in _ABOVE):
            raise UsageError(f"It is not a school, but has schools: {above}.", action)

    async def _orgs(self) -> dict[str, str]:
        """The types of all orgs by id, or of the schools where the key may read no others."""
        try:
            return await self._types("orgs")
        except ServiceRefusedError:
            return await self._types("schools")

    async def _types(self, name: str) -> dict[str, str]:
        items = [item.entity async for page in self._client.pages(name) for item in page.items]
        return {entity.sourced_id: entity.type for entity in items if isinstance(entity, Org)}

    async def read(self, reading: Reading) -> None:
        """Read what is theirs of a collection; orgs and sessions are few, and read whole."""
        name = reading.collection
        if name == "resources":  # they do not say whose they are; who uses them names them
            named = self._writer.preview.mentioned(name)
            await reading.list(
                Wanted(name, keep=lambda items: [each for each in items if each.entity.sourced_id in named])
            )
        elif name in OPTIONAL:
            await reading.list(Wanted(name, keep=lambda items: self._of_those_here(name, items)))
        elif name not in _NESTED:
            await reading.list(Wanted(name))
        else:
            for each in _NESTED[name]:
                await self._theirs(reading, each)
            if name == "users":
                reading.remark(_STAFF)
                await self._singly(reading, self._writer.preview.named())
            elif name == "courses":
                await self._singly(reading, self._writer.preview.courses())

    async def _theirs(self, reading: Reading, name: str) -> None:
        """The lists of each school, or what is theirs of the district's where it has no such lists."""
        try:
            for school in sorted(self._schools):
                await reading.list(Wanted(name, ("schools", school)))
        except ServiceRefusedError as error:
            filtered = reading.since is not None and error.status == _FILTER_REFUSED
            if filtered or error.status not in _NO_SUCH_LIST:
                raise
            courses = set(self._writer.preview.courses() if name == "courses" else ())
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
        here = self._writer.preview.present(collection, ids)
        named = [(item, _owners(item.entity, collection)) for item in items]
        present = {
            (base, owner)
            for base in {base for _attribute, base in _OWNERS[collection]}
            for owner in self._writer.preview.present(
                base, {each for _item, owners in named for of, each in owners if of == base}
            )
        }
        return [
            item
            for item, owners in named
            if item.entity.sourced_id in here or not owners or not present.isdisjoint(owners)
        ]

    async def _singly(self, reading: Reading, sourced_ids: Sequence[str]) -> None:
        """What no list of a school has, one by one: guardians of its students, who is enrolled there from elsewhere,
        courses of the district. Where the changes alone are asked for, only those that are not here.
        """
        name = reading.collection
        self._writer.begin_list(name, _NAMED)
        wanted = self._writer.preview.lacking(name, sourced_ids)
        if len(wanted) > _MOST_NAMED or not await self._one_by_one(reading, wanted):
            await self._of_all(reading, wanted)
        self._writer.end_list(name, _NAMED)

    async def _of_all(self, reading: Reading, wanted: Sequence[str]) -> None:
        """These of the district's list: there are too many to be asked for one by one, or the service has no such."""
        name, named = reading.collection, set(wanted)
        try:
            await reading.list(
                Wanted(name, keep=lambda all_: [each for each in all_ if each.entity.sourced_id in named], whole=True)
            )
        except ServiceRefusedError as error:
            if error.status not in NOT_THIS:
                raise
            reading.lack(_NO_SINGLES[name], of_some=True)
            self._writer.keep(name, _NAMED, wanted)  # nothing says that they are gone
        else:
            self._tell_unknown(reading, self._writer.preview.lacking(name, wanted))

    async def _one_by_one(self, reading: Reading, wanted: Sequence[str]) -> bool:
        """Each by a request of its own; false where the service does not answer such."""
        name = reading.collection
        unknown: list[str] = []
        garbled: list[str] = []
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            try:
                found = dict(zip(batch, await self._records(name, batch), strict=True))
            except ServiceRefusedError as error:
                if error.status not in NOT_THIS:
                    raise
                return False
            items = [each for each in found.values() if isinstance(each, Item)]
            unknown += [each for each, item in found.items() if item is None]
            garbled += [each for each, item in found.items() if isinstance(item, _Garbled)]
            self._writer.put(name, items, received=len(items), total=None, of=_NAMED)
            reading.came(len(items))
            if len(garbled) == start + len(batch):  # it answers all so
                garbled += wanted[start + len(batch) :]
                break
        none_came = reading.since is None and len(unknown) == len(wanted) > 0
        if none_came and not await self._shows_singles(reading):
            return False
        self._tell_unknown(reading, unknown)
        if garbled:
            what = _WORDS[name][len(garbled) > 1]
            reading.lack(f"{len(garbled):,} {what} missing: the service answers with something else.", of_some=True)
            self._writer.keep(name, _NAMED, garbled)
        return True

    def _tell_unknown(self, reading: Reading, unknown: Sequence[str]) -> None:
        if unknown:
            what = _WORDS[reading.collection][len(unknown) > 1]
            reading.remark(f"{len(unknown):,} {what} named that the service does not know.")

    async def _shows_singles(self, reading: Reading) -> bool:
        """Whether the service has single records at all: that it has just listed is there for sure."""
        if not reading.example:
            return False
        (found,) = await self._records(reading.collection, [reading.example])
        return isinstance(found, Item)

    async def _records(self, name: str, sourced_ids: Sequence[str]) -> list[Item | _Garbled | None]:
        """These records, in order; nothing for what the service does not know, an error for what it garbles."""
        found = await asyncio.gather(*(self._record(name, each) for each in sourced_ids), return_exceptions=True)
        for each in found:
            if isinstance(each, BaseException):
                raise each
        return [each for each in found if not isinstance(each, BaseException)]

    async def _record(self, name: str, sourced_id: str) -> Item | _Garbled | None:
        try:
            return await single(self._client, name, sourced_id)
        except NotOneRosterError:
            return _Garbled()
        except ServiceRefusedError as error:
            if error.status not in _NOT_UNDERSTOOD:
                raise
            return _Garbled()


def _quoted(sourced_ids: Iterable[str]) -> str:
    return ", ".join(f"“{each}”" for each in sorted(sourced_ids))


def _owners(entity: Entity, collection: str) -> set[tuple[str, str]]:
    """Whom the record names as its owners: base collection and sourcedId of each."""
    found = ((base, getattr(entity, attribute)) for attribute, base in _OWNERS[collection])
    named = ((base, value.sourced_id if isinstance(value, Ref) else value) for base, value in found if value)
    return {(base, sourced_id) for base, sourced_id in named if sourced_id}
