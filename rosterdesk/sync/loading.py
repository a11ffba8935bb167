"""Reads a CSV bundle into the store: what its files hold whole, what they say changed."""

from datetime import UTC, datetime
from functools import partial

from rosterdesk import progress
from rosterdesk.bundle.reading import Bundle
from rosterdesk.model.rows import Run
from rosterdesk.store.writer import Writer
from rosterdesk.sync.remarks import left_out


def load(bundle: Bundle, writer: Writer, report: progress.Report = progress.silent, *, accept: bool = False) -> Run:
    """Read the bundle; what its whole files do not hold is gone.

    Raises `BundleError`, `StoreError`, and `StoreHeldError` where that is too much, unless it is accepted.
    """
    writer.begin(dict(bundle.kinds), started=datetime.now(UTC), anew=True)  # it may be another file by now
    for collection in bundle.kinds:
        before = sum(bundle.counts.values())
        done = dropped = 0
        report(progress.Progress("sync", collection, 0))
        stored = partial(writer.preview.sent, collection) if writer.preview.holds(collection) else None
        for page in bundle.pages(collection, stored):
            writer.put(
                collection,
                page.items,
                received=page.received,
                total=page.total,
                bent=page.bent,
                dropped=page.dropped,
            )
            done += page.received
            dropped += page.dropped
            report(progress.Progress("sync", collection, done, page.total))
        whole = bundle.whole(collection)
        swept = whole and not (dropped and writer.preview.loses(collection, dropped))
        remarks = (bundle.why(collection), left_out(dropped), _problems(sum(bundle.counts.values()) - before))
        writer.end_collection(
            collection, complete=whole and not dropped, swept=swept, why=" ".join(filter(None, remarks))
        )
    return writer.end(accept=accept, report=report)


def _problems(count: int) -> str:
    several = f"{count:,} problems were" if count > 1 else "1 problem was"
    return f"{several} found in the file." if count else ""
