"""Wishes that come while the roster is judged: none is lost."""

from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from rosterdesk.checks import profile
from rosterdesk.checks.judgement import Finding, Judgement
from rosterdesk.checks.profile import Profile
from rosterdesk.model.judged import Exemption
from rosterdesk.ui.actions.judging import Judging
from rosterdesk.ui.main_window import MainWindow
from tests.ui.actions.found import PATIENCE, SOURCE
from tests.ui.conftest import Desk


@pytest.fixture
def judging(opened: MainWindow, desk: Desk, qtbot: QtBot) -> Judging:
    """Has judged the faulty district."""
    judging = Judging(opened.browser, opened.desk, desk.tasks, opened)
    judging.begin()
    qtbot.waitUntil(lambda: judging.judged is not None, timeout=PATIENCE)
    return judging


def known(judging: Judging) -> Judgement:
    assert judging.judged is not None
    return judging.judged.judgement


def right(finding: Finding) -> Exemption:
    return Exemption(
        rule=finding.rule,
        collection=finding.collection,
        sourced_id=finding.sourced_id,
        reason="So it is",
        who="ada",
        made=date.today(),  # noqa: DTZ011
        until=None,
    )


def test_rules_that_are_chosen_during_a_check_are_those_of_another(judging: Judging, desk: Desk, qtbot: QtBot) -> None:
    assert any(each.id == "CLS-01" for each in known(judging).rules)
    judging.begin()
    with qtbot.waitSignal(desk.window.desk.jobs.checking.progressed, timeout=PATIENCE):  # it has read the rules
        pass
    profile.write(desk.session.data_dir.rules(SOURCE, writing=True), Profile(rules={"CLS-01": "off"}))
    judging.begin()
    qtbot.waitUntil(lambda: not any(each.id == "CLS-01" for each in known(judging).rules), timeout=PATIENCE)


def test_what_is_right_is_kept_however_fast_it_is_said_and_stays_after_the_check_that_ran(
    judging: Judging, desk: Desk, qtbot: QtBot
) -> None:
    checking = desk.window.desk.jobs.checking
    records = {each.sourced_id: each for each in known(judging).findings if each.rule == "USR-09"}
    said = [right(each) for each in list(records.values())[:2]]
    judging.begin()
    with qtbot.waitSignal(checking.progressed, timeout=PATIENCE):  # it has read what is right
        pass
    for each in said:
        judging.exempt(each)
    qtbot.waitUntil(lambda: len(known(judging).excepted) == len(said), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not judging.running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: len(known(judging).excepted) == len(said), timeout=PATIENCE)
