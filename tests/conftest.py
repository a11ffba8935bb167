"""What all tests share: the asyncio backend, and a home of their own."""

import os

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def home_of_its_own(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the developer's own data."""
    monkeypatch.setenv("ROSTERDESK_DATA_DIR", str(tmp_path_factory.mktemp("data")))
