"""The table of what consultants can take on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention

MOST_YOUNG_PEOPLE = 200


class ConsultantCaseload(Row, table=True):
    """How many young people of one House a consultant guides at most: matches that run or are
    asked, and new ones, together. Without a number there is no cap.

    Who works for two Houses has one for each.
    """

    __retention__ = Retention.ACCOUNT
    __table_args__ = (UniqueConstraint("user_id", "house_code"),)

    id: UUID = columns.key()
    user_id: UUID = columns.ref("user_account.id", D.ACCOUNT, ondelete="CASCADE")
    house_code: str = columns.code_ref("house.code", D.ACCOUNT, max_length=8)
    most: int | None = columns.integer(
        D.ACCOUNT, at_least=0, at_most=MOST_YOUNG_PEOPLE, nullable=True
    )
    set_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    set_at: datetime = columns.utc(D.ACCOUNT)
    version: int = columns.version()
