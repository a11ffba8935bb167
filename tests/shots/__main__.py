"""Pictures of the window for the eye: every scene, light and dark, and some in Spanish, into `build/shots`.

python -m tests.shots [--only WORD]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")

import qasync
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from rosterdesk.settings import DataDir
from rosterdesk.ui.look import language, style
from tests.shots.studio import SCENES, SPANISH, district, picture

SIZES = {"1280": QSize(1280, 800), "1920": QSize(1920, 1080)}
FOLDER = Path(__file__).parents[2] / "build" / "shots"


async def shoot(application: QApplication, only: str) -> int:
    """Take the pictures whose name holds the word; returns how many could not be taken."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    failed = 0
    with tempfile.TemporaryDirectory() as full, tempfile.TemporaryDirectory() as empty:
        filled = DataDir(Path(full))
        source = district(filled)
        wanted = [
            (f"{name}-{theme}-{width}", theme, size, filled, source, scene)
            for theme in ("light", "dark")
            for width, size in SIZES.items()
            for name, scene in SCENES.items()
        ]
        wanted += [
            (f"spanish-{name}-light-1280", "light", SIZES["1280"], filled, source, SCENES[name]) for name in SPANISH
        ]
        wanted += [
            (f"welcome-{theme}", theme, SIZES["1280"], DataDir(Path(empty)), None, None) for theme in ("light", "dark")
        ]
        for name, theme, size, data_dir, shown, scene in wanted:
            if only not in name:
                continue
            style.apply(application, theme)
            language.use(application, "es" if name.startswith("spanish") else "en")
            try:
                (await picture(data_dir, shown, scene, size)).save(str(FOLDER / f"{name}.png"))
                print(f"build/shots/{name}.png")
            except Exception as error:  # noqa: BLE001 - the other scenes are worth their pictures all the same
                failed += 1
                print(f"{name} failed: {error!r}", file=sys.stderr)
    return failed


def main() -> int:
    """Take all pictures, or those whose name holds the given word."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    application.setQuitOnLastWindowClosed(False)
    loop = qasync.QEventLoop(application)
    with loop:
        return min(loop.run_until_complete(shoot(application, options.only)), 1)


if __name__ == "__main__":
    sys.exit(main())
