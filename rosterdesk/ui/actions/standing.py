"""How the copy that a window shows stands now."""

from datetime import datetime

from rosterdesk.ui.actions.desk import Desk
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.freshness import Freshness, freshness, missed, unopened


def standing(browser: Browser, desk: Desk) -> Freshness:
    """What its runs say of it, and what has gone wrong since."""
    if desk.unopened and not desk.syncing:
        return unopened()
    runs = browser.reader.runs() if browser.reader else []
    bundle = desk.source is not None and bool(desk.source.bundle)
    now = datetime.now().astimezone()
    state = freshness(runs, now, syncing=desk.syncing, offline=desk.offline, bundle=bundle)
    return missed(state) if desk.missed and not (desk.offline or desk.syncing) else state
