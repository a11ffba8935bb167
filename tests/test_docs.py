"""What the documents name is there, and what is there they name."""

import contextlib
import functools
import io
import re
import shlex
import tomllib
from pathlib import Path

import pytest

from rosterdesk import errors
from rosterdesk.commands import arguments
from rosterdesk.model import bends
from rosterdesk.model.fields import COLLECTIONS, OPTIONAL
from rosterdesk.oneroster import auth
from rosterdesk.settings import Source

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "guide.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
DOCUMENTS = [
    ROOT / name
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/guide.md", "docs/services.md")
]
EVERYWHERE = {"--data-dir", "--passphrase-file", "--progress", "--verbose", "--help", "--version"}
OF_THE_WINDOW = {"--demo", "--theme"}


def kinds_of_error() -> list[type[errors.RosterDeskError]]:
    found = [errors.RosterDeskError]
    for kind in found:
        found += kind.__subclasses__()
    return [kind for kind in found if kind.__module__ == errors.__name__]


def help_on(*words: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as said, pytest.raises(SystemExit):
        arguments.parse([*words, "--help"])
    return said.getvalue()


@functools.cache
def options_of_commands() -> dict[str, set[str]]:
    """The options of each command, by its name of one word or two."""
    found: dict[str, set[str]] = {}
    waiting: list[tuple[str, ...]] = [()]
    for words in waiting:
        said = help_on(*words)
        below = re.findall(r"^ {4}(\w[\w-]*) ", said, re.MULTILINE)
        waiting += [(*words, name) for name in below]
        if not below:
            found[" ".join(words)] = options_in(said) - EVERYWHERE
    return found


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]+", text))


def examples(text: str) -> list[list[str]]:
    """The command lines in the blocks of a document, less what is said about them."""
    blocks = "".join(re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)).replace("\\\n", "")
    lines = [re.split(r" {3,}", line)[0] for line in blocks.splitlines() if line.startswith("rosterdesk ")]
    return [shlex.split(line)[1:] for line in lines]


def test_the_guide_names_every_command_and_every_option() -> None:
    told = GUIDE.partition("## The command line")[2].partition("\n## ")[0]
    assert len(options_of_commands()) > 15
    assert not [name for name in options_of_commands() if not re.search(rf"`{name}[ `]", told)]
    assert set().union(*options_of_commands().values()) <= options_in(GUIDE)


@pytest.mark.parametrize("document", ["README.md", "docs/guide.md"])
def test_every_option_and_every_command_line_that_is_named_is_one(document: str) -> None:
    text = (ROOT / document).read_text("utf-8")
    assert options_in(text) <= set().union(*options_of_commands().values(), EVERYWHERE, OF_THE_WINDOW)
    assert examples(text)
    for line in examples(text):
        arguments.parse([word for word in line if word not in OF_THE_WINDOW])


def test_the_guide_says_what_to_do_about_every_error() -> None:
    rows = re.findall(r"^\| (\d+) \| `([\w-]+)` \|", GUIDE, re.MULTILINE)
    told = {(int(code), kind) for code, kind in rows} - {(130, "cancelled")}
    assert told == {(kind.exit_code, kind.kind) for kind in kinds_of_error()}


def test_the_guide_names_every_collection() -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith("Collections: "))
    assert set(re.findall(r"\w+", line.removeprefix("Collections: "))) == set(COLLECTIONS)


def test_the_guide_says_what_was_bent_as_a_sync_does() -> None:
    (said,) = re.findall(r"“(412 [^”]+)”", GUIDE)
    assert said in {sentence for kind in bends.WORDS for sentence in bends.sentences({kind: 412})}


def test_the_guide_names_the_scopes_that_are_asked_for() -> None:
    asked = {scope.rpartition("/")[2] for scope in auth.ladder(Source(name="x", oneroster="1.2", also=OPTIONAL))[0]}
    assert asked == set(re.findall(r"`([a-z-]+\.readonly)`", GUIDE))


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = {re.split(r"[<>=!;\[ ]", each)[0] for each in project["project"]["dependencies"]}
    table = ARCHITECTURE.partition("## Dependencies")[2].partition("## ")[0]
    reasons = {name for row in re.findall(r"^\| ([^|]+) \| \S", table, re.MULTILINE) for name in row.split(", ")}
    assert names == reasons - {"package"}


def test_decisions_are_numbered_in_order() -> None:
    numbers = [int(number) for number in re.findall(r"^### (\d+)\. ", ARCHITECTURE, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]*)(?:#([^)]+))?\)", document.read_text("utf-8"))
    local = [
        (document.parent / target if target else document, anchor) for target, anchor in targets if "://" not in target
    ]
    assert not [path for path, _ in local if not path.exists()]
    assert not [(path, anchor) for path, anchor in local if anchor and anchor not in anchors(path)]


def anchors(document: Path) -> set[str]:
    titles = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_command_of_run_that_a_document_names_is_there() -> None:
    named = {name for document in DOCUMENTS for name in re.findall(r"\./run (\w+)", document.read_text("utf-8"))}
    defined = set(re.findall(r"^def (\w+)\(", (ROOT / "run").read_text("utf-8"), re.MULTILINE))
    assert named <= defined
