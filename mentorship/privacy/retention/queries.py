"""Finds runs, who is in them and who is held; a person by a pseudonym only."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, func, select

from mentorship.foundation.db import Db, now
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.privacy.retention.models import LegalHold, RetentionMember, RetentionRun, RunStatus

_AWAKE_SINCE, _AWAKE_UNTIL = timedelta(weeks=9), timedelta(weeks=4)


def was_awake(db: Db) -> bool:
    """Whether the trail tells of something some weeks ago by the clock of today.

    By a clock that jumped years ahead everybody's time is over; people then have four weeks to
    notice before anybody is proposed.
    """
    at, moment = col(AuditEvent.at), now(db)
    found = select(AuditEvent.seq).where(at.between(moment - _AWAKE_SINCE, moment - _AWAKE_UNTIL))
    return db.exec(found.limit(1)).first() is not None


def runs(db: Db) -> Sequence[RetentionRun]:
    """The newest first."""
    return db.exec(select(RetentionRun).order_by(col(RetentionRun.proposed_at).desc())).all()


def to_approve(db: Db) -> Sequence[RetentionRun]:
    found = select(RetentionRun).where(col(RetentionRun.status) == RunStatus.PROPOSED)
    return db.exec(found.order_by(col(RetentionRun.proposed_at))).all()


def approved(db: Db) -> Sequence[RetentionRun]:
    found = select(RetentionRun).where(col(RetentionRun.status) == RunStatus.APPROVED)
    return db.exec(found).all()


def open_run(db: Db, kind: str) -> RetentionRun | None:
    found = select(RetentionRun).where(
        col(RetentionRun.kind) == kind, col(RetentionRun.status) != RunStatus.DONE
    )
    return db.exec(found).one_or_none()


def lock(db: Db, run_id: UUID) -> RetentionRun | None:
    found = select(RetentionRun).where(col(RetentionRun.id) == run_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def members_of(db: Db, run_id: UUID) -> Sequence[RetentionMember]:
    """Who is left, the longest over first."""
    found = select(RetentionMember).where(col(RetentionMember.run_id) == run_id)
    return db.exec(
        found.order_by(col(RetentionMember.ended_on), col(RetentionMember.subject_id))
    ).all()


def member(db: Db, run_id: UUID, member_id: UUID) -> RetentionMember | None:
    found = select(RetentionMember).where(
        col(RetentionMember.run_id) == run_id, col(RetentionMember.id) == member_id
    )
    return db.exec(found).one_or_none()


def left_in(db: Db, run_id: UUID) -> int:
    found = select(func.count()).select_from(RetentionMember)
    return db.exec(found.where(col(RetentionMember.run_id) == run_id)).one()


def open_holds(db: Db) -> Sequence[LegalHold]:
    """Also whose last day has passed: somebody may look why it was there."""
    found = select(LegalHold).where(col(LegalHold.lifted_at).is_(None))
    return db.exec(found.order_by(col(LegalHold.until))).all()


def lock_hold(db: Db, hold_id: UUID) -> LegalHold | None:
    found = select(LegalHold).where(col(LegalHold.id) == hold_id).with_for_update()
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def open_hold_of(db: Db, subject_id: UUID) -> LegalHold | None:
    found = select(LegalHold).where(
        col(LegalHold.subject_id) == subject_id, col(LegalHold.lifted_at).is_(None)
    )
    return db.exec(found.with_for_update()).one_or_none()


def held_on(db: Db, day: date) -> set[UUID]:
    """Until and including the last day of a hold that wasn't lifted."""
    held = select(LegalHold.subject_id).where(
        col(LegalHold.lifted_at).is_(None), col(LegalHold.until) >= day
    )
    return set(db.exec(held))
