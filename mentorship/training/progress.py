"""Finds how far mentors are: attended modules, assessments and certificates, many at a time."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.db import Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.training import programme, queries, rules
from mentorship.training.models import (
    Assessment,
    AssessmentOutcome,
    Attendance,
    Certificate,
    Presence,
    TrainingMeeting,
)
from mentorship.training.rules import Progress


def progress_of(db: Db, cohort_id: UUID, mentor_ids: Collection[UUID]) -> dict[UUID, Progress]:
    """Everybody's progress in this cohort, in as many queries as for one.

    A module attended elsewhere counts too, unless an earlier certificate counted it already.
    """
    asked = programme.pre_match(queries.modules(db))
    minutes_of = {module.code: module.minutes for module in asked}
    before = _certified_before(db, cohort_id, mentor_ids)
    outcomes = _outcomes(db, cohort_id, mentor_ids)
    attended = _attended(db, mentor_ids, before)
    return {
        mentor_id: rules.progress(minutes_of, attended[mentor_id], outcomes.get(mentor_id))
        for mentor_id in mentor_ids
    }


def assessments_of(db: Db, cohort_id: UUID, mentor_id: UUID) -> Sequence[Assessment]:
    """Newest last: that one counts."""
    found = select(Assessment).where(
        col(Assessment.cohort_id) == cohort_id, col(Assessment.mentor_id) == mentor_id
    )
    return db.exec(found.order_by(col(Assessment.number))).all()


def certificate_of(db: Db, cohort_id: UUID, mentor_id: UUID) -> Certificate | None:
    found = select(Certificate).where(
        col(Certificate.cohort_id) == cohort_id, col(Certificate.mentor_id) == mentor_id
    )
    return db.exec(found).one_or_none()


def certified_in(db: Db, cohort_id: UUID) -> dict[UUID, date]:
    """Who completed the course in this cohort, and when."""
    found = select(Certificate).where(col(Certificate.cohort_id) == cohort_id)
    return {row.mentor_id: row.issued_on for row in db.exec(found)}


def certificates_of(db: Db, mentor_id: UUID) -> Sequence[Certificate]:
    """Newest first."""
    found = select(Certificate).where(col(Certificate.mentor_id) == mentor_id)
    return db.exec(found.order_by(col(Certificate.issued_on).desc())).all()


def find_certificate(db: Db, code_hash: bytes) -> Certificate | None:
    return db.exec(select(Certificate).where(col(Certificate.code_hash) == code_hash)).one_or_none()


def _certified_before(db: Db, cohort_id: UUID, mentor_ids: Collection[UUID]) -> Mapping[UUID, date]:
    """The day of each one's last certificate from another cohort."""
    found = select(Certificate).where(
        col(Certificate.mentor_id).in_(mentor_ids), col(Certificate.cohort_id) != cohort_id
    )
    rows = db.exec(found.order_by(col(Certificate.issued_on)))
    return {row.mentor_id: row.issued_on for row in rows}


def _outcomes(
    db: Db, cohort_id: UUID, mentor_ids: Collection[UUID]
) -> Mapping[UUID, AssessmentOutcome]:
    found = select(Assessment.mentor_id, Assessment.outcome).where(
        col(Assessment.cohort_id) == cohort_id, col(Assessment.mentor_id).in_(mentor_ids)
    )
    rows = db.exec(found.order_by(col(Assessment.number)))
    return {mentor_id: AssessmentOutcome(outcome) for mentor_id, outcome in rows}


def _attended(
    db: Db, mentor_ids: Collection[UUID], before: Mapping[UUID, date]
) -> Mapping[UUID, list[tuple[str | None, Presence]]]:
    found = (
        select(
            Attendance.mentor_id,
            TrainingMeeting.module_code,
            TrainingMeeting.starts_at,
            Attendance.presence,
        )
        .join(TrainingMeeting, col(TrainingMeeting.id) == col(Attendance.meeting_id))
        .where(col(Attendance.mentor_id).in_(mentor_ids))
    )
    marks: defaultdict[UUID, list[tuple[str | None, Presence]]] = defaultdict(list)
    for mentor_id, module, starts_at, presence in db.exec(found):
        if starts_at.astimezone(TIME_ZONE).date() > before.get(mentor_id, date.min):
            marks[mentor_id].append((module, Presence(presence)))
    return marks
