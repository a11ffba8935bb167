"""Where a person has which role, and the accounts that they have elsewhere: read from the record as it was sent.

1.1 says one role and orgs, 1.2 says roles with dates; both are shown as the same.
"""

from collections import Counter
from collections.abc import Sequence

import msgspec
from PySide6.QtWidgets import QWidget

from rosterdesk.model.entities import Role, User
from rosterdesk.model.rows import Link
from rosterdesk.ui.details.page import Page
from rosterdesk.ui.details.subject import Subject
from rosterdesk.ui.look import words
from rosterdesk.ui.look.plain import shown
from rosterdesk.wire import inner, records

_MOST = 40


def memberships(sent: bytes) -> list[Role]:
    """The person's roles, the primary one first; none where the record cannot be read as one of a person."""
    found = records.items([msgspec.Raw(sent)], User, Counter(), secretive=False)
    user = found[0].entity if found else None
    return user.memberships if isinstance(user, User) else []


def show_memberships(page: Page) -> None:
    """The section with the roles, where they say more than one role at one school; and that with the accounts."""
    found = memberships(page.subject.record.sent)
    if len(found) > 1 or any(role.begin_date or role.end_date for role in found):
        page.heading(page.tr("Roles"))
        page.rows([_membership(page, role) for role in found[:_MOST]])
    accounts = inner.profiles(page.subject.record.sent)
    if accounts:
        page.heading(page.tr("Profiles"))
        page.rows([_account(page, profile) for profile in accounts[:_MOST]])


def _membership(page: Page, role: Role) -> tuple[str, list[QWidget], list[QWidget]]:
    title = shown(words.word(role.role), 60) or page.tr("No role")
    first: list[QWidget] = [page.label(title)]
    if role.role_type == "primary":
        first.append(page.label(page.tr("Primary"), "chip"))
    second: list[QWidget] = []
    if role.org is not None:
        second.append(page.reference(_link(page.subject, role.org.sourced_id)))
    dates = [
        text.format(day.isoformat())
        for text, day in ((page.tr("from {0}"), role.begin_date), (page.tr("before {0}"), role.end_date))
        if day
    ]
    if dates:
        second.append(page.label(" ".join(dates), "secondary"))
    return "", first, second


def _link(subject: Subject, sourced_id: str) -> Link:
    known = {link.sourced_id: link for link in subject.links("schools")}
    return known.get(sourced_id) or Link("orgs", sourced_id, sourced_id, present=False)


def _account(page: Page, profile: inner.Profile) -> tuple[str, list[QWidget], list[QWidget]]:
    parts = (profile.profile_type, profile.vendor_id, profile.application_id, profile.description)
    first: list[QWidget] = [page.label(shown(profile.profile_id, 120) or "—", selectable=True)]
    return "", first, _second(page, [part for part in parts if part])


def _second(page: Page, parts: Sequence[str]) -> list[QWidget]:
    return [page.label(shown(" · ".join(parts)), "secondary", wrap=True)] if parts else []
