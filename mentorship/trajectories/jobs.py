"""The work of this room that is done outside a request: concerns that wait, and reminders."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import select

from mentorship.accounts.reminders.kinds import Due, reminds
from mentorship.foundation.db import Db
from mentorship.matching.matches.queries import readers_of
from mentorship.mentors.models import Mentor
from mentorship.trajectories import queries, worklist
from mentorship.trajectories.concerns import jobs as concerns
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.letters import CARE_ASKED, LOG_ASKED
from mentorship.trajectories.models import Trajectory

__all__ = ["concerns"]


@reminds(LOG_ASKED, "/my-match")
def sessions_to_log(db: Db, day: date) -> Iterator[Due]:
    """For the mentor, once for each time without a log."""
    for work in worklist.work_in(db, select(Trajectory)):
        mentor = db.get_one(Mentor, work.trajectory.mentor_id)
        if work.due.kind is DueKind.LOG and mentor.user_id is not None:
            yield Due(mentor.user_id, work.trajectory.id, work.due.on)


@reminds(CARE_ASKED, "/trajectories")
def late_care(db: Db, day: date) -> Iterator[Due]:
    """For who follows the young person, and for who covers for them; a log is the mentor's."""
    late = [one for one in worklist.work_in(db, select(Trajectory)) if one.is_late(day)]
    for work in late:
        if work.due.kind is DueKind.LOG:
            continue
        match = queries.match_of(db, work.trajectory)
        for user in readers_of(db, match):
            yield Due(user.id, work.trajectory.id, work.due.on)
