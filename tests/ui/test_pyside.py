"""What we ask of the Qt binding itself."""

import sys

import pytest
from PySide6.QtCore import QObject


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_method_that_returns_nothing_takes_no_reference_from_none() -> None:
    # PySide6 6.12.0 loses one at every call, and the process dies after about 7,000 of them.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(1000):
        thing.setObjectName("x")
    assert abs(sys.getrefcount(None) - before) < 50
