"""What SQL that reads may call besides its own functions: names of people, folded texts, members of records as sent."""

from collections.abc import Callable
from functools import cache
from typing import Any

import apsw
import msgspec

from rosterdesk.model.names import NameOrder, called, listed
from rosterdesk.store.records import sourced_ids
from rosterdesk.store.records.compression import Codecs
from rosterdesk.store.records.folding import fold


def give(connection: apsw.Connection, codecs: Codecs, names: Callable[[], NameOrder]) -> None:
    """Let the connection's SQL call them; `names` says what people are called when it is asked."""

    def full_name(*arguments: Any) -> str:
        """(given name, family name): what somebody is called."""
        given, family = arguments
        return called(given, family, names())

    def listed_name(*arguments: Any) -> str | None:
        """(given name, family name): what somebody is called in a list; nothing who has neither."""
        given, family = arguments
        return listed(given, family, names()) or None

    def sent_value(*arguments: Any) -> str | None:
        """(base collection, sourcedId, record, name): a value of a record that is not kept in a column of its own."""
        base, kept, record, name = arguments
        if record is None:
            return None
        value: Any = msgspec.to_builtins(codecs.item(base, record, kept).entity).get(name)
        return value if isinstance(value, str) and value else None

    def sent_member(*arguments: Any) -> str | None:
        """(base collection, record, name): a member, but not its id, as it was sent: quicker than to understand all."""
        base, record, name = arguments
        if record is None:
            return None
        member = bytes(_member(name).decode(codecs.codec(base).nameless(record)).value)
        return member.decode() if member else None

    def sent_record(*arguments: Any) -> str | None:
        """(base collection, record): all of it as JSON, as it was sent, perhaps without its id."""
        base, record = arguments
        return None if record is None else codecs.codec(base).nameless(record).decode()

    connection.create_scalar_function("called", full_name, 2)
    connection.create_scalar_function("listed", listed_name, 2)
    connection.create_scalar_function("lowered", _lowered, 1, deterministic=True)
    connection.create_scalar_function("folded", _folded, 1, deterministic=True)
    connection.create_scalar_function("sent_value", sent_value, 4, deterministic=True)
    connection.create_scalar_function("sent_member", sent_member, 3, deterministic=True)
    connection.create_scalar_function("sent_record", sent_record, 2, deterministic=True)


@cache
def _member(name: str) -> msgspec.json.Decoder[Any]:
    """Understands this one member of a record, and passes over all others."""
    value = ("value", msgspec.Raw, msgspec.field(name=name, default=msgspec.Raw(b"")))
    return msgspec.json.Decoder(msgspec.defstruct("Member", [value]))


def _folded(*arguments: Any) -> str | None:
    """(text, or sourcedId as it is kept): without case and accents, in every script."""
    (value,) = arguments
    return None if value is None else fold(sourced_ids.sent(value))


def _lowered(*arguments: Any) -> Any:
    """(text): in lower case, in every script."""
    (value,) = arguments
    return value.lower() if isinstance(value, str) else value
