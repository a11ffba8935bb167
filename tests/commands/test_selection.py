from pathlib import Path

import pytest

from rosterdesk import progress
from rosterdesk.commands import arguments, selection
from rosterdesk.commands.context import Context
from rosterdesk.errors import UsageError
from rosterdesk.model.query import Query, Scope, Sort, Where


def asked(tmp_path: Path, *options: str, collection: str = "students") -> Query:
    given = arguments.parse(["list", "Walking", collection, *options, "--data-dir", str(tmp_path)])
    return selection.query(Context(given, progress.silent), given)


def test_nothing_asked_for_is_all_of_the_collection(tmp_path: Path) -> None:
    assert asked(tmp_path) == Query(collection="students")


def test_each_option_narrows_sorts_or_shows(tmp_path: Path) -> None:
    options = ["--school", "s1", "--class", "c1", "--term", "t1", "--user", "u1", "--text", "ada l", "--limit", "5"]
    options += [
        "--sort",
        "-familyName",
        "--sort",
        "givenName",
        "--columns",
        "name, email,name",
        "--as-of",
        "2026-09-01",
    ]
    assert asked(tmp_path, *options) == Query(
        collection="students",
        scopes=(Scope("school", "s1"), Scope("class", "c1"), Scope("term", "t1"), Scope("user", "u1")),
        text="ada l",
        sort=(Sort("familyName", descending=True), Sort("givenName")),
        columns=("name", "email"),
        as_of="2026-09-01",
        limit=5,
    )


def test_values_of_one_field_add_up_and_fields_narrow_each_other(tmp_path: Path) -> None:
    where = ["--where", "grades=09", "--where", "status=active", "--where", "grades=10", "--where", "email="]
    assert asked(tmp_path, *where).where == (
        Where("grades", ("09", "10")),
        Where("status", ("active",)),
        Where("email", ("",)),
    )


def test_a_value_may_have_an_equals_sign(tmp_path: Path) -> None:
    assert asked(tmp_path, "--where", "identifier=a=b").where == (Where("identifier", ("a=b",)),)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--where", "grades"], "Write it as --where FIELD=VALUE."),
        (["--where", "shoe=9"], "students has no field “shoe”"),
        (["--sort", "-shoe"], "students has no field “shoe”"),
        (["--columns", "name,shoe"], "students has no field “shoe”"),
        (["--columns", " ,"], "--columns needs at least one field"),
        (["--as-of", "yesterday"], "Write it as YYYY-MM-DD."),
        (["--as-of", "2026-02-30"], "Write it as YYYY-MM-DD."),
    ],
)
def test_what_there_is_none_of_is_said_with_what_there_is(tmp_path: Path, options: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        asked(tmp_path, *options)


def test_a_collection_that_there_is_none_of_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no collection “pupils”"):
        asked(tmp_path, collection="pupils")


def test_phases_add_up_each_once(tmp_path: Path) -> None:
    phases = ["--phase", "dropped", "--phase", "incoming", "--phase", "dropped"]
    assert asked(tmp_path, *phases).phases == ("dropped", "incoming")
    with pytest.raises(UsageError, match="current"):
        asked(tmp_path, "--phase", "gone")
