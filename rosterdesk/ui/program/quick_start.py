"""What the window's process does before it loads anything else, so that it starts in less time."""

import builtins
import gc
import sys
from importlib import import_module


def hasten() -> None:
    """Leave out what Python, PySide6 and asyncio do on the way, and the window never needs."""
    gc.disable()  # a tenth of the start; from the first window on, `garbage` collects
    import_module("PySide6.QtCore")
    # It has put a function of its own in the place of `import`, which reads the source of every module that is loaded
    # from then on, for a switch of its names that nothing here uses.
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
    if "ssl" not in sys.modules:
        sys.modules["ssl"] = None  # type: ignore[assignment]  # asyncio does without: no window talks to a service
        import_module("asyncio")
        del sys.modules["ssl"]
