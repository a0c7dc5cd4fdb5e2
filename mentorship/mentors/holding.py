"""Takes a mentor out of matching for a reason that stands nowhere here, and back in again."""

from uuid import UUID, uuid4

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.mentors import acts, queries
from mentorship.mentors.hold_models import MentorHold
from mentorship.mentors.models import Mentor


def hold(db: Db, mentor: Mentor) -> MentorHold:
    """From today and until it is lifted; neither the mentor nor a consultant can end it.

    Told from above. Held already, it stays as it was. Raises MentorEnded.
    """
    mentor = acts.begin(db, mentor)
    before = open_hold(db, mentor.id)
    if before is not None:
        return before
    row = MentorHold(
        id=uuid4(), subject_id=mentor.subject_id, mentor_id=mentor.id, since=queries.today(db)
    )
    db.add(row)
    db.flush()
    acts.record(db, "mentor.held", mentor, row.id)
    return row


def lift_hold(db: Db, mentor: Mentor) -> None:
    """They can be matched again from today; one that isn't held stays so. Raises MentorEnded."""
    mentor = acts.begin(db, mentor)
    row = open_hold(db, mentor.id)
    if row is not None:
        row.ended_on = queries.today(db)
        db.flush()
        acts.record(db, "mentor.hold_lifted", mentor, row.id)


def open_hold(db: Db, mentor_id: UUID) -> MentorHold | None:
    found = select(MentorHold).where(
        col(MentorHold.mentor_id) == mentor_id, col(MentorHold.ended_on).is_(None)
    )
    return db.exec(found).one_or_none()
