"""A window with nothing in it: says when it is painted, and then how much memory it has."""

import os
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

SIZE = (1440, 860)


def resident() -> float:
    """The memory of this process in MB; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except OSError:
        return 0.0


class Bare(QWidget):
    """Ends the program once it was painted."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        print("painted", flush=True)
        QTimer.singleShot(0, QApplication.quit)


def main() -> None:
    """Show it."""
    application = QApplication(sys.argv[:1])
    window = Bare()
    window.resize(*SIZE)
    window.show()
    application.exec()
    print(resident(), flush=True)


if __name__ == "__main__":
    main()
