"""Who is found by a few words, and in which order, against plain Python that looks at everybody."""

from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from rosterdesk.model.entities import Org, Ref, User
from rosterdesk.model.query import Query
from rosterdesk.store.writer import Writer
from tests.store import roster
from tests.store.roster import ids

NAMES = {
    "Ána": "ana",
    "Łukasz": "lukasz",
    "María José": "maria jose",
    "Mar": "mar",
    "MARLOW": "marlow",
    "van der Åse": "van der ase",
    "Øst-Marø": "ost-maro",
    "Anders": "anders",
    "Straße": "strasse",
    "": "",
}
"""Names, and the same without case and accents."""


class Person(msgspec.Struct, frozen=True):
    family: str
    given: str
    number: str
    login: str
    school: str
    is_gone: bool

    def user(self, place: int) -> User:
        return User(
            sourced_id=f"id{place}", family_name=self.family, given_name=self.given, identifier=self.number,
            username=self.login, email=f"{self.login}@example.org", role="student", orgs=[Ref(self.school)],
            status="tobedeleted" if self.is_gone else "active",
        )  # fmt: skip

    @property
    def parts(self) -> list[str]:
        """What of them may be meant by the beginning of a word."""
        names = f"{NAMES[self.family]} {NAMES[self.given]}".replace("-", " ")
        return [*names.split(), self.number, *self.login.split("."), "example", "org"]

    def tier(self, typed: str, sourced_id: str) -> int | None:
        """0: this very id; 1: the name begins so; 2: each word begins a part; else they are not meant."""
        if typed.lower() in (sourced_id, self.number, self.login, f"{self.login}@example.org"):
            return 0
        family, given, folded = NAMES[self.family], NAMES[self.given], plain(typed)
        if any(name.startswith(folded) for name in (f"{family} {given}", f"{given} {family}") if name.strip()):
            return 1
        return 2 if self.is_worded(typed, sourced_id) else None

    def is_worded(self, typed: str, sourced_id: str) -> bool:
        """Whether each word begins a part of them."""
        words = plain(typed).replace("-", " ").replace(".", " ").split()
        parts = (*self.parts, sourced_id)
        return bool(words) and all(any(part.startswith(word) for part in parts) for word in words)


def plain(text: str) -> str:
    """Without case and accents: the few that are in these names."""
    pairs = {"á": "a", "ł": "l", "í": "i", "é": "e", "å": "a", "ø": "o", "ß": "ss"}
    return "".join(pairs.get(letter, letter) for letter in text.lower()).strip()


people = st.builds(
    Person,
    family=st.sampled_from(list(NAMES)),
    given=st.sampled_from(list(NAMES)),
    number=st.from_regex(r"00[0-3]{2}", fullmatch=True),
    login=st.sampled_from(["mar", "ana.mar", "lukasz1", "x.ost", "anders.van"]),
    school=st.sampled_from(["east", "west"]),
    is_gone=st.booleans(),
)


@st.composite
def typed(draw: st.DrawFn, among: list[Person]) -> str:
    """A few words of somebody's, or of nobody's, each begun or whole, in any order and case."""
    somebody = draw(st.sampled_from(among))
    there = [*somebody.family.split(), *somebody.given.split(), somebody.number, somebody.login]
    words = draw(st.lists(st.sampled_from([*there, "mar", "zoe"]), min_size=1, max_size=3, unique=True))
    begun = [word[: draw(st.integers(1, len(word)))] for word in words]
    return draw(st.sampled_from([str.lower, str.upper, str.title, str]))(" ".join(begun))


@given(st.data(), st.lists(people, min_size=1, max_size=12), st.sampled_from(["", "east", "west"]))
@settings(max_examples=25)
def test_those_who_are_meant_are_found_the_best_first(data: st.DataObject, among: list[Person], school: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.db"
        with Writer(path, roster.KEY) as writer:
            orgs = [Org(sourced_id=each, type="school") for each in ("east", "west")]
            roster.sync(writer, {"orgs": orgs, "users": [each.user(place) for place, each in enumerate(among)]})
        with roster.reader(path) as reader:
            for _ in range(6):
                text = data.draw(typed(among))
                meant = {
                    f"id{place}": (tier, each.is_gone, bool(school) and each.school != school)
                    for place, each in enumerate(among)
                    if (tier := each.tier(text, f"id{place}")) is not None
                }
                found = [hit.sourced_id for hit in reader.find(text, 50, school) if hit.collection == "users"]
                assert set(found) == set(meant), text
                assert [meant[each] for each in found] == sorted(meant.values()), text
                assert reader.find(text, 3, school) == reader.find(text, 50, school)[:3]
                worded = {f"id{place}" for place, each in enumerate(among) if each.is_worded(text, f"id{place}")}
                assert set(ids(reader, Query(collection="users", text=text))) == worded, text
