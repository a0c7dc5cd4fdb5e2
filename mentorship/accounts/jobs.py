"""Work of this room that is done outside a request: reset letters and the sweep."""

from datetime import timedelta
from uuid import UUID

from mentorship.accounts import credentials, sign_ins
from mentorship.foundation.clock import every
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import job


@job(credentials.SEND_RESET)
def send_reset(database: Database, *, attempt_id: UUID) -> None:
    with database.writing() as db:
        credentials.send_reset(db, attempt_id)
        db.commit()


@every(timedelta(hours=1))
@job("accounts.sweep")
def sweep(database: Database) -> None:
    with database.writing() as db:
        sign_ins.sweep(db)
        db.commit()
