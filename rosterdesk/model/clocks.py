"""How far the clock of a service was from this computer's when a sync began. Pure."""

from datetime import datetime, timedelta

from rosterdesk.model.rows import Run

_TOLD_FROM = timedelta(minutes=2)


def apart(run: Run) -> str:
    """A sentence where it is worth knowing; nothing where they agree, or the service did not say."""
    if run.clock is None:
        return ""
    ahead = datetime.fromisoformat(run.clock) - datetime.fromisoformat(run.begun or run.started)
    if abs(ahead) < _TOLD_FROM:
        return ""
    return f"The clock of the service was {_long(abs(ahead))} {'ahead of' if ahead > timedelta(0) else 'behind'} ours."


def _long(time: timedelta) -> str:
    minutes = round(time.total_seconds() / 60)
    if minutes < 120:
        return f"{minutes} minutes"
    hours = round(minutes / 60)
    return f"{hours} hours" if hours < 48 else f"{round(hours / 24)} days"
