"""The window on a made district: real store, real clicks, one loop for Qt and asyncio."""

import base64
import gc
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import qasync
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rosterdesk import credentials
from rosterdesk.credentials import MemoryVault
from rosterdesk.demo import district, service
from rosterdesk.demo.district import District
from rosterdesk.errors import RosterDeskError
from rosterdesk.settings import DataDir, Source
from rosterdesk.ui.look import language, style
from rosterdesk.ui.main_window import MainWindow
from rosterdesk.ui.program import garbage
from rosterdesk.ui.program.session import Session
from rosterdesk.ui.program.tasks import Tasks
from tests import stores
from tests.gates import Gate
from tests.ui.loops import running

STUDENTS = 60
"""In the district that is served."""


@pytest.fixture(scope="session", autouse=True)
def _english(qapp: QApplication) -> None:
    language.use(qapp, "en")


@pytest.fixture(scope="module", autouse=True)
def _garbage_stays_in_this_module() -> Iterator[None]:
    """As in the window: no thread of a service may collect Qt objects."""
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def _garbage_is_collected_by_this_thread() -> Iterator[None]:
    yield
    garbage.collect_what_is_due()


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[qasync.QEventLoop]:
    """The one loop of Qt and asyncio, which takes itself for running: it turns whenever qtbot waits."""
    style.apply(qapp, "light")
    with running(qapp) as loop:
        yield loop


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a district of 400 students; not to be written."""
    path = tmp_path_factory.mktemp("filled") / "store.db"
    stores.fill(path)
    return path


def keep(session: Session, vault: MemoryVault, source: Source, store: Path, secret: str = "") -> None:
    """Keep a source with a copy of this store, as if it had been synced before."""
    session.data_dir.add(source)
    vault.set(credentials.account(source.uid, credentials.STORE_KEY), base64.b64encode(stores.KEY).decode())
    credentials.keep_secret(vault, source.uid, secret, source.addresses)
    shutil.copy(store, session.data_dir.store(source))


class Desk:
    """A window and what is needed to end it."""

    def __init__(self, data_dir: DataDir, vault: MemoryVault) -> None:
        self.errors: list[BaseException] = []
        self.vault = vault
        self.session = Session(data_dir, self.vault)
        self.tasks = Tasks(self._failed, self.errors.append)
        self.window = MainWindow(self.session, self.tasks)

    def add(self, source: Source, store: Path, secret: str = "") -> None:
        """Keep a source with a copy of this store, as if it had been synced before."""
        keep(self.session, self.vault, source, store, secret)

    def _failed(self, error: RosterDeskError) -> None:
        self.window.desk.failed(error)


@pytest.fixture
def vault() -> MemoryVault:
    """Where the window keeps secrets."""
    return MemoryVault()


@pytest.fixture
def desk(loop: qasync.QEventLoop, qtbot: QtBot, tmp_path: Path, vault: MemoryVault) -> Iterator[Desk]:
    """An empty window of its own data dir, without a source."""
    desk = Desk(DataDir(tmp_path / "data"), vault)
    desk.window.resize(1440, 860)
    desk.window.show()
    yield desk
    desk.window.desk.cancel_sync()
    qtbot.waitUntil(lambda: not desk.window.desk.syncing, timeout=10_000)
    desk.window.browser.close()
    ended = loop.create_task(desk.tasks.close())
    qtbot.waitUntil(ended.done, timeout=10_000)
    desk.window.close()
    desk.window.deleteLater()
    assert desk.errors == []


@pytest.fixture
def window(desk: Desk, filled: Path, qtbot: QtBot) -> MainWindow:
    """The window on the made district: its first rows are shown, and the numbers in its tree."""
    source = Source(name="Lakeside", url="http://127.0.0.1:1/ims/oneroster/v1p1", auth="none")
    desk.add(source, filled)
    desk.window.desk.open(source)
    tree = desk.window.navigation.tree

    def numbered() -> bool:
        lines = (tree.index(row, 0, tree.index(0, 0)) for row in range(tree.rowCount(tree.index(0, 0))))
        return any(line.data(tree.NodeRole).school and line.data(tree.CountRole) for line in lines)

    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() > 0 and numbered(), timeout=20_000)
    return desk.window


@pytest.fixture
def made() -> District:
    """A district that a test may change."""
    return district.make(students=STUDENTS, today=stores.TODAY)


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def live(made: District, gate: Gate) -> Iterator[service.Live]:
    with service.running(made, wrap=gate.around) as live:
        yield live
        gate.open()


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the same district in it; not to be written."""
    path = tmp_path_factory.mktemp("store") / "store.db"
    stores.fill(path, students=STUDENTS)
    return path


@pytest.fixture
def synced(desk: Desk, live: service.Live, store: Path, qtbot: QtBot) -> MainWindow:
    """The window on the served district, synced before."""
    desk.add(source_of(live), store, live.client_secret)
    desk.window.desk.open(desk.session.sources()[0])
    qtbot.waitUntil(lambda: desk.window.roster.table.rowCount() == STUDENTS, timeout=60_000)
    return desk.window


def source_of(live: service.Live) -> Source:
    return Source(name="Lakeside", url=live.url, token_url=live.token_url, client_id=live.client_id)
