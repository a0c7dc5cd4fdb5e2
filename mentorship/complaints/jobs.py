"""Reminds the confidants of what waits too long, and a coordinator when no confidant is left."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import select

from mentorship.accounts.models import User
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.reminders.kinds import Due, reminds_of_several
from mentorship.accounts.roles import Role
from mentorship.complaints import file, queries
from mentorship.complaints.file import Line
from mentorship.complaints.letters import LETTER_LATE, NOBODY_LEFT, WAITS
from mentorship.complaints.models import Complaint
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import Letter
from mentorship.foundation.working_days import is_working_day


@reminds_of_several((WAITS, "/complaints"), (LETTER_LATE, "/complaints"), (NOBODY_LEFT, "/today"))
def of_complaints(db: Db, day: date) -> Iterator[tuple[Letter, Due]]:
    """What nobody has, anew each working day after its term; a late letter once."""
    for line in file.lines_of(db, queries.open_in(db, select(Complaint))):
        if line.due is None or not line.due < day:
            continue
        if not line.is_free and line.complaint.holder_id is not None:
            yield LETTER_LATE, Due(line.complaint.holder_id, line.complaint.id, line.due)
        elif is_working_day(day):
            for letter, user in _who_can_help(db, line):
                yield letter, Due(user.id, line.complaint.id, day, last_day=day)


def _who_can_help(db: Db, line: Line) -> Iterator[tuple[Letter, User]]:
    readers = queries.readers_of(db, line.complaint)
    for user in readers:
        yield WAITS, user
    if not readers:
        for user in users_with_role(db, Role.COORDINATOR):
            yield NOBODY_LEFT, user
