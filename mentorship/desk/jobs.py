"""Work that the desk does outside a request: the digest on Monday morning."""

from datetime import timedelta

from mentorship.desk import digest
from mentorship.foundation.calendar import today, week_of
from mentorship.foundation.clock import weekly
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import job
from mentorship.trajectories import worklist


@weekly("monday", "07:30")
@job("desk.monday_digest", attempts=12, first_pause=timedelta(minutes=1))
def monday_digest(database: Database) -> None:
    """One by one: whoever was dealt with before this was stopped isn't again."""
    with database.reading() as db:
        week = week_of(today(db))
        waiting = digest.not_dealt_with(db, week)
        known = worklist.look_once(db) if waiting else worklist.Known({})
    for user_id in waiting:
        with database.reading() as db, worklist.knowing(db, known):
            found = digest.waiting_for(db, user_id)
        with database.writing() as db:
            digest.deal_with(db, user_id, week, found)
            db.commit()
    with database.writing() as db:
        digest.forget_old(db)
        db.commit()
