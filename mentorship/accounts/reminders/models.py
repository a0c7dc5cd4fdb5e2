"""Which reminders went out, so that none goes twice."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention


class Reminder(Row, table=True):
    """One that was sent. What is held has no row: it is found again each night while it is due.

    `week_of` is the Monday of the week in which it counts.
    """

    __retention__ = Retention.MESSAGE
    __table_args__ = (
        UniqueConstraint("kind", "about_id", "due_on", "user_id"),
        Index("ix_reminder_counted", "user_id", "week_of"),
    )

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.ACCOUNT, ondelete="CASCADE", index=False)
    kind: str = columns.text(D.OPERATION, max_length=60)
    about_id: UUID = columns.identifier(D.OPERATION)
    due_on: date = columns.day(D.OPERATION)
    week_of: date = columns.day(D.OPERATION)
    sent_at: datetime = columns.utc(D.OPERATION)
