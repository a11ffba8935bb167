"""From what was found to the records: those of a finding, of a branch, or to blame."""

from collections import Counter
from typing import TYPE_CHECKING

from rosterdesk.model.fields import collection
from rosterdesk.model.query import Query
from rosterdesk.model.rows import Link
from rosterdesk.ui.browsing import places
from rosterdesk.ui.browsing.browser import Browser
from rosterdesk.ui.browsing.history import Place
from rosterdesk.ui.look.language import sentences, tr
from rosterdesk.ui.look.plain import shown
from rosterdesk.ui.program.privacy import HIDDEN, is_about_a_person

if TYPE_CHECKING:
    from rosterdesk.checks.judgement import Cause, Finding
    from rosterdesk.ui.browsing.finding_branches import Branch


def link(finding: "Finding") -> Link | None:
    """The record of a finding; none where it lies in a file, or is of the roster itself."""
    found = finding.collection and finding.sourced_id
    return Link(finding.collection, finding.sourced_id, finding.title) if found else None


def place(branch: "Branch") -> Place | None:
    """The records of a branch as rows: those of the collection that has most of them; none where there are none."""
    counted = Counter(each.collection for each in branch.findings if each.sourced_id)
    if not counted:
        return None
    name = counted.most_common(1)[0][0]
    ids = dict.fromkeys(each.sourced_id for each in branch.findings if each.collection == name and each.sourced_id)
    return Place(places.ordered(Query(collection=name, ids=tuple(ids))))


def named(browser: Browser, finding: "Finding") -> str:
    """The title of a finding's record; while people are masked, that by which the pane calls them."""
    if finding.collection == "users" and browser.masked:
        person = browser.record("users", finding.sourced_id)
        return person.title if person is not None else finding.title
    return finding.title


def blamed(browser: Browser, cause: "Cause") -> str:
    """What a record that is to blame is called, also where the roster only refers to it."""
    singular = sentences(collection(cause.collection).singular.capitalize())
    record = browser.record(cause.collection, cause.sourced_id)
    if record is None:
        sourced_id = HIDDEN if browser.masked and is_about_a_person(cause.collection) else cause.sourced_id
        return tr("{0} {1} (not in the roster)").format(singular, shown(sourced_id, 60))
    return tr("{0}: {1}").format(singular, shown(record.title, 80))
