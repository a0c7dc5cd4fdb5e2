"""Other processes that work on the database of a test."""

import os
import time
from collections.abc import Callable

from mentorship.foundation.db import Database


def environment_of(database: Database) -> dict[str, str]:
    return {
        **os.environ,
        "MENTORSHIP_DATA_DIR": str(database.settings.data_dir),
        "MENTORSHIP_DATABASE_URL": database.settings.database,
        "MENTORSHIP_KEY_STORE_URL": database.settings.key_store,
    }


def eventually(holds: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "it didn't happen in time"
        time.sleep(0.05)
