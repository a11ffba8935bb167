"""What a rule is: a value that says everything about it, and one question to the store."""

from collections.abc import Mapping
from string import Formatter
from typing import Literal, TypeAlias

import msgspec

Severity: TypeAlias = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("info", "warning", "error")
"""From the least on."""


class Question(msgspec.Struct, frozen=True):
    """A SELECT that finds records, and the collections that must be there whole: no finding tells something then.

    One about what is `between` runs needs them twice: from the newest run, and from one before it.
    """

    sql: str
    needs: tuple[str, ...]
    between: bool = False


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the catalogue; its id is never given to another.

    `severity` is the worst that a finding of it has. `starred` rules are judged without being asked for. `title` says
    what is wrong with the record of a finding, `why` what comes of it, `fix` what to do and in which system; `good`,
    of a rule that may be mistaken, what is found and right all the same.
    `message` is said of each finding; names in braces are columns of the answer. Of these a safe report tells the name
    of a `field`, and what is counted, as in `{classes!s}`: all others are values of the roster. What the reader of a
    bundle finds has a message of its own.

    `sql` is a SELECT that may use all of `definitions`. Its columns are `key`, the record of `collection` that is
    found (or none, where it is the roster itself), and where it makes sense:
    `collection` and `severity`, where they are not the rule's; `field`, the field that is wrong;
    `cause` or `suspect`, a key of `cause_in`: the record to blame, the suspect only if one of the rules that `blames`
    names found it.

    `needs` is what `sql` needs, and `between` which runs, as a question says it; `everywhere` where chosen schools do
    not do. A rule about several collections has `parts` in place of all that, so that each is judged where the others
    are not there. `given` is the parameter without which nothing can be judged, as it has no usual value.

    A rule `of_files` is judged by who reads a bundle: what is wrong with a cell, a row or a file is gone once it is
    read; one `of_package` by manifest and names alone, whatever could be read. With questions besides, that is how it
    judges what a service sent; with `bends`, by what the runs counted of these kinds, so severe is each.
    """

    id: str
    severity: Severity
    title: str
    why: str
    fix: str
    good: str = ""
    message: str = ""
    collection: str = ""
    needs: tuple[str, ...] = ()
    everywhere: bool = False
    between: bool = False
    given: str = ""
    starred: bool = False
    sql: str = ""
    blames: tuple[str, ...] = ()
    parts: tuple[Question, ...] = ()
    of_files: bool = False
    of_package: bool = False
    bends: Mapping[str, Severity] = {}

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked of the store."""
        return self.parts or ((Question(self.sql, self.needs, self.between),) if self.sql else ())

    @property
    def told_safely(self) -> frozenset[str]:
        """The columns of the answer that a safe report may tell."""
        places = Formatter().parse(self.message)
        return frozenset({"field", *(name for _, name, _, conversion in places if name and conversion == "s")})


def at_least(severity: Severity, level: Severity) -> bool:
    """Whether something so severe is at this level or above."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(level)
