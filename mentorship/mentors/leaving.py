"""The verbs with which it ends: the House declines, somebody withdraws, a mentor stops."""

from uuid import UUID

from mentorship.accounts import grants
from mentorship.accounts.queries import open_grants
from mentorship.accounts.roles import Role
from mentorship.foundation import vault
from mentorship.foundation.db import Db, now
from mentorship.mentors import acts
from mentorship.mentors.models import Mentor, MentorStatus
from mentorship.mentors.references import withdraw_links


def decline(db: Db, mentor: Mentor, reason: str, by: UUID | None) -> None:
    """The House does not go on; the reason stays inside and no letter is sent."""
    _end(db, mentor, MentorStatus.DECLINED, reason, by)


def withdraw(db: Db, mentor: Mentor, reason: str, by: UUID | None) -> None:
    """The applicant does not go on."""
    _end(db, mentor, MentorStatus.WITHDRAWN, reason, by)


def stop(db: Db, mentor: Mentor, reason: str, by: UUID | None) -> None:
    """Somebody who was a mentor stops being one."""
    _end(db, mentor, MentorStatus.STOPPED, reason, by)


def _end(db: Db, mentor: Mentor, status: MentorStatus, reason: str, by: UUID | None) -> None:
    """From here on no round takes them, nobody is asked about them, and the role is gone."""
    mentor = acts.begin(db, mentor)
    mentor.status, mentor.ended_at = status, now(db)
    vault.write(db, mentor, ending_reason=reason or None)
    db.flush()
    withdraw_links(db, mentor)
    if mentor.user_id is not None:
        for grant in open_grants(db, [mentor.user_id]).get(mentor.user_id, []):
            if grant.role is Role.MENTOR and grant.house_code == mentor.house_code:
                grants.end_role(db, grant, by)
    acts.record(db, "mentor.ended", mentor)
