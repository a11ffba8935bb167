"""A OneRoster CSV bundle, read: page by page, in the records that the REST binding would bring."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from rosterdesk.bundle import archive, contents, manifest, rows
from rosterdesk.bundle.belongings import Belongings, Stored
from rosterdesk.bundle.columns import SECOND, File, Version
from rosterdesk.bundle.headers import FILES, parts
from rosterdesk.bundle.joins import Record
from rosterdesk.bundle.lines import Lines
from rosterdesk.bundle.problems import CutShortError, Flaw, Place, Problem, Problems
from rosterdesk.bundle.table import LARGEST_STRETCH, STRETCH, Stretch, Table
from rosterdesk.model.entities import Entity
from rosterdesk.model.fields import BASES, COLLECTIONS
from rosterdesk.wire.records import Content, Page, items

NOT_READ = "It was not read to its end."
NO_OWNERS = Flaw("PKG-13", "error", "The rows belong to records of a file that is not there, so they are not shown.")
ONLY_ONE = Flaw(
    "VAL-03", "error", "A record can have one of these, and an earlier row gave it one. The later row counts."
)
NO_OWNER = Flaw("PKG-13", "warning", "The row belongs to a record that is not in this bundle, so it is not shown.")
TOO_MANY = Flaw("PKG-13", "error", "A record has more of these than any real one can have. The row was left out.")
OTHER_VERSION = Flaw("PKG-11", "warning", "This file is of another version of the standard. It was read all the same.")
ONLY_CHANGES = "It has only what changed, and there is nothing here that it could change."

BY_RULE = ("stateless", "unstamped")
"""No bends in a bundle: a whole file says neither status nor time, and in one of changes the lack is a problem."""


class Bundle:
    """A zip or a folder of OneRoster CSV files; raises `BundleError` where it is none, or not to be trusted.

    `version` is that of the manifest, else what the files look like; `kinds` are the collections that it has, or
    should have. `problems` grows while pages are read, each once however often that is; `counts` has their true
    number, of which the list keeps some. To be used in a `with` statement, by one thread.
    """

    def __init__(self, path: Path) -> None:
        self._problems = Problems()
        self._archive = archive.opened(path)
        try:
            self._names = contents.files(self._archive.names, self._problems)
            said = self._manifest()
            self.version: Version = (said.version if said else None) or self._looks()
            self.system = said.system if said else ""
            self._modes = manifest.modes(said, self._names, self._problems)
        except BaseException:
            self._archive.close()
            raise
        self._why: dict[str, str] = {}
        self._torn: set[str] = set()
        for name in self._modes:
            if self.version not in FILES[name].versions:
                self._problems.note(OTHER_VERSION, f"{name}.csv")
            if FILES[name].collection not in self.kinds:
                self._problems.note(NO_OWNERS, f"{name}.csv")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    @cached_property
    def kinds(self) -> dict[str, Literal["full", "delta"]]:
        """The collections, and whether all their records are there or what changed, in the order of `BASES`."""
        changed = {FILES[name].collection for name, mode in self._modes.items() if mode == "delta"}
        whole = {name for name, mode in self._modes.items() if mode == "bulk" and not FILES[name].owner}
        return {name: "full" if name in whole else "delta" for name in BASES if name in whole | changed}

    @property
    def problems(self) -> list[Problem]:
        """What was found to be wrong so far."""
        return self._problems.kept

    @property
    def counts(self) -> Counter[Place]:
        """How many problems there are so far."""
        return self._problems.counts

    def whole(self, collection: str) -> bool:
        """Whether the collection was read, and every row of its files could be."""
        return not self.why(collection)

    def why(self, collection: str) -> str:
        """Why the collection is not whole, in a sentence; nothing where it is."""
        return self._why.get(collection, NOT_READ)

    def torn(self, collection: str) -> bool:
        """Whether a file of the collection was not there, or could not be read to its end."""
        return collection in self._torn

    def pages(self, collection: str, stored: Stored | None = None) -> Iterator[Page]:
        """The records of a collection of `kinds`, some thousands at a time. It never fails: `problems` and `whole`
        tell what could not be read.

        `stored` finds what is kept of the collection: parts of which only changes are here, or nothing, are those of
        the kept record with these changes. Records that have no row of their own here come too, where parts changed.
        """
        problems = self._problems if collection not in self._why else Problems()
        self._why[collection] = NOT_READ
        self._torn.add(collection)
        whys, torn = [], False
        belongings = []
        for file in parts(collection):
            if file.name in self._modes:
                found, why, cut = self._belongings(file, problems, alone=stored is None)
                belongings.append(found)
                whys.append(why)
                torn |= cut
            elif self.version in file.versions:
                belongings.append(Belongings(file, changes=True))
        kind = COLLECTIONS[collection].entity
        table, stretches = self._table(FILES[collection], problems)
        before = stored if stored and any(each.changes for each in belongings) else _nothing
        for stretch in stretches:
            # Parts may have extension columns too, and passwords in them.
            secretive = table.secretive or any(each.owners for each in belongings)
            joined = _joined(stretch, belongings, before) if belongings else stretch.records
            yield from _pages(joined, kind, stretch.replaced, secretive=secretive)
        owners = dict.fromkeys(chain.from_iterable(each.owners for each in belongings))
        others = [owner for owner in owners if hash(owner) not in table.ids]
        known: set[str] = set()
        if stored and self.kinds[collection] == "delta":
            for start in range(0, len(others), STRETCH):
                kept = stored(others[start : start + STRETCH])
                known |= kept.keys()
                yield from _pages(_changed(kept, belongings), kind, secretive=True)
        if stored or self.kinds[collection] == "full":
            self._note_strangers(belongings, set(others) - known, problems)
        self._why[collection] = next(filter(None, [table.why, *whys]), "")
        if not (torn or table.torn):
            self._torn.discard(collection)

    def _table(self, file: File, problems: Problems) -> tuple[Table, Iterator[Stretch]]:
        """The file's table, and its records by stretches; none where the file is not there."""
        mode = self._modes.get(file.name)
        table = Table(file, self.version, mode or "absent", problems)
        if file.name in self._names:
            return table, table.stretches(self._archive.chunks(self._names[file.name]))
        table.torn = mode is not None
        table.why = manifest.NOT_THERE.message if table.torn else ""
        return table, iter(())

    def _belongings(self, file: File, problems: Problems, *, alone: bool) -> tuple[Belongings, str, bool]:
        """The parts in a file, why these are not all, and whether that is for what could not be read."""
        found = Belongings(file, changes=self._modes[file.name] == "delta" and not alone)
        note: rows.Note = partial(problems.note, file=f"{file.name}.csv")
        too_many = ""
        table, owned = self._owned(file, problems)
        for number, owner, row in owned:
            if owner in found.owners and not found.part.many and not found.changes:
                note(ONLY_ONE, field=file.owner, rows=[number])
            if not found.add(owner, row):
                note(TOO_MANY, field=file.owner, rows=[number])
                too_many = TOO_MANY.message
        why = table.why or too_many or (ONLY_CHANGES if alone and self._modes[file.name] == "delta" else "")
        return found, f"{file.name}.csv: {why}" if why else "", table.torn

    def _owned(self, file: File, problems: Problems) -> tuple[Table, Iterator[tuple[int, str, Record]]]:
        """A table of parts, and its rows that say whose they are: their number, the owner, and the rest of them."""
        table, stretches = self._table(file, problems)
        owner = next(column.member for column in file.columns if column.name == file.owner)

        def owned() -> Iterator[tuple[int, str, Record]]:
            for stretch in stretches:
                for number, sent in zip(stretch.numbers, stretch.records, strict=True):
                    row: Record = msgspec.json.decode(sent)
                    if to := row.pop(owner, None):
                        yield number, to, row

        return table, owned()

    def _note_strangers(self, belongings: list[Belongings], strangers: set[str], problems: Problems) -> None:
        """Tell the rows of those whom nobody knows: by reading the file again, as they are few."""
        for each in belongings:
            if not strangers.isdisjoint(each.owners):
                _, owned = self._owned(each.file, Problems())
                lost = [number for number, owner, _ in owned if owner in strangers]
                problems.note(NO_OWNER, f"{each.file.name}.csv", each.file.owner, lost)

    def _manifest(self) -> manifest.Manifest | None:
        if contents.MANIFEST not in self._names:
            return None
        found: list[rows.Row] = []
        try:
            found.extend(row for _, row in self._rows(contents.MANIFEST, self._problems))
        except CutShortError as error:
            self._problems.note(error.flaw, manifest.NAME, rows=[error.row])
        return manifest.read(found, self._problems)

    def _looks(self) -> Version:
        """The version that the files look like: 1.2 where one is, or has a column, that 1.1 does not know."""
        for name in self._names.keys() & FILES.keys():
            if FILES[name].versions == SECOND:
                return "1.2"
            later = {column.name for column in FILES[name].columns if column.versions == SECOND}
            if later & set(self._header(name)):
                return "1.2"
        return "1.1"

    def _header(self, name: str) -> rows.Row:
        try:
            return next(self._rows(name, Problems()), (1, []))[1]
        except CutShortError:
            return []

    def _rows(self, name: str, problems: Problems) -> Iterator[rows.Numbered]:
        """The rows of one of the standard's files, as they stand there."""
        note: rows.Note = partial(problems.note, file=f"{name}.csv")
        lines = Lines(self._archive.chunks(self._names[name]), lambda flaw, row: note(flaw, rows=[row]))
        return rows.rows(lines, note)


def _nothing(_ids: object) -> dict[str, bytes]:
    """What is stored where nothing is."""
    return {}


def _joined(stretch: Stretch, belongings: list[Belongings], stored: Stored) -> Iterator[bytes]:
    """The records with their parts; of those with the same id the last one, which counts."""
    kept = stored(stretch.ids)
    last = {sourced_id: place for place, sourced_id in enumerate(stretch.ids)}
    for place, (sourced_id, record) in enumerate(zip(stretch.ids, stretch.records, strict=True)):
        yield _with(record, sourced_id, belongings, kept.get(sourced_id)) if last[sourced_id] == place else record


def _changed(kept: Mapping[str, bytes], belongings: list[Belongings]) -> Iterator[bytes]:
    """The kept records with the parts that they have now."""
    members = {each.part.member for each in belongings}
    for sourced_id, record in kept.items():
        rest = {name: value for name, value in msgspec.json.decode(record).items() if name not in members}
        yield _with(msgspec.json.encode(rest), sourced_id, belongings, record)


def _with(record: bytes, sourced_id: str, belongings: list[Belongings], kept: bytes | None) -> bytes:
    """The record with its parts in it."""
    before: Record = msgspec.json.decode(kept) if kept else {}
    for each in belongings:
        if (before or sourced_id in each.owners) and (sent := each.of(sourced_id, before)):
            record = b'%b,"%b":%b}' % (record[:-1], each.part.member.encode(), sent)
    return record


def _pages(records: Iterable[bytes], kind: type[Entity], replaced: int = 0, *, secretive: bool) -> Iterator[Page]:
    """Pages of these records, none of them large."""
    page: list[bytes] = []
    size = 0
    for record in records:
        page.append(record)
        size += len(record)
        if size > LARGEST_STRETCH:
            yield _page(page, kind, replaced, secretive=secretive)
            page, size, replaced = [], 0, 0
    if page:
        yield _page(page, kind, replaced, secretive=secretive)


def _page(records: list[bytes], kind: type[Entity], replaced: int, *, secretive: bool) -> Page:
    bent = Counter({"characters": replaced} if replaced else {})
    found = items(map(msgspec.Raw, records), kind, bent, secretive=secretive)
    for kind_of_bend in BY_RULE:
        bent.pop(kind_of_bend, None)
    content = Content(found, dict(bent), len(records) - len(found))
    return Page(lambda: content, received=len(records))
