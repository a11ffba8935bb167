"""What is wrong with the name of a file that somebody typed. Pure."""

from rosterdesk.export.file_names import DEVICE, FORBIDDEN, MOST_BYTES
from rosterdesk.ui.look.language import tr


def file_name_problem(name: str) -> str:
    """Why a name that somebody typed cannot be one of a file; empty when it can."""
    name = name.strip()
    if not name:
        return tr("Give the file a name.")
    if FORBIDDEN.search(name):
        return tr('Leave out these signs: < > : " / \\ | ? *')
    if name.startswith(".") or name.endswith(".") or DEVICE.fullmatch(name):
        return tr("Some systems do not take this name. Choose another one.")
    if len(name.encode()) > 2 * MOST_BYTES:
        return tr("Choose a shorter name.")
    return ""
