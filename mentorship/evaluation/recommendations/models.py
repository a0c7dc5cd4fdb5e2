"""A recommendation with its owner and date, and what happened to it, step by step."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention

LONGEST_RECOMMENDATION = 500
LONGEST_STUDY = 150
LONGEST_SAID = 300


class RecommendationStatus(StrEnum):
    OPEN = "open"
    TAKEN_UP = "taken_up"
    DONE = "done"
    PUT_ASIDE = "put_aside"

    @property
    def is_closed(self) -> bool:
        return self in (RecommendationStatus.DONE, RecommendationStatus.PUT_ASIDE)


class Recommendation(Row, table=True):
    """What a study says the programme should do; about the programme, so it names nobody.

    From a bundle that was released, or else from a study with a title and a date.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        CheckConstraint(
            "(bundle_id IS NULL) = (study IS NOT NULL) AND (study IS NULL) = (studied_on IS NULL)",
            name="from_a_bundle_or_a_study",
        ),
    )

    id: UUID = columns.key()
    bundle_id: UUID | None = columns.ref("evaluation_bundle.id", D.OPERATION, nullable=True)
    study: str | None = columns.text(D.OPERATION, max_length=LONGEST_STUDY, nullable=True)
    studied_on: date | None = columns.day(D.OPERATION, nullable=True)
    recommendation: str = columns.text(D.OPERATION, max_length=LONGEST_RECOMMENDATION)
    owner_id: UUID = columns.ref("user_account.id", D.ACCOUNT)
    act_by: date = columns.day(D.OPERATION, index=True)
    status: RecommendationStatus = columns.choice(RecommendationStatus, D.OPERATION, index=True)
    made_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    made_at: datetime = columns.utc(D.OPERATION)


class RecommendationStep(Row, table=True):
    """From when on it stood like this: its status, whose it is, by when, and what was said.

    `said` is empty when its words were taken out.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        UniqueConstraint("recommendation_id", "number"),
        CheckConstraint(
            "status <> 'put_aside' OR said IS NOT NULL", name="put_aside_with_a_reason"
        ),
    )

    id: UUID = columns.key()
    recommendation_id: UUID = columns.ref(
        "recommendation.id", D.OPERATION, index=False, ondelete="CASCADE"
    )
    number: int = columns.integer(D.OPERATION, at_least=1)
    status: RecommendationStatus = columns.choice(RecommendationStatus, D.OPERATION)
    owner_id: UUID = columns.ref("user_account.id", D.ACCOUNT)
    act_by: date = columns.day(D.OPERATION)
    said: str | None = columns.text(D.OPERATION, max_length=LONGEST_SAID, nullable=True)
    noted_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    noted_at: datetime = columns.utc(D.OPERATION)
