"""Programs that write letters, for tests of what many at once and a kill leave behind."""

import sys
import threading
from uuid import uuid4

from mentorship import tables  # noqa: F401 — completes the metadata
from mentorship.foundation import audit
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings
from tests.foundation.samples import write_letter


def two_at_once() -> None:
    """Each writes as many as the command says."""
    database, count = Database(Settings()), int(sys.argv[1])

    def write() -> None:
        for _ in range(count):
            _write(database)

    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def without_end() -> None:
    """And says after each that it is stored."""
    database = Database(Settings())
    while True:
        _write(database)
        sys.stdout.write("stored\n")
        sys.stdout.flush()


def _write(database: Database) -> None:
    with database.writing() as db:
        letter = write_letter(db, uuid4())
        audit.record(db, "letter.written", subject_id=letter.subject_id)
        db.commit()
