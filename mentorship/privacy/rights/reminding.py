"""Which requests the privacy officers hear of again: some days before the last day, and after."""

from collections.abc import Iterator
from datetime import date, timedelta

from sqlmodel import select

from mentorship.accounts.queries import users_with_role
from mentorship.accounts.reminders.kinds import Due
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import Letter
from mentorship.foundation.settings import Settings
from mentorship.privacy.rights import queries
from mentorship.privacy.rights.letters import DUE_SOON, LATE
from mentorship.privacy.rights.models import SubjectRequest

_WEEK = timedelta(weeks=1)


def due_on(db: Db, day: date) -> Iterator[tuple[Letter, Due]]:
    """What is late comes back once a week; nobody hears of what they asked themself."""
    settings: Settings = db.info["database"].settings
    notice = timedelta(days=settings.request_notice_days)
    officers = list(users_with_role(db, Role.PRIVACY_OFFICER))
    for request in queries.open_in(db, select(SubjectRequest)):
        if request.due_on - day > notice:
            break  # those after it end later still
        for officer in officers:
            if officer.subject_id == request.subject_id:
                continue
            if request.due_on >= day:
                due = Due(officer.id, request.id, request.due_on, last_day=request.due_on)
                yield DUE_SOON, due
            else:
                weeks = (day - request.due_on) // _WEEK
                yield LATE, Due(officer.id, request.id, request.due_on + weeks * _WEEK)
