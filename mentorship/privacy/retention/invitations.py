"""Invitations to a talk that are long over: erased by the clock with all that was noted about them.

Without a run of two people: what goes says who was asked for a talk, and a shorter time is the
safer one. A hold of anybody in it wins.
"""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import select

from mentorship.evaluation.interviews import queries as interviews
from mentorship.evaluation.interviews import services
from mentorship.evaluation.interviews.models import InterviewInvitation
from mentorship.foundation.db import Db
from mentorship.privacy.queries import settings_of
from mentorship.privacy.retention.queries import held_on
from mentorship.privacy.retention.rules import is_over


def to_forget(db: Db, day: date) -> Sequence[UUID]:
    return [row.id for row in interviews.over(db, day) if _may_go(db, row, day)]


def forget(db: Db, invitation_id: UUID, day: date) -> None:
    """Looked at once more under its lock; what is gone already is skipped."""
    row = interviews.lock(db, select(InterviewInvitation), invitation_id)
    if row is not None and _may_go(db, row, day):
        services.remove(db, row)


def _may_go(db: Db, row: InterviewInvitation, day: date) -> bool:
    months = settings_of(db).retention_interview_months
    if not is_over(interviews.ended_on(row), months, day):
        return False
    return not interviews.subjects_in(db, row) & held_on(db, day)
