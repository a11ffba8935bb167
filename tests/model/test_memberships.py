"""The roles of a user, read alike from both versions of the standard."""

import pytest

from rosterdesk.model.entities import Ref, Role, User

ONE, TWO, THREE = Ref("s1"), Ref("s2"), Ref("s3")
TEACHER = Role(role="teacher", org=ONE, role_type="primary")
AIDE = Role(role="aide", org=TWO, role_type="secondary")
CASES = [
    (User(sourced_id="u"), [Role(role="", role_type="primary")]),
    (
        User(sourced_id="u", role="teacher", orgs=[ONE, TWO]),
        [TEACHER, Role(role="teacher", org=TWO, role_type="secondary")],
    ),
    (User(sourced_id="u", roles=[AIDE, TEACHER]), [TEACHER, AIDE]),
    (User(sourced_id="u", roles=[TEACHER, AIDE], primary_org=TWO), [AIDE, TEACHER]),
    (User(sourced_id="u", roles=[TEACHER], orgs=[ONE]), [TEACHER]),
    (
        User(sourced_id="u", role="proctor", roles=[TEACHER, AIDE], orgs=[ONE, TWO, THREE]),
        [TEACHER, AIDE, Role(role="teacher", org=THREE, role_type="secondary")],
    ),
]


@pytest.mark.parametrize(("user", "memberships"), CASES)
def test_a_user_belongs_to_every_org_that_either_version_names(user: User, memberships: list[Role]) -> None:
    assert user.memberships == memberships
