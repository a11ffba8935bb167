"""What a sync that is held would do, in the user's language. Pure."""

import re
from collections.abc import Sequence

from rosterdesk.model.rows import Run
from rosterdesk.ui.look.language import sentences, tr

_PART = re.compile(r"([\d,]+) of ([\d,]+) (.+?) \((.+? %)\)")


def proposal(run: Run) -> str:
    """Out of the run's sentence: “would remove 1,204 of 9,380 people (12.8 %)”."""
    said = run.held.removeprefix("This sync would ").partition(", so the earlier copy")[0]
    removed, _, changed = said.partition("change ")
    told = ((tr("would remove {0}"), _parts(removed)), (tr("would change {0}"), _parts(changed)))
    return _together([words.format(_together(parts)) for words, parts in told if parts])


def _parts(said: str) -> list[str]:
    return [
        tr("{0} of {1} {2} ({3})").format(count, before, sentences(title.capitalize()).lower(), percent)
        for count, before, title, percent in _PART.findall(said)
    ]


def _together(parts: Sequence[str]) -> str:
    *before, last = parts or [""]
    return tr("{0} and {1}").format(", ".join(before), last) if before else last
