import pytest

from rosterdesk.errors import UsageError
from rosterdesk.export.class_lists.columns import OFFERED, column, named
from rosterdesk.export.class_lists.templates import TEMPLATES, Template, template


@pytest.mark.parametrize("name", OFFERED)
def test_every_column_that_is_offered_has_a_title_and_a_width(name: str) -> None:
    found = column(name)
    assert (found.name, found.is_blank) == (name, False)
    assert found.title
    assert found.width > 0


def test_a_blank_column_has_the_title_that_it_was_given() -> None:
    assert (column("blank:Mon").title, column("blank:Mon").is_blank) == ("Mon", True)
    assert column("blank").title == ""


def test_columns_are_named_with_commas_between_and_each_once() -> None:
    assert named(" number, name,,blank:Mon,name ") == ("number", "name", "blank:Mon")


@pytest.mark.parametrize("words", ["shoesize", "name,birthDate", " , "])
def test_what_is_no_column_is_said_with_all_that_are(words: str) -> None:
    with pytest.raises(UsageError) as raised:
        named(words)
    assert "guardians" in str(raised.value)


@pytest.mark.parametrize("each", TEMPLATES, ids=lambda each: each.name)
def test_every_template_has_columns_that_there_are(each: Template) -> None:
    assert named(",".join(each.columns)) == each.columns


def test_a_template_that_there_is_not_is_said_with_all_that_there_are() -> None:
    assert template("contact").columns[-1] == "guardianEmails"
    with pytest.raises(UsageError) as raised:
        template("everything")
    assert "names, ids, contact, attendance" in str(raised.value)


def test_a_column_stands_once_but_there_may_be_two_alike_to_write_in() -> None:
    assert named("name,blank:Signed,name,blank:Signed,number") == ("name", "blank:Signed", "blank:Signed", "number")
