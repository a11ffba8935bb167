"""Collections of which the model says all: a table with a column for each field, and nothing that is derived.

A collection joins them by its name here and its table in `schema`.
"""

import msgspec

from rosterdesk.model import fields
from rosterdesk.model.attributes import Field

NAMES = {
    "resources": "resource",
    "categories": "category",
    "scoreScales": "score_scale",
    "lineItems": "line_item",
    "results": "result",
    "assessmentLineItems": "assessment_line_item",
    "assessmentResults": "assessment_result",
}
"""The table of each, by base collection."""

_HEAD = {"status", "dateLastModified", "sourcedId"}


class Attribute(msgspec.Struct, frozen=True):
    """A field, the attribute of the entity that has its value, and the column that keeps it."""

    field: Field
    attribute: str
    column: str


def attributes(base: str) -> tuple[Attribute, ...]:
    """The fields that are the collection's own, in the order of their columns."""
    collection = fields.collection(base)
    spelt = {each.encode_name: each.name for each in msgspec.structs.fields(collection.entity)}
    return tuple(
        Attribute(field, spelt[field.name], spelt[field.name].rstrip("_"))
        for field in collection.fields
        if field.name not in _HEAD
    )
