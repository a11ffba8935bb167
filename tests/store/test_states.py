"""A store beside plain dictionaries, through whatever syncs, deletions, kills and reopenings hypothesis thinks of."""

import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from rosterdesk.errors import StoreHeldError
from rosterdesk.model.entities import Item
from rosterdesk.oneroster import answers
from rosterdesk.store.writer import Writer
from rosterdesk.store.writing.journal import Kind
from tests.store import journals, picture
from tests.store.dictionary import COLLECTIONS, Dictionary, Outcome, Record
from tests.store.picture import KEY

PAGE = 3
Sent = dict[str, list[list[Record]]]
KEEP = 3
WORDS = ("Øst", "Lopez", "Żółć", "Nguyen")
FIRST = datetime(2020, 1, 1, tzinfo=UTC)


def record(collection: str, number: int, status: str, word: str, role: str) -> Record:
    """A record as a service sends it; who is described by demographics is the user of that number."""
    shared = {"status": status, "dateLastModified": "2020-01-01T00:00:00.000Z"}
    match collection:
        case "orgs":
            return {"sourcedId": f"o{number}", **shared, "name": word, "type": "school"}
        case "users":
            orgs = [{"sourcedId": f"o{number % 3}", "type": "org"}]
            name = {"givenName": "Ana", "familyName": word}
            return {"sourcedId": f"u{number}", **shared, **name, "role": role, "orgs": orgs}
        case "classes":
            school = {"sourcedId": f"o{number % 3}", "type": "org"}
            return {"sourcedId": f"c{number}", **shared, "title": word, "school": school}
        case _:
            return {"sourcedId": f"u{number}", **shared, "birthDate": f"2010-01-0{1 + WORDS.index(word)}"}


def items(collection: str, records: list[Record]) -> list[Item]:
    """The records as they come from a page."""
    return list(answers.page(msgspec.json.encode({collection: records}), collection, {}).items)


def pages(collection: str) -> st.SearchStrategy[list[Record]]:
    """Some records of a collection, with different ids."""
    statuses = st.sampled_from(("active", "active", "active", "tobedeleted"))
    roles = st.sampled_from(("student", "teacher", "guardian"))
    made = st.builds(record, st.just(collection), st.integers(0, 8), statuses, st.sampled_from(WORDS), roles)
    return st.lists(made, max_size=9, unique_by=lambda each: each["sourcedId"])


class Store(RuleBasedStateMachine):
    """The real store in a real file, and the dictionary; after each step readers see the same of both."""

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="rosterdesk-states-"))
        self.copies = 0
        self.model = Dictionary(KEEP)
        self.writer = self.opened()
        self.running = False
        self.sent: list[Sent] = []
        self.pages: dict[tuple[str, bytes], list[Record]] = {}

    def teardown(self) -> None:
        if hasattr(self, "writer"):
            self.writer.close()
            shutil.rmtree(self.folder)

    @property
    def path(self) -> Path:
        return self.folder / f"{self.copies}.db"

    def opened(self) -> Writer:
        return Writer(self.path, KEY, keep_runs=KEEP, keep_days=0)

    @precondition(lambda self: not self.running)
    @rule(
        names=st.lists(st.sampled_from(COLLECTIONS), min_size=1, unique=True),
        kinds=st.lists(st.sampled_from(("full", "full", "delta")), min_size=4, max_size=4),
        anew=st.booleans(),
    )
    def begin(self, names: list[str], kinds: list[Kind], anew: bool) -> None:
        chosen = dict(zip(sorted(names, key=COLLECTIONS.index), kinds, strict=False))
        self.begin_with(chosen, anew=anew)

    @precondition(lambda self: not self.running and self.model.runs and not self.model.run.ended)
    @rule()
    def take_up(self) -> None:
        self.begin_with(dict(self.model.run.kinds), anew=False)

    def begin_with(self, kinds: dict[str, Kind], *, anew: bool) -> None:
        self.model.begin(kinds, anew=anew)
        started = FIRST + timedelta(minutes=len(self.model.runs))
        assert self.writer.begin(kinds, started=started, anew=anew) == len(self.model.runs)
        self.running = True

    @precondition(lambda self: self.running)
    @rule(data=st.data())
    def put(self, data: st.DataObject) -> None:
        left = [name for name in self.model.run.kinds if name not in self.model.run.outcomes]
        if left:
            collection = data.draw(st.sampled_from(left))
            page = data.draw(pages(collection))
            self.put_page(collection, page)

    def put_page(self, collection: str, page: list[Record]) -> None:
        self.model.put(collection, page)
        digest = repr(page).encode()
        self.pages[collection, digest] = page
        if self.writer.put_again(collection, collection, digest, total=None) is None:
            self.writer.put(collection, items(collection, page), received=len(page), total=None, digest=digest)
        self.writer.flush()

    @precondition(lambda self: self.running)
    @rule(data=st.data(), outcome=st.sampled_from(("complete", "complete", "people", "incomplete")))
    def end_collection(self, data: st.DataObject, outcome: Outcome) -> None:
        left = [name for name in self.model.run.kinds if name not in self.model.run.outcomes]
        if left:
            self.end_reading(data.draw(st.sampled_from(left)), outcome)

    def end_reading(self, collection: str, outcome: Outcome) -> None:
        self.model.end_collection(collection, outcome)
        swept = outcome == "complete" or (outcome == "people" and collection == "users")
        self.writer.end_collection(collection, complete=outcome == "complete", swept=swept)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), accept=st.booleans())
    def end(self, data: st.DataObject, accept: bool) -> None:
        """Read what is left to be read, of whole collections all but a few records, and end the run."""
        sent: Sent = {}
        for collection, kind in self.model.run.kinds.items():
            if collection not in self.model.run.outcomes:
                drawn = {each["sourcedId"]: each for each in data.draw(pages(collection))}
                if kind == "full":
                    kept = self.model.shown[collection] | drawn
                    gone = data.draw(st.sets(st.sampled_from(sorted(kept)), max_size=6)) if kept else set[str]()
                    drawn = {each: found for each, found in kept.items() if each not in gone}
                came = list(drawn.values())
                sent[collection] = [came[place : place + PAGE] for place in range(0, len(came), PAGE)]
                self.read(collection, sent[collection])
        self.sent.append(sent)
        self.finish(accept=accept)

    def read(self, collection: str, sent: list[list[Record]]) -> None:
        for page in sent:
            self.put_page(collection, page)
        self.end_reading(collection, "complete")

    @precondition(lambda self: not self.running and self.sent)
    @rule(data=st.data(), accept=st.booleans())
    def sync_what_was_sent_before(self, data: st.DataObject, accept: bool) -> None:
        sent = data.draw(st.sampled_from(self.sent[-3:]))
        self.begin_with(dict.fromkeys(COLLECTIONS, "full"), anew=False)
        for collection in COLLECTIONS:
            if collection not in self.model.run.outcomes:
                self.read(collection, sent.get(collection, []))
        self.finish(accept=accept)

    def finish(self, *, accept: bool) -> None:
        self.running = False
        if self.model.end(accept=accept):
            self.writer.end(accept=accept)
            self.look_closely()
        else:
            with pytest.raises(StoreHeldError):
                self.writer.end(accept=accept)

    @precondition(lambda self: not self.running)
    @rule(data=st.data(), kind=st.sampled_from(("full", "delta")), accept=st.booleans())
    def sync(self, data: st.DataObject, kind: Kind, accept: bool) -> None:
        self.begin_with(dict.fromkeys(COLLECTIONS, kind), anew=False)
        self.end(data, accept)

    @precondition(lambda self: not self.running and self.model.runs and self.model.run.held)
    @rule()
    def accept(self) -> None:
        assert self.model.end(accept=True)
        self.writer.accept(now=FIRST)
        self.look_closely()

    @precondition(lambda self: not self.running)
    @rule(data=st.data(), collection=st.sampled_from(COLLECTIONS))
    def amend(self, data: st.DataObject, collection: str) -> None:
        for each in data.draw(pages(collection))[:1]:
            self.model.amend(collection, each)
            self.writer.amend(collection, *items(collection, [each]))

    @rule()
    def kill(self) -> None:
        """What a killed process leaves is what its files hold at that moment."""
        before = self.path
        self.copies += 1
        for ending in ("", "-wal"):
            if Path(f"{before}{ending}").exists():
                shutil.copy(f"{before}{ending}", f"{self.path}{ending}")
        self.writer.close()
        self.writer = self.opened()
        self.running = False

    @rule()
    def reopen(self) -> None:
        self.writer.close()
        self.writer = self.opened()
        self.running = False

    @invariant()
    def readers_see_what_the_dictionary_has(self) -> None:
        if not hasattr(self, "writer"):
            return
        sent = picture.sent(self.path)
        seen = {name: sent[name] for name in COLLECTIONS}
        assert seen == self.model.shown
        with picture.reader(self.path) as reader:
            for word in WORDS:
                found = {hit.sourced_id for hit in reader.find(word) if hit.collection == "users"}
                assert found == {each for each, user in seen["users"].items() if user["familyName"] == word}
            assert [run.ended is not None for run in reader.runs()][:1] == [run.ended for run in self.model.runs][-1:]

    def look_closely(self) -> None:
        """What a run that has just ended left: the file, the counts, the words, and the journal of every run."""
        picture.examine(self.path)
        assert picture.of(self.path) == picture.fresh(self.model.shown)
        for collection, digest in picture.familiar(self.path):
            for each in self.pages[collection, digest]:
                assert self.model.shown[collection].get(each["sourcedId"]) == each
        last = len(self.model.runs)
        for run in range(max(1, last - 2 * KEEP), last + 1):
            assert journals.told(self.path, run) == self.model.told.get(run, journals.NOTHING)


TestStore = Store.TestCase
TestStore.settings = settings(max_examples=20, stateful_step_count=20)
