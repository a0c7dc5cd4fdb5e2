"""Work of this room that is done outside a request: reset letters, the sweep, reminders."""

from datetime import timedelta
from uuid import UUID

from mentorship.accounts import credentials, sign_ins
from mentorship.accounts.reminders import services as reminders
from mentorship.foundation.clock import daily, every
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


@daily("07:15")
@job("accounts.remind", attempts=12, first_pause=timedelta(minutes=1))
def remind(database: Database) -> None:
    """User by user, each in a transaction: stopped halfway, the rest goes when it runs again."""
    with database.reading() as db:
        found = reminders.due_now(db)
        waiting = reminders.untold(db, found)
    for user_id, some in waiting.items():
        with database.writing() as db:
            reminders.remind_all(db, user_id, some)
            db.commit()
    with database.writing() as db:
        reminders.forget_old(db, found)
        db.commit()
