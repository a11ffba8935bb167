"""`sync`: brings the store of a source up to date."""

import argparse
import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from rosterdesk import credentials
from rosterdesk.bundle.reading import Bundle
from rosterdesk.commands import plain_table, secrets
from rosterdesk.commands.context import Context
from rosterdesk.commands.opened_bundle import not_whole
from rosterdesk.commands.remarks import incomplete, remarks, title
from rosterdesk.errors import ServiceError, UsageError
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from rosterdesk.sync.loading import load
from rosterdesk.sync.plan import plan

_LOG = logging.getLogger(__name__)


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Sync, and say what came; raises `ServiceError` or `BundleError` where something that is needed did not."""
    source = context.source(arguments.name)
    if source.bundle and (arguments.collection or arguments.school):
        raise UsageError("A bundle is always read whole.", "Leave out --collection and --school.")
    secret = secrets.of(context, source)
    path = context.data_dir.store(source)

    def key() -> bytes:
        return credentials.store_key(context.vault, source.uid, create=not _holds_something(path))

    began = time.monotonic()
    with Writer(path, key) as writer:
        try:
            if source.bundle:
                result = _loaded(context, source, writer)
            else:
                result = asyncio.run(_synced(context, arguments, source, secret, writer))
        except ServiceError:
            context.settle()
            _tell_where_it_stopped(writer.runs())
            raise
    _tell(context, result, time.monotonic() - began)
    if lacking := incomplete(result):
        raise not_whole(lacking) if source.bundle else _not_everything(lacking)


async def _synced(context: Context, arguments: argparse.Namespace, source: Source, secret: str, writer: Writer) -> Run:
    async with Client(source, secret, wanted=arguments.collection, report=context.report) as client:
        chosen = plan(
            writer.runs(),
            asked=arguments.collection,
            also=source.also,
            full=arguments.full,
            schools=arguments.school,
            now=datetime.now(UTC),
            offers=client.offers,
        )
        return await engine.sync(client, writer, chosen, context.report)


def _loaded(context: Context, source: Source, writer: Writer) -> Run:
    with Bundle(Path(source.bundle)) as bundle:
        return load(bundle, writer, context.report)


def _not_everything(why: Mapping[str, str]) -> ServiceError:
    return ServiceError(f"The service did not give everything: {', '.join(why)}.", next(iter(why.values())))


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _tell(context: Context, result: Run, seconds: float) -> None:
    rows = sum(state.rows for state in result.collections.values())
    _LOG.info("run %d: %s, %d rows, complete: %s, %.1f s", result.run, result.kind, rows, result.complete, seconds)
    context.settle()
    came = f"{title(result)} read" if result.complete else f"{title(result)} asked for, and not all of it came,"
    print(f"{came} in {seconds:.1f} s:")
    _tell_each(result)


def _tell_where_it_stopped(runs: Sequence[Run]) -> None:
    if runs and not runs[0].ended:
        print("Stopped before the end; what came is kept, and the next sync goes on from there:")
        _tell_each(runs[0])


def _tell_each(result: Run) -> None:
    for name, state in result.collections.items():
        print(f"  {collection(name).title}: {'refused' if state.refused else f'{state.rows:,}'}")
        for remark in remarks(state):
            print(f"    {plain_table.printable(remark)}")
