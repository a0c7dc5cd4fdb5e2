"""Where tests keep their files: in memory where there is room.

SQLite waits for the disk at each commit (4 ms on the machine where this was written), and no test
has to survive a power cut.
"""

import os
import shutil
from pathlib import Path

_MEMORY = Path("/dev/shm")
_ROOM = 2 * 1024**3  # bytes; what a test leaves is removed when it passed, so that this is ample


def in_memory() -> Path | None:
    """A place in memory to make folders in; None where there is none, little room, or a program
    can't be started from there, which some tests do."""
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _ROOM:
        return None
    return None if os.statvfs(_MEMORY).f_flag & os.ST_NOEXEC else _MEMORY
