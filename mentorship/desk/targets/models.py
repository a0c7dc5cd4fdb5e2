"""What was meant to be reached in a year, and which money there is until when; rows are added."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention

LONGEST_NAME = 100
LONGEST_REASON = 300
FIRST_YEAR, LAST_YEAR = 2020, 2100
MOST_GUIDED = 10_000
MOST_EUROS = 100_000_000
MOST_HOURS = 1_000_000
_HOUSE = 8  # characters of a code


class YearTarget(Row, table=True):
    """How many young people one House means to guide in one year.

    Only added: the highest position counts, and every one after the first says why. What the region
    means to reach is the sum of its Houses.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        UniqueConstraint("year", "house_code", "position"),
        CheckConstraint("position = 1 OR reason IS NOT NULL", name="a_change_has_a_reason"),
    )

    id: UUID = columns.key()
    year: int = columns.integer(D.REFERENCE_DATA, at_least=FIRST_YEAR, at_most=LAST_YEAR)
    house_code: str = columns.code_ref("house.code", D.REFERENCE_DATA, max_length=_HOUSE)
    position: int = columns.integer(D.REFERENCE_DATA, at_least=1)
    guided: int = columns.integer(D.REFERENCE_DATA, at_least=0, at_most=MOST_GUIDED)
    reason: str | None = columns.text(D.REFERENCE_DATA, max_length=LONGEST_REASON, nullable=True)
    set_at: datetime = columns.utc(D.OPERATION)
    set_by: UUID = columns.ref("user_account.id", D.ACCOUNT)


class Funding(Row, table=True):
    """Money for the programme from the first to the last day, both included; without a House it is
    for the whole region.

    Only added: a change is a whole new row that takes the place of the one that it names and says
    why. One that was noted by mistake is withdrawn in the same way.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="first_day_first"),
        CheckConstraint("(replaces_id IS NULL) = (reason IS NULL)", name="a_change_has_a_reason"),
        CheckConstraint("replaces_id IS NOT NULL OR NOT is_withdrawn", name="withdrawn_later"),
        CheckConstraint("replaces_id IS NULL OR replaces_id <> id", name="replaces_another"),
    )

    id: UUID = columns.key()
    replaces_id: UUID | None = columns.ref(
        "funding.id", D.REFERENCE_DATA, nullable=True, unique=True, index=False
    )
    name: str = columns.text(D.REFERENCE_DATA, max_length=LONGEST_NAME)
    house_code: str | None = columns.code_ref(
        "house.code", D.REFERENCE_DATA, max_length=_HOUSE, nullable=True
    )
    first_day: date = columns.day(D.REFERENCE_DATA)
    last_day: date = columns.day(D.REFERENCE_DATA)
    budget_euros: int = columns.integer(D.REFERENCE_DATA, at_least=0, at_most=MOST_EUROS)
    budget_hours: int | None = columns.integer(
        D.REFERENCE_DATA, at_least=0, at_most=MOST_HOURS, nullable=True
    )
    is_withdrawn: bool = columns.boolean(D.REFERENCE_DATA, default=False)
    reason: str | None = columns.text(D.REFERENCE_DATA, max_length=LONGEST_REASON, nullable=True)
    noted_at: datetime = columns.utc(D.OPERATION)
    noted_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
