"""Finds what a mentor sees of the own training: meetings, progress, and what to sign up for."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.foundation.db import Db, now
from mentorship.mentors.models import Mentor
from mentorship.training.models import (
    CohortPlace,
    MeetingSignUp,
    PlaceStatus,
    TrainingMeeting,
)

_WITH_SEAT = [status for status in PlaceStatus if status.has_seat]


def meetings_of_mentor(mentor_id: UUID) -> SelectOfScalar[TrainingMeeting]:
    """Of the cohorts where they have a seat, and those they signed up for."""
    cohorts = select(CohortPlace.cohort_id).where(
        col(CohortPlace.mentor_id) == mentor_id, col(CohortPlace.status).in_(_WITH_SEAT)
    )
    signed = select(MeetingSignUp.meeting_id).where(col(MeetingSignUp.mentor_id) == mentor_id)
    return (
        select(TrainingMeeting)
        .where(col(TrainingMeeting.cohort_id).in_(cohorts) | col(TrainingMeeting.id).in_(signed))
        .order_by(col(TrainingMeeting.starts_at), col(TrainingMeeting.id))
    )


def all_meetings_of(db: Db, mentor_id: UUID) -> Sequence[TrainingMeeting]:
    """The cancelled ones too: a calendar has to hear of them."""
    return db.exec(meetings_of_mentor(mentor_id)).all()


def next_meeting_of(db: Db, mentor_id: UUID) -> TrainingMeeting | None:
    """The first that isn't over yet and takes place."""
    found = meetings_of_mentor(mentor_id).where(
        col(TrainingMeeting.ends_at) > now(db), col(TrainingMeeting.cancelled_at).is_(None)
    )
    return db.exec(found.limit(1)).first()


def open_for_sign_up(mentor: Mentor) -> SelectOfScalar[TrainingMeeting]:
    """Meetings without a cohort of the mentor's House or the whole region."""
    near = col(TrainingMeeting.house_code).is_(None) | (
        col(TrainingMeeting.house_code) == mentor.house_code
    )
    return select(TrainingMeeting).where(col(TrainingMeeting.cohort_id).is_(None), near)


def to_sign_up_for(db: Db, mentor: Mentor) -> Sequence[TrainingMeeting]:
    """Still to come, and not signed up for yet."""
    signed = select(MeetingSignUp.meeting_id).where(col(MeetingSignUp.mentor_id) == mentor.id)
    found = open_for_sign_up(mentor).where(
        col(TrainingMeeting.starts_at) > now(db),
        col(TrainingMeeting.cancelled_at).is_(None),
        col(TrainingMeeting.id).not_in(signed),
    )
    return db.exec(found.order_by(col(TrainingMeeting.starts_at))).all()


def sign_up_of(db: Db, meeting_id: UUID, mentor_id: UUID) -> MeetingSignUp | None:
    found = select(MeetingSignUp).where(
        col(MeetingSignUp.meeting_id) == meeting_id, col(MeetingSignUp.mentor_id) == mentor_id
    )
    return db.exec(found).one_or_none()
