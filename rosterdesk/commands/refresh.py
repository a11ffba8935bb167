"""`refresh`: one record again from the service."""

import argparse
import asyncio
from functools import partial

import msgspec

from rosterdesk import credentials
from rosterdesk.commands import findings, judging, secrets
from rosterdesk.commands.context import Context, nothing_stored
from rosterdesk.errors import NothingStoredError, UsageError
from rosterdesk.model.fields import collection
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source
from rosterdesk.store.file import recognition
from rosterdesk.store.writer import Writer
from rosterdesk.sync import refreshing

_SENTENCES: dict[refreshing.Refreshed, str] = {
    "unchanged": "The record is unchanged.",
    "changed": "The record has changed, and the local copy with it.",
    "new": "The record was not here yet; now it is.",
    "gone": "The service has no such record any more. The local copy keeps it until a sync reads everything.",
}


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Ask for the record, keep what the service says of it now, and tell what became of it."""
    name, sourced_id = collection(arguments.collection).name, _sourced_id(context, arguments)
    source = context.source(arguments.name)
    if source.bundle:
        raise UsageError("A bundle is always read whole.", f"Run: rosterdesk sync {source.name}.")
    state = asyncio.run(_refreshed(context, source, name, sourced_id))
    context.settle()
    with context.reader(arguments.name) as reader:
        judgement = judging.of_record(context, source, reader, name, sourced_id) if state != "gone" else None
    if arguments.format == "json":
        answer = {"state": state, "detail": _SENTENCES[state], "findings": judgement.findings if judgement else []}
        print(msgspec.json.encode(answer).decode())
        return
    print(_SENTENCES[state])
    for line in findings.of_record(judgement) if judgement else ():
        print(line)


async def _refreshed(context: Context, source: Source, name: str, sourced_id: str) -> refreshing.Refreshed:
    path = context.data_dir.store(source)
    try:
        recognition.look(path)
    except NothingStoredError as error:
        raise nothing_stored(source) from error
    secret = secrets.of(context, source)
    key = credentials.store_key(context.vault, source.uid, create=False)
    async with Client(source, secret, report=context.report) as client:
        if not client.offers(name):
            raise UsageError(f"OneRoster {source.oneroster} has no “{name}”.", "Choose another collection.")
        return await refreshing.refresh(client, partial(Writer, path, key), name, sourced_id)


def _sourced_id(context: Context, arguments: argparse.Namespace) -> str:
    """The id in the arguments or, since it may be a person's number, in what the window handed over."""
    handed = context.handover.query.ids if context.handover and context.handover.query else ()
    for sourced_id in (arguments.id, *handed):
        if sourced_id:
            return str(sourced_id)
    raise UsageError("Which record?", "Give its sourcedId after the collection.")
