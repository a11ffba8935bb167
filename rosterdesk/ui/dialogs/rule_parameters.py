"""What rules are given, as a person reads and writes it: one line of text each. Pure."""

from typing import Any, NamedTuple

import msgspec

from rosterdesk.checks.profile import Parameters
from rosterdesk.ui.look.language import tr


class Parameter(NamedTuple):
    """One thing that a rule is given."""

    name: str
    title: str
    hint: str = ""


def of_rule(rule: str) -> tuple[Parameter, ...]:
    """What the rule of this id is given."""
    listed = tr("Separated by commas.")
    given = {
        "VAL-11": (Parameter("grades", tr("Grades that there are"), listed),),
        "USR-08": (Parameter("email_roles", tr("Who needs an email"), tr("Roles, separated by commas.")),),
        "USR-10": (Parameter("email_domains", tr("Domains of the district"), listed),),
        "ORG-04": (
            Parameter("least_students", tr("Students at least")),
            Parameter("least_teachers", tr("Teachers at least")),
            Parameter("least_classes", tr("Classes at least")),
        ),
        "SES-07": (Parameter("summer", tr("Summer"), tr("Its first day and the day after it, as 06-01, 08-15.")),),
        "DLT-09": (Parameter("stale_days", tr("Days at most")),),
    }
    return given.get(rule, ())


def text(parameters: Parameters, name: str) -> str:
    """What is given, as text."""
    value = getattr(parameters, name)
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def changed(parameters: Parameters, name: str, text: str) -> Parameters | None:
    """The parameters with what this text says; `None` where it says nothing that can be given."""
    before = getattr(parameters, name)
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    given: Any = parts if isinstance(before, tuple) else text.strip()
    values = {each: getattr(parameters, each) for each in Parameters.__struct_fields__} | {name: given}
    try:
        return msgspec.convert(values, Parameters, strict=False)
    except msgspec.ValidationError:
        return None
