"""Work of this room that is done outside a request: letters about an application, reminders."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from mentorship.accounts.queries import users_with_role
from mentorship.accounts.reminders.kinds import Due, reminds
from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import job
from mentorship.mentors import counts
from mentorship.mentors.joining import RECEIVED, thank
from mentorship.mentors.letters import REFERENCE_LATE


@job(RECEIVED)
def received(database: Database, *, mentor_id: UUID, subject_id: UUID) -> None:
    with database.writing() as db:
        thank(db, mentor_id, subject_id)
        db.commit()


@reminds(REFERENCE_LATE, "/today/mentors?about=reference-late")
def late_references(db: Db, day: date) -> Iterator[Due]:
    """For the consultants of the House, until it is answered or asked anew."""
    colleagues: dict[str, list[UUID]] = {}
    for mentor, reference in counts.late_references(db, day):
        if mentor.house_code not in colleagues:
            found = users_with_role(db, Role.MENTOR_CONSULTANT, mentor.house_code)
            colleagues[mentor.house_code] = [user.id for user in found]
        for user_id in colleagues[mentor.house_code]:
            if user_id != mentor.user_id:
                yield Due(user_id, reference.id, reference.due_on)
