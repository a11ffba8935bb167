"""A OneRoster CSV bundle, read: page by page, in the records that the REST binding would bring."""

from collections import Counter
from collections.abc import Iterator
from functools import cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import msgspec

from rosterdesk.bundle import archive, contents, joins, manifest, rows
from rosterdesk.bundle.headers import FILES, SECOND, File, Version, parts
from rosterdesk.bundle.lines import Lines
from rosterdesk.bundle.problems import CutShortError, Flaw, Problem, Problems
from rosterdesk.bundle.table import Stretch, Table
from rosterdesk.model.entities import Entity
from rosterdesk.model.fields import BASES, COLLECTIONS
from rosterdesk.wire.records import Page, items

Joined = dict[str, bytearray]
"""By owner: the parts as JSON, each with a comma after it. As objects they would take ten times the memory."""

MOST_PARTS = 64 << 10
"""Bytes of a record's parts, some four hundred roles: a record that comes again and again gets them each time."""

NOT_READ = "It was not read to its end."
NO_OWNERS = Flaw("PKG-13", "error", "The rows belong to records of a file that is not there, so they are not shown.")
ONLY_ONE = Flaw(
    "VAL-03", "error", "A record can have one of these, and an earlier row gave it one. The later row counts."
)
NO_OWNER = Flaw("PKG-13", "warning", "The row belongs to a record that is not in this bundle, so it is not shown.")
TOO_MANY = Flaw("PKG-13", "error", "A record has more of these than any real one can have. The row was left out.")


class Bundle:
    """A zip or a folder of OneRoster CSV files; raises `BundleError` where it is none, or not to be trusted.

    `version` is that of the manifest, else what the files look like; `kinds` are the collections that it has, or
    should have. `problems` grows while pages are read, each once however often that is; `counts` has their true
    number by rule, of which the list keeps some. To be used in a `with` statement, by one thread.
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
        for name in self._modes:
            if FILES[name].collection not in self._modes:
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
        return {name: "delta" if self._modes[name] == "delta" else "full" for name in BASES if name in self._modes}

    @property
    def problems(self) -> list[Problem]:
        """What was found to be wrong so far."""
        return self._problems.kept

    @property
    def counts(self) -> Counter[str]:
        """How often each rule was broken so far."""
        return self._problems.counts

    def whole(self, collection: str) -> bool:
        """Whether the collection was read, and every row of its files could be."""
        return not self.why(collection)

    def why(self, collection: str) -> str:
        """Why the collection is not whole, in a sentence; nothing where it is."""
        return self._why.get(collection, NOT_READ)

    def pages(self, collection: str) -> Iterator[Page]:
        """The records of a collection of `kinds`, some thousands at a time. It never fails: `problems` and `whole`
        tell what could not be read."""
        problems = self._problems if collection not in self._why else Problems()
        self._why[collection] = NOT_READ
        joined: dict[str, Joined] = {}
        whys: list[str] = []
        for file in parts(collection):
            if file.name in self._modes:
                joined[file.name], why = self._joined(file, problems)
                whys.append(why)
        kind = COLLECTIONS[collection].entity
        table, stretches = self._table(FILES[collection], problems)
        for stretch in stretches:
            for name, found in joined.items():
                _join(stretch, joins.PARTS[name], found)
            # Parts may have extension columns too, and passwords in them.
            yield _page(stretch, kind, secretive=table.secretive or bool(joined))
        for name, found in joined.items():
            if lost := sum(hash(owner) not in table.ids for owner in found):
                problems.note(NO_OWNER, f"{name}.csv", rows=[None] * lost)
        self._why[collection] = next(filter(None, [table.why, *whys]), "")

    def _table(self, file: File, problems: Problems) -> tuple[Table, Iterator[Stretch]]:
        """The file's table, and its records by stretches; none where the manifest only says that it is there."""
        table = Table(file, self.version, self._modes[file.name], problems)
        if file.name not in self._names:
            table.why = manifest.NOT_THERE.message
            return table, iter(())
        return table, table.stretches(self._archive.chunks(self._names[file.name]))

    def _joined(self, file: File, problems: Problems) -> tuple[Joined, str]:
        """The parts in a file by their owner, and why these are not all."""
        part = joins.PARTS[file.name]
        owner = next(column.member for column in file.columns if column.name == file.owner)
        encode = msgspec.json.Encoder().encode
        found: Joined = {}
        too_many = ""
        table, stretches = self._table(file, problems)
        for stretch in stretches:
            for sent in stretch.records:
                row: joins.Record = msgspec.json.decode(sent)
                to = row.pop(owner, None)
                if not to or row.pop("status", "active") != "active":
                    continue
                parts_so_far = found.setdefault(to, bytearray())
                if parts_so_far and not part.many:
                    problems.note(ONLY_ONE, f"{file.name}.csv", file.owner)
                    parts_so_far.clear()
                if len(parts_so_far) < MOST_PARTS:
                    parts_so_far += encode(part.shape(row)) + b","
                else:
                    problems.note(TOO_MANY, f"{file.name}.csv", file.owner)
                    too_many = TOO_MANY.message
        why = table.why or too_many
        return found, f"{file.name}.csv: {why}" if why else ""

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


def _join(stretch: Stretch, part: joins.Part, found: Joined) -> None:
    """Put the parts into the records that they belong to."""
    form = b'%b,"' + part.member.encode() + (b'":[%b]}' if part.many else b'":%b}')
    for place, sourced_id in enumerate(stretch.ids):
        if sent := found.get(sourced_id):
            stretch.records[place] = form % (stretch.records[place][:-1], bytes(sent[:-1]))


def _page(stretch: Stretch, kind: type[Entity], *, secretive: bool) -> Page:
    bent = Counter({"characters": stretch.replaced} if stretch.replaced else {})
    found = items(map(msgspec.Raw, stretch.records), kind, bent, secretive=secretive)
    received = len(stretch.records)
    return Page(found, received, None, dict(bent), received - len(found))
