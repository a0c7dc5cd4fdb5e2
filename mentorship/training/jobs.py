"""What this room reminds of: a meeting tomorrow."""

from collections.abc import Iterator
from datetime import date, timedelta

from mentorship.accounts.reminders.kinds import Due, reminds
from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.training import queries
from mentorship.training.letters import MEETING_SOON


@reminds(MEETING_SOON, "/training/mine")
def meetings_tomorrow(db: Db, day: date) -> Iterator[Due]:
    """For who is expected; on the day itself too, for whom there was no room before."""
    for meeting in queries.starting_by(db, day + timedelta(days=1)):
        held_on = meeting.starts_at.astimezone(TIME_ZONE).date()
        for user in queries.accounts_of(db, queries.expected_at(db, meeting)):
            yield Due(user.id, meeting.id, held_on, last_day=held_on)
