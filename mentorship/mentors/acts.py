"""What every verb about a mentor begins and ends with: the locked row, and a line in the trail."""

from uuid import UUID

from mentorship.accounts import posting
from mentorship.accounts.queries import users_with_role
from mentorship.accounts.roles import Role
from mentorship.foundation import audit
from mentorship.foundation.db import Db
from mentorship.foundation.outbox import Letter
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.mentors import queries
from mentorship.mentors.models import Mentor
from mentorship.mentors.rules import MentorEnded


def begin(db: Db, mentor: Mentor) -> Mentor:
    """Takes the mentor's row as it is now; raises MentorEnded when a colleague ended it."""
    locked = queries.lock(db, mentor.id)
    if locked is None or not locked.is_open:
        raise MentorEnded
    return locked


def record(
    db: Db, action: str, mentor: Mentor, object_id: UUID | None = None, *, number: int | None = None
) -> None:
    """That it was done; what came of it isn't for the trail, which outlives an erasure.

    `number` says which of the references.
    """
    details = {} if number is None else {"number": number}
    audit.record(
        db, action, subject_id=mentor.subject_id, object_id=object_id or mentor.id,
        purpose=Purpose.SCREENING, house=mentor.house_code, **details,
    )  # fmt: skip


def write_to_house(db: Db, house_code: str, letter: Letter, address: str) -> None:
    for consultant in users_with_role(db, Role.MENTOR_CONSULTANT, house_code):
        posting.post(db, consultant, letter, address)


def settings_of(db: Db) -> Settings:
    settings: Settings = db.info["database"].settings
    return settings
