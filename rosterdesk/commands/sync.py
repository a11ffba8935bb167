"""`sync`: brings the store of a source up to date."""

import argparse
import asyncio
import logging
import time
from datetime import UTC, datetime
from pathlib import Path

from rosterdesk import credentials
from rosterdesk.commands import secrets
from rosterdesk.commands.context import Context
from rosterdesk.errors import ServiceError, UsageError
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.client import Client
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from rosterdesk.sync.plan import OPTIONAL, plan

_LOG = logging.getLogger(__name__)


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Sync, and say what came; raises `ServiceError` where something that is needed did not."""
    if arguments.school:
        raise UsageError(
            "Syncing one school alone comes with a later version.", "Sync everything; list and export take --school."
        )
    for name in arguments.collection:
        collection(name)
    source = context.source(arguments.name)
    secret = secrets.of(context, source)
    path = context.data_dir.store(source)

    def key() -> bytes:
        return credentials.store_key(context.vault, source.uid, create=not _holds_something(path))

    async def synced(writer: Writer) -> Run:
        now = datetime.now(UTC)
        chosen = plan(writer.runs(), asked=arguments.collection, full=arguments.full, now=now)
        async with Client(source, secret, report=context.report) as client:
            return await engine.sync(client, writer, chosen, context.report)

    began = time.monotonic()
    with Writer(path, key) as writer:
        result = asyncio.run(synced(writer))
    context.settle()
    _tell(result, time.monotonic() - began)
    missing = [name for name, state in result.collections.items() if not state.complete and name not in OPTIONAL]
    if missing:
        raise ServiceError(
            f"The service did not give everything: {', '.join(missing)}.", result.collections[missing[0]].why
        )


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _tell(result: Run, seconds: float) -> None:
    rows = sum(state.rows for state in result.collections.values())
    _LOG.info("run %d: %s, %d rows, complete: %s, %.1f s", result.run, result.kind, rows, result.complete, seconds)
    kind = "All records" if result.kind == "full" else "What changed"
    print(f"{kind} read in {seconds:.1f} s:")
    for name, state in result.collections.items():
        words = f"  {collection(name).title}: {state.rows:,}"
        print(f"{words}. {state.why}" if state.why else words)
