"""How old a local copy may become."""

from datetime import UTC, datetime, timedelta

from rosterdesk.commands import source_forget
from rosterdesk.commands.context import Context
from rosterdesk.errors import CredentialsError, StoreBusyError
from rosterdesk.settings import Source
from rosterdesk.store.file import aside


def enforce(context: Context) -> None:
    """Wipe every local copy that is older than the administrator lets it become, and say so."""
    limit = context.data_dir.settings().retention_days
    now = datetime.now(UTC)
    sources = context.data_dir.sources() if limit else []
    doubtful = bool(sources) and context.data_dir.is_doubtful(now)
    for source in sources:
        try:
            context.date(source)
            days = context.data_dir.overdue(source, now)
            if days and doubtful:
                _warn(context, source)
            elif days:
                _wipe(context, source, days)
            aside.forget_aside(context.data_dir.store(source), now - timedelta(days=limit))
        except StoreBusyError:
            continue  # it is being synced


def _warn(context: Context, source: Source) -> None:
    context.remark(
        "By this computer's clock, RosterDesk was not used for more than a year. If the clock is wrong, set it right;"
        f" if not, the local copy of “{source.name}” is wiped in a day."
    )


def _wipe(context: Context, source: Source, days: int) -> None:
    try:
        source_forget.wipe(context, source)
    except CredentialsError as error:  # the copy is gone; its key opens nothing that is here
        context.remark(str(error))
    context.remark(
        f"The local copy of “{source.name}” was {days} days old and has been wiped, as the administrator of this"
        " computer wants it."
    )
