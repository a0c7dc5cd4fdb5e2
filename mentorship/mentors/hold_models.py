"""The days on which a mentor is kept out of matching, without a word why."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention


class MentorHold(Row, table=True):
    """Days on which a mentor is given nobody; why stands nowhere here. One is open at a time."""

    __retention__ = Retention.MENTOR
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= since", name="ends_after_it_begins"),
        Index(
            "uq_mentor_hold_open",
            "mentor_id",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    mentor_id: UUID = columns.ref("mentor.id", D.OPERATION, ondelete="CASCADE")
    since: date = columns.day(D.MENTOR_PROCESS)
    ended_on: date | None = columns.day(D.MENTOR_PROCESS, nullable=True)
