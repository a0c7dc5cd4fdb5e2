"""What was sent on Monday, so that nobody gets it twice."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention


class MondayDigest(Row, table=True):
    """That the week of somebody was dealt with; `lines` is 0 when nothing waited and none was sent.

    `week_of` is the Monday. The pair is unique: a clock that was killed and a second worker
    come to the same row.
    """

    __retention__ = Retention.MESSAGE
    __table_args__ = (UniqueConstraint("user_id", "week_of"),)

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.ACCOUNT, ondelete="CASCADE", index=False)
    week_of: date = columns.day(D.ACCOUNT)
    lines: int = columns.integer(D.OPERATION, at_least=0)
    made_at: datetime = columns.utc(D.OPERATION)
