"""The work of this room that is done outside a request: concerns that wait, and reminders."""

from collections.abc import Iterator, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.accounts.reminders.kinds import Due, reminds_of_several
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import Letter
from mentorship.matching.matches.readers import readers_of_many
from mentorship.matching.models import Match
from mentorship.mentors.models import Mentor
from mentorship.trajectories import worklist
from mentorship.trajectories.concerns import jobs as concerns
from mentorship.trajectories.due import DueKind
from mentorship.trajectories.letters import CARE_ASKED, LOG_ASKED
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.worklist import Work

__all__ = ["concerns"]

Told = Iterator[tuple[Letter, Due]]


@reminds_of_several((LOG_ASKED, "/my-match"), (CARE_ASKED, "/trajectories"))
def of_trajectories(db: Db, day: date) -> Told:
    """A time without a log for the mentor, once for each; what else is late for who follows the
    young person, and for who covers for them."""
    for found in worklist.work_in_batches(db, select(Trajectory)):
        yield from _logs(db, [one for one in found if one.due.kind is DueKind.LOG])
        is_care = [one for one in found if one.due.kind is not DueKind.LOG and one.is_late(day)]
        yield from _care(db, is_care)


def _logs(db: Db, found: Sequence[Work]) -> Told:
    """A mentor without an account is reminded by nobody."""
    wanted = {one.trajectory.mentor_id for one in found}
    asked = select(col(Mentor.id), col(Mentor.user_id)).where(col(Mentor.id).in_(wanted))
    accounts: dict[UUID, UUID | None] = dict(db.exec(asked).all())
    for one in found:
        if user_id := accounts[one.trajectory.mentor_id]:
            yield LOG_ASKED, Due(user_id, one.trajectory.id, one.due.on)


def _care(db: Db, found: Sequence[Work]) -> Told:
    wanted = {one.trajectory.match_id for one in found}
    matches = db.exec(select(Match).where(col(Match.id).in_(wanted))).all()
    readers = readers_of_many(db, matches)
    for one in found:
        for user in readers[one.trajectory.match_id]:
            yield CARE_ASKED, Due(user.id, one.trajectory.id, one.due.on)
