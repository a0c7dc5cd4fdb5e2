"""Who stands in for whom, from which day until which."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention


class Cover(Row, table=True):
    """The deputy follows the cases of who is absent, both days included, unless it was ended.

    That both are consultants is asked anew each time: who loses the role covers nobody any more.
    """

    __retention__ = Retention.ACCOUNT
    __table_args__ = (
        CheckConstraint("absent_id <> deputy_id", name="by_somebody_else"),
        CheckConstraint("from_on <= until_on", name="first_day_first"),
        CheckConstraint("ended_by IS NULL OR ended_at IS NOT NULL", name="ended_at_a_moment"),
    )

    id: UUID = columns.key()
    absent_id: UUID = columns.ref("user_account.id", D.ACCOUNT, ondelete="CASCADE")
    deputy_id: UUID = columns.ref("user_account.id", D.ACCOUNT, ondelete="CASCADE")
    from_on: date = columns.day(D.ACCOUNT)
    until_on: date = columns.day(D.ACCOUNT)
    made_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    made_at: datetime = columns.utc(D.ACCOUNT)
    ended_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    ended_at: datetime | None = columns.utc(D.ACCOUNT, nullable=True)
