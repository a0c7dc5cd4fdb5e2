"""Other processes that work on the database of a test."""

import os

from mentorship.foundation.db import Database


def environment_of(database: Database) -> dict[str, str]:
    return {
        **os.environ,
        "MENTORSHIP_DATA_DIR": str(database.settings.data_dir),
        "MENTORSHIP_DATABASE_URL": database.settings.database,
        "MENTORSHIP_KEY_STORE_URL": database.settings.key_store,
    }
