"""What the clock does about concerns: tell more people while nobody has one."""

from datetime import timedelta

from mentorship.foundation.clock import every
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import job
from mentorship.trajectories.concerns import queries, services


@every(timedelta(minutes=15))
@job("trajectories.tell_more_of_concerns", attempts=3)
def tell_more(database: Database) -> None:
    """Each level of each concern in a transaction of its own with its letters: all or nothing."""
    with database.reading() as db:
        waiting = queries.told_no_further(db)
    for concern_id in waiting:
        is_told = True
        while is_told:
            with database.writing() as db:
                is_told = services.tell_more_if_due(db, concern_id)
                db.commit()
