"""What the window keeps of its own."""

import contextlib
from collections.abc import Mapping
from typing import Any

import msgspec

from rosterdesk.model.query import Query


class SavedView(msgspec.Struct, frozen=True):
    """A list that its user has named: which collection and scope, filters, order and columns."""

    name: str
    query: Query


class Preferences(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the window remembers of how its user left it. `geometry` and `splitter` are Qt's own bytes, in base64.

    `columns` are field names by collection, `widths` pixels by collection and field, `views` lists by the source's uid.
    `export_…` is how something was exported last; `export_rows` which rows, by collection. `list_…` is how class lists
    were written last; `list_templates` are the user's own columns of them, by name. `print_…` is what was printed on
    last, and the folder of photos.
    """

    geometry: str = ""
    splitter: str = ""
    source: str = ""
    columns: dict[str, tuple[str, ...]] = {}
    widths: dict[str, dict[str, int]] = {}
    views: dict[str, tuple[SavedView, ...]] = {}
    export_folder: str = ""
    export_format: str = ""
    export_rows: dict[str, str] = {}
    list_columns: tuple[str, ...] = ()
    list_form: str = ".xlsx"
    list_templates: dict[str, tuple[str, ...]] = {}
    print_size: str = ""
    print_stock: str = ""
    print_photos: str = ""


def readable(kept: Mapping[str, object]) -> Preferences:
    """What this version can read of what is kept, each by itself, and each view."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(Preferences):
        if field.name in kept:
            with contextlib.suppress(msgspec.ValidationError):
                found[field.name] = msgspec.convert(kept[field.name], field.type)
    found["views"] = {uid: _readable(views) for uid, views in _by_name(kept).items()}
    return msgspec.structs.replace(Preferences(), **found)


def merged(kept: Mapping[str, object], before: Preferences, after: Preferences) -> dict[str, object]:
    """What is kept, with what is different between the two preferences; all else stays as another program, or another
    version, has left it.
    """
    old, new = (msgspec.json.decode(msgspec.json.encode(each), type=dict[str, object]) for each in (before, after))
    views = _merged(_by_name(kept), _by_name(old), _by_name(new))
    return _merged(kept, old, new) | {"views": {uid: list(each.values()) for uid, each in views.items() if each}}


def _merged(kept: object, old: object, new: Mapping[str, Any]) -> dict[str, Any]:
    """Dictionary by dictionary, to the last."""
    result = dict(kept) if isinstance(kept, Mapping) else {}
    before = old if isinstance(old, Mapping) else {}
    for name in {**before, **new}:
        if name not in new:
            result.pop(name, None)
        elif before.get(name) != new[name]:
            value = new[name]
            result[name] = _merged(result.get(name), before.get(name), value) if isinstance(value, dict) else value
    return result


def _by_name(kept: Mapping[str, object]) -> dict[str, dict[object, object]]:
    try:
        views = msgspec.convert(kept.get("views", {}), dict[str, list[dict[str, object]]])
    except msgspec.ValidationError:
        return {}
    return {uid: {view.get("name"): view for view in each} for uid, each in views.items()}


def _readable(views: Mapping[object, object]) -> tuple[SavedView, ...]:
    found = []
    for view in views.values():
        with contextlib.suppress(msgspec.ValidationError):
            found.append(msgspec.convert(view, SavedView))
    return tuple(found)
