"""Work of this room that is done outside a request: the letters about an application."""

from uuid import UUID

from mentorship.foundation.db import Database
from mentorship.foundation.jobs import job
from mentorship.mentors.joining import RECEIVED, thank


@job(RECEIVED)
def received(database: Database, *, mentor_id: UUID, subject_id: UUID) -> None:
    with database.writing() as db:
        thank(db, mentor_id, subject_id)
        db.commit()
