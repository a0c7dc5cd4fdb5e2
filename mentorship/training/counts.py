"""Counts what asks for attention in training: seats, attendance and assessments."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db, now
from mentorship.training import queries, rules
from mentorship.training.models import (
    Assessment,
    Cohort,
    CohortPlace,
    CohortStatus,
    MeetingKind,
    MeetingSignUp,
    PlaceStatus,
    TrainingMeeting,
)

_WITH_SEAT = [status for status in PlaceStatus if status.has_seat]


@dataclass(frozen=True)
class Seats:
    """Of all open cohorts: how many have seats free, how many seats, and who waits for one."""

    with_free: int
    free: int
    with_waiting: int
    waiting: int


@dataclass(frozen=True)
class Open:
    """How many wait, and the one to begin with."""

    count: int
    first: UUID | None


def seats_in_open_cohorts(db: Db) -> Seats:
    """A cohort that runs already takes nobody new, so only planned ones have seats to give."""
    cohorts = queries.open_cohorts(db)
    counted = queries.counts_of(db, [cohort.id for cohort in cohorts])
    free = [
        cohort.capacity - counted[cohort.id].enrolled
        for cohort in cohorts
        if cohort.status is CohortStatus.PLANNED
    ]
    waiting = [counts.waiting for counts in counted.values()]
    return Seats(
        with_free=sum(1 for number in free if number > 0),
        free=sum(number for number in free if number > 0),
        with_waiting=sum(1 for number in waiting if number),
        waiting=sum(waiting),
    )


def without_attendance(db: Db, held: SelectOfScalar[TrainingMeeting]) -> Open:
    """Meetings that are over, to which somebody was to come, and of which nothing is recorded.

    One without a cohort is asked about for a month, as long as it stands in the list.
    """
    recent = col(TrainingMeeting.starts_at) > now(db) - rules.RECENT
    found = held.where(
        col(TrainingMeeting.ends_at) <= now(db),
        col(TrainingMeeting.cancelled_at).is_(None),
        col(TrainingMeeting.attendance_saves) == 0,
        (col(TrainingMeeting.cohort_id).is_not(None) & _has_seats()) | (recent & _has_sign_ups()),
    )
    ids = list(
        db.scalars(
            found.with_only_columns(col(TrainingMeeting.id)).order_by(
                col(TrainingMeeting.starts_at), col(TrainingMeeting.id)
            )
        )
    )
    return Open(len(ids), ids[0] if ids else None)


def _has_seats() -> ColumnElement[bool]:
    found = select(CohortPlace.id).where(
        col(CohortPlace.cohort_id) == col(TrainingMeeting.cohort_id),
        col(CohortPlace.status).in_(_WITH_SEAT),
    )
    return found.correlate(TrainingMeeting).exists()


def _has_sign_ups() -> ColumnElement[bool]:
    found = select(MeetingSignUp.id).where(col(MeetingSignUp.meeting_id) == col(TrainingMeeting.id))
    return found.correlate(TrainingMeeting).exists()


def to_assess(db: Db, held: SelectOfScalar[CohortPlace]) -> Open:
    """Places in cohorts whose course is over and that were not assessed; `first` is a cohort."""
    found = held.where(
        col(CohortPlace.status) == PlaceStatus.ENROLLED, _course_is_over(db), ~_is_assessed()
    )
    ids = list(
        db.scalars(
            found.with_only_columns(col(CohortPlace.cohort_id)).order_by(
                col(Cohort.starts_on), col(CohortPlace.cohort_id)
            )
        )
    )
    return Open(len(ids), ids[0] if ids else None)


def _course_is_over(db: Db) -> ColumnElement[bool]:
    """There were meetings of the course, and none is still to come."""
    course = select(func.max(TrainingMeeting.ends_at)).where(
        col(TrainingMeeting.cohort_id) == col(CohortPlace.cohort_id),
        col(TrainingMeeting.kind) == MeetingKind.PRE_MATCH,
        col(TrainingMeeting.cancelled_at).is_(None),
    )
    return course.correlate(CohortPlace).scalar_subquery() <= now(db)


def _is_assessed() -> ColumnElement[bool]:
    found = select(Assessment.id).where(
        col(Assessment.cohort_id) == col(CohortPlace.cohort_id),
        col(Assessment.mentor_id) == col(CohortPlace.mentor_id),
    )
    return found.correlate(CohortPlace).exists()


def next_held(db: Db, held: SelectOfScalar[TrainingMeeting]) -> TrainingMeeting | None:
    """The first that isn't over yet and takes place."""
    found = held.where(
        col(TrainingMeeting.ends_at) > now(db), col(TrainingMeeting.cancelled_at).is_(None)
    )
    return db.exec(found.order_by(col(TrainingMeeting.starts_at)).limit(1)).first()
