"""`sync`: brings the store of a source up to date."""

import argparse
import asyncio
import contextlib
import gc
import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from rosterdesk import credentials
from rosterdesk.bundle.reading import Bundle
from rosterdesk.commands import plain_table, secrets
from rosterdesk.commands.context import Context
from rosterdesk.commands.opened_bundle import not_whole
from rosterdesk.commands.remarks import incomplete, remarks, title
from rosterdesk.errors import (
    ListEmptiedError,
    RosterDeskError,
    SecretMissingError,
    ServiceError,
    StoreDamagedError,
    StoreError,
    UsageError,
)
from rosterdesk.model import differences
from rosterdesk.model.fields import collection
from rosterdesk.model.rows import Run
from rosterdesk.oneroster.client import Client
from rosterdesk.settings import Source
from rosterdesk.store.file import drives, recognition
from rosterdesk.store.file.aside import forget_aside, identity, set_aside
from rosterdesk.store.writer import Writer
from rosterdesk.sync import engine
from rosterdesk.sync.age import age_of, renewed
from rosterdesk.sync.loading import load
from rosterdesk.sync.plan import plan
from rosterdesk.sync.reading import EMPTIED

_LOG = logging.getLogger(__name__)
_OBJECTS = 50_000


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Sync, and say what came; raises `ServiceError` or `BundleError` where something that is needed did not.

    A local copy that can be read no more is set aside and made anew: when it is opened, or in the midst of the sync;
    but not before the source has answered.
    """
    source = context.source(arguments.name)
    if page_size := context.data_dir.settings().page_size:
        source = msgspec.structs.replace(source, page_size=page_size)
    if source.bundle and (arguments.collection or arguments.school):
        raise UsageError("A bundle is always read whole.", "Leave out --collection and --school.")
    if arguments.rebuild and (arguments.collection or arguments.school):
        raise UsageError("To rebuild the local copy, everything is read.", "Leave out --collection and --school.")
    secret = secrets.of(context, source)
    path = context.data_dir.store(source)
    if drives.is_network(path):
        context.remark(
            "The local copy is on a network drive, where everything takes longer than on this computer's own."
        )
    if arguments.rebuild:
        _make_sure_of(source, secret)
        if kept := set_aside(path):
            _say_set_aside(context, kept)
    _sync_soundly(context, arguments, source, secret)


def _sync_soundly(context: Context, arguments: argparse.Namespace, source: Source, secret: str) -> None:
    """Sync, into a copy that is made anew where this one is lost, or can be read no more."""
    path = context.data_dir.store(source)
    if recognition.is_lost(path):
        gone = recognition.lost()
        _await_answer(context, source, secret, gone)
        context.remark(f"{gone.what} It is made anew: everything is read.", "rebuild")
        arguments = _of_everything(arguments)
    found = identity(path)
    try:
        _sync(context, arguments, source, secret)
    except (StoreDamagedError, SecretMissingError) as damage:
        if isinstance(damage, SecretMissingError) and context.handover:
            raise  # a key that a worker makes nobody keeps
        _await_answer(context, source, secret, damage)
        if kept := set_aside(path, found):
            _say_set_aside(context, kept, damage.what)
            arguments = _of_everything(arguments)
        _sync(context, arguments, source, secret)


def _sync(context: Context, arguments: argparse.Namespace, source: Source, secret: str) -> None:
    path, settings = context.data_dir.store(source), context.data_dir.settings()

    def key() -> bytes:
        return credentials.store_key(context.vault, source.uid, create=not _holds_something(path))

    began = time.monotonic()
    keep = {"keep_runs": settings.journal_runs, "keep_days": settings.journal_days}
    with _garbage_left_longer(), Writer(path, key, **keep) as writer:
        with contextlib.suppress(StoreError):  # on a full disk the file's own date has to do
            context.data_dir.syncing(source, age_of(writer.runs()) or datetime.now(UTC))
        writer.check()
        is_first = not any(run.ended for run in writer.runs())
        was_held = arguments.accept and _is_held(writer, arguments)
        try:
            if was_held:
                result = writer.accept(context.report)
            elif source.bundle:
                result = _loaded(context, arguments, source, writer)
            else:
                result = asyncio.run(_synced(context, arguments, source, secret, writer))
        except ServiceError:
            context.settle()
            _tell_where_it_stopped(writer.runs())
            raise
        if since := renewed(writer.runs()):
            with contextlib.suppress(StoreError):
                context.data_dir.synced(source, since)
    _forget_aside(context, path)
    seconds, rows = time.monotonic() - began, sum(state.rows for state in result.collections.values())
    _LOG.info("run %d: %s, %d rows, complete: %s, %.1f s", result.run, result.kind, rows, result.complete, seconds)
    context.settle()
    print(_heading(result, seconds, was_held=was_held))
    _tell_each(result, is_first=is_first)
    if lacking := incomplete(result):
        raise not_whole(lacking) if source.bundle else _not_everything(lacking)


@contextlib.contextmanager
def _garbage_left_longer() -> Iterator[None]:
    """Within, Python looks for cycles seldom: a page is many objects, all in use, that would be looked at again and
    again.
    """
    before = gc.get_threshold()
    gc.set_threshold(_OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _is_held(writer: Writer, arguments: argparse.Namespace) -> bool:
    """Whether there is a sync to take over: just that one, or none that could be mistaken for it."""
    if writer.held() is not None:
        if arguments.full or arguments.school or arguments.collection:
            raise UsageError("What was held is taken over as it is.", "Leave out --full, --school and --collection.")
        return True
    if any(run.held for run in writer.runs()[:1]):
        raise UsageError(
            "What was held is more than a day old and cannot be taken over any more.",
            "Sync without --accept, and look at what that would change.",
        )
    return False


async def _synced(context: Context, arguments: argparse.Namespace, source: Source, secret: str, writer: Writer) -> Run:
    async with Client(source, secret, wanted=arguments.collection, report=context.report) as client:
        chosen = plan(
            writer.runs(),
            asked=arguments.collection,
            also=source.also,
            full=arguments.full,
            schools=arguments.school or source.schools,
            now=datetime.now(UTC),
            offers=client.offers,
        )
        return await engine.sync(client, writer, chosen, context.report, accept=arguments.accept)


def _loaded(context: Context, arguments: argparse.Namespace, source: Source, writer: Writer) -> Run:
    with Bundle(Path(source.bundle)) as bundle:
        return load(bundle, writer, context.report, accept=arguments.accept)


def _make_sure_of(source: Source, secret: str) -> None:
    """Raise unless the source is there: nobody gives up a copy for one that is not."""

    async def reach() -> None:
        async with Client(source, secret) as client:
            await client.reach()
            await client.authorize()

    if source.bundle:
        with Bundle(Path(source.bundle)):
            return
    asyncio.run(reach())


def _await_answer(context: Context, source: Source, secret: str, damage: RosterDeskError) -> None:
    """The same for a copy that can be read no more: why it has to be made anew is said all the same."""
    try:
        _make_sure_of(source, secret)
    except RosterDeskError:
        context.remark(damage.what)
        raise


def _of_everything(arguments: argparse.Namespace) -> argparse.Namespace:
    return argparse.Namespace(**{**vars(arguments), "collection": [], "school": []})


def _say_set_aside(context: Context, kept: Path, why: str = "") -> None:
    said = f"{why} The local copy was set aside as {kept.name}, and is made anew: everything is read."
    context.remark(said.strip(), "rebuild")


def _forget_aside(context: Context, path: Path) -> None:
    if days := context.data_dir.settings().retention_days:
        forget_aside(path, datetime.now(UTC) - timedelta(days=days))


def _not_everything(why: Mapping[str, str]) -> ServiceError:
    emptied = next((each for each in why.values() if EMPTIED in each), "")
    kind = ListEmptiedError if emptied and "orgs" not in why else ServiceError  # not even a school: a matter of rights
    return kind(f"The service did not give everything: {', '.join(why)}.", emptied or next(iter(why.values())))


def _holds_something(path: Path) -> bool:
    return path.exists() and path.stat().st_size > 0


def _heading(result: Run, seconds: float, *, was_held: bool) -> str:
    if was_held:
        return "What was held is shown now:"
    came = "read" if result.complete else "asked for, and not all of it came,"
    return f"{title(result)} {came} in {seconds:.1f} s:"


def _tell_where_it_stopped(runs: Sequence[Run]) -> None:
    if runs and not runs[0].ended:
        print("Stopped before the end; what came is kept, and the next sync goes on from there:")
        _tell_each(runs[0], is_first=True)


def _tell_each(result: Run, *, is_first: bool) -> None:
    for name, state in result.collections.items():
        different = "" if is_first else differences.words(differences.total([state]))  # at first, all is new
        count = "refused" if state.refused else f"{state.rows:,}{f' ({different})' * bool(different)}"
        print(f"  {collection(name).title}: {count}")
        for remark in remarks(state):
            print(f"    {plain_table.printable(remark)}")
