"""`bundle`: everything that is stored, as a OneRoster CSV bundle."""

import argparse
import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

from rosterdesk import progress
from rosterdesk.bundle.columns import Version
from rosterdesk.bundle.problems import Remark
from rosterdesk.bundle.reading import Bundle
from rosterdesk.bundle.writing import write
from rosterdesk.commands.context import Context
from rosterdesk.commands.remarks import names
from rosterdesk.errors import BundleError, ExportError, UsageError
from rosterdesk.export.whole import write_whole
from rosterdesk.model.fields import BASES
from rosterdesk.model.query import Query
from rosterdesk.model.standing import lack
from rosterdesk.store.reader import Reader

_LOG = logging.getLogger(__name__)
_BATCH = 2000


class _Sent:
    """The records of a collection as they were sent, to be gone through as often as is wanted."""

    def __init__(self, reader: Reader, collection: str, report: progress.Report) -> None:
        self._reader = reader
        self._collection = collection
        self._report = report
        self._keys = reader.keys(Query(collection=collection))

    def __len__(self) -> int:
        return len(self._keys)

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._keys), _BATCH):
            batch = self._keys[start : start + _BATCH]
            yield from filter(None, self._reader.sent(self._collection, batch))  # a record gone meanwhile is nothing
            self._report(progress.Progress("bundle", self._collection, start + len(batch), len(self._keys)))


def run(context: Context, arguments: argparse.Namespace) -> None:
    """Write the bundle, and say what could not be said in it."""
    target = zip_file(str(context.target(arguments.to)))
    version, system = _origin(context, arguments.name)
    version = arguments.oneroster or version
    remarks: list[Remark] = []
    with context.reader(arguments.name) as reader:
        runs = reader.runs()
        came = {name for run in runs for name, state in run.collections.items() if not state.refused}
        if lacking := [name for name in BASES if name in came and lack(name, runs)]:
            context.remark(f"Not all {names(lacking)} are here; who imports this bundle takes the others for gone.")
        before = reader.data_version()
        records = {name: sent for name in BASES if (sent := _Sent(reader, name, context.report))}
        for name in [name for name in records if not context.shows(name)]:
            del records[name]
            context.remark("Demographics are hidden by the settings, and so are not in this bundle.")

        def fill(part: Path) -> None:
            remarks.extend(write(part, version, records, system=system))
            if reader.data_version() != before:
                raise ExportError("A sync changed the local copy meanwhile.", "Write the bundle again when it is done.")

        write_whole(target, fill)
    # A record of what left this computer: not the file's own name, which may be a person's.
    _LOG.info("a bundle of OneRoster %s written: %s", version, ", ".join(records))
    context.record(arguments.name, "bundle", target, sum(map(len, records.values())))
    for remark in remarks:
        context.remark(str(remark))
    context.settle()
    print(f"A bundle of OneRoster {version} written to {target}")


def zip_file(name: str) -> Path:
    """The path of a bundle to write; raises `UsageError` where it does not look like one."""
    target = Path(name).expanduser()
    if target.suffix.lower() != ".zip":
        raise UsageError("A bundle is a zip file.", "Choose a name that ends in .zip.")
    return target


def _origin(context: Context, name: str) -> tuple[Version, str]:
    """The version of the standard and the system that the records are from; a service says of neither, but its
    source's name is what people call it.
    """
    source = context.source(name)
    if source.bundle:
        with contextlib.suppress(BundleError), Bundle(Path(source.bundle)) as bundle:
            return bundle.version, bundle.system or source.name
    return source.oneroster, source.name
