"""The values of a field, ticked and narrowed."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from rosterdesk.model.fields import collection
from rosterdesk.ui.models.value_list import MOST, ValueList

ROOMS = [("R10", 26), ("Łódź", 3), ("", 2)]


@pytest.fixture
def values(qtbot: QtBot) -> ValueList:
    values = ValueList()
    values.offer(ROOMS)
    return values


def shown(values: ValueList) -> list[str]:
    return [values.index(row).data() for row in range(values.rowCount())]


def test_it_is_a_sound_model(values: ValueList, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(values)


def test_values_stand_as_offered_with_their_numbers(values: ValueList) -> None:
    assert shown(values) == ["R10", "Łódź", "(empty)"]
    assert values.index(0).data(values.CountRole) == 26
    assert values.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Łódź, 3"


def test_they_are_found_by_any_letters_without_accents(values: ValueList) -> None:
    values.narrow("odz")
    assert shown(values) == ["Łódź"]
    values.narrow("EMPTY")
    assert shown(values) == ["(empty)"]
    values.narrow("x")
    assert shown(values) == []


def test_several_are_ticked_and_one_alone(values: ValueList, qtbot: QtBot) -> None:
    with qtbot.waitSignal(values.chosen_changed):
        values.toggle(2)
    values.toggle(0)
    assert values.chosen == ("R10", "")
    values.toggle(2)
    assert values.chosen == ("R10",)
    values.choose_only(1)
    assert values.chosen == ("Łódź",)


def test_what_is_ticked_stays_while_others_are_looked_for(values: ValueList) -> None:
    values.toggle(0)
    values.narrow("łódź")
    values.toggle(0)
    assert values.chosen == ("R10", "Łódź")


def test_a_value_that_no_row_has_any_more_can_still_be_taken_away(values: ValueList) -> None:
    values.choose(("R99",))
    values.offer(ROOMS)
    assert shown(values)[-1] == "R99"
    assert values.chosen == ("R99",)


def test_of_very_many_the_first_are_shown_and_all_are_searched(values: ValueList) -> None:
    values.offer([(f"Room {number}", 1) for number in range(MOST + 5)])
    assert (values.rowCount(), values.left_out) == (MOST, 5)
    values.narrow(f"room {MOST + 3}")
    assert (shown(values), values.left_out) == ([f"Room {MOST + 3}"], 0)


def test_yes_and_no_are_words(values: ValueList) -> None:
    values.field = collection("students").field("enabledUser")
    values.offer([("true", 3), ("false", 1)])
    assert shown(values) == ["Yes", "No"]
