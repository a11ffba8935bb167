"""Days as people say them."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from rosterdesk.ui.look.language import tr

_COUNTED = 30


def spoken(day: date) -> str:
    """“Oct 1, 2026”, in the order and with the months of the user's language."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("MMM d, yyyy"))


def ago(day: date, today: date) -> str:
    """How long ago that was, in days, as far as anybody counts them."""
    days = (today - day).days
    if days < 1:
        return tr("today")
    if days == 1:
        return tr("yesterday")
    return tr("{0} days").format(days) if days < _COUNTED else spoken(day)
