"""What a store is to be, as plain dictionaries: the same runs, pages, sweeps and journals, and nothing of how."""

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from rosterdesk.store.writing.journal import Kind
from tests.store import journals
from tests.store.journals import Told

Record = dict[str, Any]
Roster = dict[str, dict[str, Record]]
COLLECTIONS = ("orgs", "users", "classes", "demographics")
SWEPT_APART = ("student", "teacher")
Outcome = Literal["complete", "people", "incomplete"]


class Run(msgspec.Struct):
    """What it is to read, and of what it has read all; how many `rows` came of each, with those of a list that it took
    over; `held` where it waits for a person.
    """

    kinds: dict[str, Kind]
    staged: bool
    outcomes: dict[str, Outcome] = {}
    rows: dict[str, int] = {}
    held: bool = False
    ended: bool = False


class Dictionary:
    """`shown` is what readers see."""

    def __init__(self, keep_runs: int) -> None:
        self.shown: Roster = {name: {} for name in COLLECTIONS}
        self.told: dict[int, Told] = {}
        self.runs: list[Run] = []
        self._keep = keep_runs
        self._before: Roster = {name: {} for name in COLLECTIONS}  # as the journal last told of it
        self._known: dict[journals.Name, int] = {}  # what went, and the last run that the journal has of it
        self._came: Roster = {name: {} for name in COLLECTIONS}
        self._listed: dict[str, set[str]] = {name: set() for name in COLLECTIONS}

    @property
    def run(self) -> Run:
        """The last one."""
        return self.runs[-1]

    def begin(self, kinds: Mapping[str, Kind], *, anew: bool) -> None:
        last = None if anew or not self.runs or self.run.held else self.run
        if last is None or last.ended or not _planned(last.kinds, kinds):
            taken_over = {
                name
                for name, kind in kinds.items()
                if last and kind == last.kinds.get(name) == "full" and name not in last.outcomes
            }
            for name in set(COLLECTIONS) - taken_over:
                self._came[name].clear()
                self._listed[name].clear()
            rows = {name: last.rows.get(name, 0) for name in taken_over} if last else {}
            self.runs.append(
                Run(dict(kinds), any(run.ended and any(run.rows.values()) for run in self.runs), rows=rows)
            )

    def put(self, collection: str, records: list[Record]) -> None:
        roster = self._came if self.run.staged else self.shown
        roster[collection].update((record["sourcedId"], record) for record in records)
        self.run.rows[collection] = self.run.rows.get(collection, 0) + len(records)
        if self.run.kinds[collection] == "full":
            self._listed[collection].update(record["sourcedId"] for record in records)

    def end_collection(self, collection: str, outcome: Outcome) -> None:
        self.run.outcomes[collection] = outcome

    def amend(self, collection: str, record: Record) -> None:
        sourced_id = record["sourcedId"]
        self.shown[collection][sourced_id] = record
        self._came[collection].pop(sourced_id, None)
        self._listed[collection].add(sourced_id)

    def end(self, *, accept: bool) -> bool:
        """Whether the run is shown."""
        after = self._swept({name: self.shown[name] | self._came[name] for name in COLLECTIONS})
        before = self._before if self.run.staged else {}
        told = journals.difference(before, after, set(self._known))
        if self.run.staged:  # and what was only seen since the last run
            told.removed |= journals.difference(self.shown, after, set()).removed
            told.changed = {name: each for name, each in told.changed.items() if name not in told.removed}
        if self.run.staged and not accept and self._is_much(told, after):
            self.run.held = True
            return False
        self.run.held, self.run.ended = False, True
        self._tell(told, after)
        self.shown = after
        for name in COLLECTIONS:
            self._came[name].clear()
            if name in self.run.outcomes:
                self._listed[name].clear()
        return True

    def _swept(self, roster: Roster) -> Roster:
        """Without what the lists of the run did not bring, and what is known of the people among it."""
        gone: dict[str, set[str]] = {}
        for name, outcome in self.run.outcomes.items():
            if self.run.kinds[name] == "full" and (outcome == "complete" or (outcome == "people" and name == "users")):
                gone[name] = {
                    sourced_id
                    for sourced_id, record in roster[name].items()
                    if sourced_id not in self._listed[name] and (outcome == "complete" or record["role"] in SWEPT_APART)
                }
        if "demographics" not in self.run.kinds:
            gone["demographics"] = gone.get("users", set())
        return {
            name: {each: record for each, record in records.items() if each not in gone.get(name, ())}
            for name, records in roster.items()
        }

    def _is_much(self, told: Told, after: Roster) -> bool:
        """More than a tenth removed or three quarters changed: five at least, or more than half of four or more; of
        all, and removed of those who are alike.
        """
        for name in COLLECTIONS:
            for word in ("", "student", "teacher", "school"):
                now = sum(_is(each, word) for each in after[name].values())
                added = sum(_is(after[name][each], word) for of, each in told.added if of == name)
                removed = sum(_is(self._was(name, each), word) for of, each in told.removed if of == name)
                changed = 0 if word else sum(of == name for of, _ in told.changed)
                before = max(now - added + removed, removed, changed)  # what it says is never more than all
                for count, most in ((removed, 0.10), (changed, 0.75)):
                    if count > most * before and (count >= 5 or (before >= 4 and count > before / 2)):
                        return True
        return False

    def _was(self, name: str, sourced_id: str) -> Record:
        """The record that is gone, as the journal last told of it, or as it was stored since."""
        before = self._before[name].get(sourced_id)
        return before if before and before["status"] != "tobedeleted" else self.shown[name][sourced_id]

    def _tell(self, told: Told, after: Roster) -> None:
        number = len(self.runs)
        self.told[number] = told
        if self.run.staged:
            self._known.update(dict.fromkeys(told.removed, number))
        else:
            self._known.clear()
        self._before = {name: dict(records) for name, records in after.items()}
        kept = [number for number, run in enumerate(self.runs, 1) if run.ended][-self._keep :]
        self.told = {run: each for run, each in self.told.items() if run >= kept[0]}
        self._known = {name: run for name, run in self._known.items() if run >= kept[0]}


def _planned(had: Mapping[str, Kind], kinds: Mapping[str, Kind]) -> bool:
    return list(had) == list(kinds) and all(had[name] in {kind, "full"} for name, kind in kinds.items())


def _is(record: Record, word: str) -> bool:
    """Whether it is alive, and has the word as its role or type; any where there is none."""
    return record["status"] != "tobedeleted" and (not word or word in {record.get("role"), record.get("type")})
