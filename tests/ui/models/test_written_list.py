"""What the list of exports says of each."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from rosterdesk.settings import exports_log
from rosterdesk.ui.look import language
from rosterdesk.ui.models.written_list import WrittenList


@pytest.mark.parametrize(
    ("code", "said"),
    [("en", "Name, Schools, Schools (sourced IDs)"), ("es", "Nombre, Escuelas, Escuelas (ID de origen)")],
)
def test_columns_are_called_as_in_the_file_also_those_of_ids(
    code: str, said: str, qapp: QApplication, tmp_path: Path
) -> None:
    told = exports_log.written("Lakeside", "students", tmp_path / "a.xlsx", 3, ("name", "schools", "schoolSourcedIds"))
    language.use(qapp, code)
    try:
        listed = WrittenList([told])
        texts = [listed.index(0, column).data() for column in range(listed.columnCount())]
    finally:
        language.use(qapp, "en")
    assert said in texts
