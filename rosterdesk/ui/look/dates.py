"""Days as people say them."""

from datetime import date

from PySide6.QtCore import QDate, QLocale

from rosterdesk.ui.look.language import tr


def spoken(day: date) -> str:
    """“Oct 1, 2026”, in the order and with the months of the user's language."""
    return QLocale().toString(QDate(day.year, day.month, day.day), tr("MMM d, yyyy"))
