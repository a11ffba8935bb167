"""What the documents name is there, and what is there they name."""

import re
import tomllib
from pathlib import Path

import pytest

from rosterdesk import errors
from rosterdesk.model.fields import COLLECTIONS

ROOT = Path(__file__).parent.parent
GUIDE = (ROOT / "docs" / "guide.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
DOCUMENTS = [
    ROOT / name for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/guide.md")
]
LATER = {errors.BundleError}


def kinds_of_error() -> list[type[errors.RosterDeskError]]:
    found = [errors.RosterDeskError]
    for kind in found:
        found += kind.__subclasses__()
    return [kind for kind in found if kind.__module__ == errors.__name__ and kind not in LATER]


def test_the_guide_says_what_to_do_about_every_error() -> None:
    rows = re.findall(r"^\| (\d+) \| `([\w-]+)` \|", GUIDE, re.MULTILINE)
    told = {(int(code), kind) for code, kind in rows} - {(130, "cancelled")}
    assert told == {(kind.exit_code, kind.kind) for kind in kinds_of_error()}


def test_the_guide_names_every_collection() -> None:
    line = next(line for line in GUIDE.splitlines() if line.startswith("Collections: "))
    assert set(re.findall(r"\w+", line.removeprefix("Collections: "))) == set(COLLECTIONS)


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
    text = document.read_text("utf-8")
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
    targets = re.findall(r"\]\(([^)#\s]*)(#[^)]+)?\)", text)
    local = [target for target, _ in targets if target and "://" not in target]
    assert not [target for target in local if not (document.parent / target).exists()]
    assert not [anchor for target, anchor in targets if anchor and not target and anchor[1:] not in anchors]


def test_every_command_of_run_that_a_document_names_is_there() -> None:
    named = {name for document in DOCUMENTS for name in re.findall(r"\./run (\w+)", document.read_text("utf-8"))}
    defined = set(re.findall(r"^def (\w+)\(", (ROOT / "run").read_text("utf-8"), re.MULTILINE))
    assert named <= defined
