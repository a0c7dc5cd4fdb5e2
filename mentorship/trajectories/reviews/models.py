"""Reviews at the fixed months, and the scales and levels of a young person's own goals."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention
from mentorship.trajectories import corrections
from mentorship.trajectories.models import work_minutes

LONGEST_TEXT = 4_000
LONGEST_LEVEL = 500
HEAVIEST = 5


class Wave(StrEnum):
    """The moments at which the same things are asked, in their order."""

    START = "start"
    MONTH_3 = "month_3"
    MONTH_6 = "month_6"
    MONTH_9 = "month_9"
    MONTH_12 = "month_12"
    AFTER_6 = "after_6"

    @property
    def has_review(self) -> bool:
        """Whether somebody decides then; at the start and after the end people only answer."""
        return self in REVIEWED


REVIEWED = (Wave.MONTH_3, Wave.MONTH_6, Wave.MONTH_9, Wave.MONTH_12)


class ReviewDecision(StrEnum):
    """What a review decides (EEPM 4, B.5.7)."""

    CONTINUE = "continue"
    ADJUST = "adjust"
    END = "end"


class TookPart(StrEnum):
    """Who sat at the table."""

    MENTEE = "mentee"
    MENTOR = "mentor"
    GUARDIAN = "guardian"
    CONSULTANT = "consultant"


class Review(Row, table=True):
    """One review of one wave: who took part, what was decided; a correction is a new one with
    levels of its own."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        *corrections.one_of_each("review", "trajectory_id", "wave"),
        CheckConstraint("wave NOT IN ('start', 'after_6')", name="of_a_wave_that_decides"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    wave: Wave = columns.choice(Wave, D.CASE_PROCESS)
    held_on: date = columns.day(D.CASE_PROCESS)
    took_part: list[str] = columns.json(D.CASE_PROCESS)
    decision: ReviewDecision = columns.choice(ReviewDecision, D.CASE_PROCESS)
    minutes: int | None = work_minutes()
    summary: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    next_steps: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)
    corrects_id: UUID | None = corrections.corrects("review")
    correction_reason: Sealed | None = corrections.reason()
    noted_at: datetime = columns.utc(D.CASE_PROCESS)
    noted_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)


class GoalScale(Row, table=True):
    """What five levels of one goal mean, how much it weighs, and where it stood at the start.

    It is fixed once a review gave the goal a level: otherwise levels couldn't be compared.
    """

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (UniqueConstraint("trajectory_id", "goal_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    trajectory_id: UUID = columns.ref("trajectory.id", D.CASE_PROCESS, ondelete="CASCADE")
    goal_id: UUID = columns.ref("goal.id", D.CASE_PROCESS, ondelete="CASCADE")
    weight: int = columns.integer(D.CASE_PROCESS, at_least=1, at_most=HEAVIEST)
    much_less: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_LEVEL)
    less: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_LEVEL)
    expected: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_LEVEL)
    more: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_LEVEL)
    much_more: Sealed = columns.sealed(D.CASE_NOTE, max_length=LONGEST_LEVEL)
    # A level is somebody's answer, so it is sealed like one: "-2" to "2".
    baseline: Sealed = columns.sealed(D.CASE_NOTE, max_length=2)
    set_at: datetime = columns.utc(D.CASE_PROCESS)
    set_by: UUID = columns.ref("user_account.id", D.CASE_PROCESS)
    version: int = columns.version()


LEVEL_COLUMNS = {-2: "much_less", -1: "less", 0: "expected", 1: "more", 2: "much_more"}


class GoalLevel(Row, table=True):
    """How far one goal was at one review, or that it had been put aside by then."""

    __retention__ = Retention.TRAJECTORY
    __table_args__ = (
        UniqueConstraint("review_id", "goal_id"),
        CheckConstraint("is_dropped = (level IS NULL)", name="scored_or_dropped"),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    review_id: UUID = columns.ref("review.id", D.CASE_PROCESS, ondelete="CASCADE")
    goal_id: UUID = columns.ref("goal.id", D.CASE_PROCESS, ondelete="CASCADE")
    is_dropped: bool = columns.boolean(D.CASE_PROCESS)
    level: Sealed | None = columns.sealed(D.CASE_NOTE, nullable=True, max_length=2)
