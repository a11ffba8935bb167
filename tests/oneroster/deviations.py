"""Every deviation that is tested: what services do, and what RosterDesk makes of it."""

from collections.abc import Iterable

import msgspec

from rosterdesk.model import bends
from tests.oneroster.deviations_access import ACCESS
from tests.oneroster.deviations_around import Deviation
from tests.oneroster.deviations_envelopes import ENVELOPES
from tests.oneroster.deviations_errors import ERRORS
from tests.oneroster.deviations_paging import PAGING
from tests.oneroster.deviations_transport import TRANSPORT
from tests.oneroster.deviations_values import VALUES
from tests.oneroster.deviations_vendors import VENDORS


def rostering(deviations: Iterable[Deviation]) -> tuple[Deviation, ...]:
    """The same, tried on rostering alone: with the other lists it would only take longer."""
    return tuple(msgspec.structs.replace(deviation, also=()) for deviation in deviations)


DEVIATIONS = {
    "Values": VALUES,
    "Envelopes": rostering(ENVELOPES),
    "Pages, totals and order": rostering(PAGING),
    "Refusals": ERRORS,
    "Tokens and scopes": ACCESS,
    "Connections": rostering(TRANSPORT),
    "Services by name": VENDORS,
}
"""By the heading under which `docs/services.md` has them."""

_OUTCOMES = {"complete": "Read whole.", "incomplete": "**Incomplete.**", "error": "**Stops.**"}


def table() -> list[str]:
    """The lines of the tables of `docs/services.md`."""
    lines: list[str] = []
    for heading, deviations in DEVIATIONS.items():
        lines += [f"### {heading}", "", "| What a service does | What comes of it |", "|---|---|"]
        lines += [f"| {each.what} | {_outcome(each)} |" for each in deviations]
        lines.append("")
    return lines


def _outcome(deviation: Deviation) -> str:
    parts = [_OUTCOMES[deviation.expected]]
    if words := deviation.words.strip("“”"):
        begins, ends = (
            "" if words.startswith(("The ", "This ", "What ", "Rows ")) else "…",
            "" if words.endswith(".") else "…",
        )
        parts.append(f"Told: “{begins}{words}{ends}”")
    parts += [f"Counted: “{_kind(kind)}”" for kind in deviation.bent]
    return " ".join(parts)


def _kind(kind: str) -> str:
    """What a run says of a kind of bend, without the number."""
    (sentence,) = bends.sentences({kind: 2})
    return sentence.replace("2 ", "… ", 1)
