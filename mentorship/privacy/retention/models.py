"""A run that destroys what is over, who is in it, and who is kept out of every run."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention


class RetentionKind(StrEnum):
    """Whose records a run is about."""

    TRAJECTORY = "trajectory"
    REFERRAL = "referral"
    MENTOR = "mentor"
    COMPLAINT = "complaint"


class RunStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    DONE = "done"


class HoldReason(StrEnum):
    """Why somebody's records stay though their time is over."""

    COURT = "court"
    COMPLAINT = "complaint"
    REQUEST = "request"
    INQUIRY = "inquiry"


class RetentionRun(Row, table=True):
    """One dry run and what became of it; once it is done, the destruction certificate.

    It names nobody: how many people, and how many rows of which table.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        CheckConstraint(
            "(status = 'proposed') = (approved_at IS NULL)"
            " AND (approved_at IS NULL) = (approved_by IS NULL)",
            name="approved_by_somebody",
        ),
        CheckConstraint(
            "(status = 'done') = (done_at IS NOT NULL)"
            " AND (done_at IS NULL) = (fingerprint IS NULL)",
            name="done_with_a_certificate",
        ),
        Index(
            "uq_retention_run_open",
            "kind",
            unique=True,
            sqlite_where=text("status <> 'done'"),
            postgresql_where=text("status <> 'done'"),
        ),
    )

    id: UUID = columns.key()
    kind: RetentionKind = columns.choice(RetentionKind, D.OPERATION)
    status: RunStatus = columns.choice(RunStatus, D.OPERATION, default=RunStatus.PROPOSED)
    months: int = columns.integer(D.OPERATION, at_least=1)
    proposed_on: date = columns.day(D.OPERATION)
    proposed_at: datetime = columns.utc(D.OPERATION)
    people: int = columns.integer(D.OPERATION, at_least=1)
    erased: int = columns.integer(D.OPERATION, at_least=0, default=0)
    spared: int = columns.integer(D.OPERATION, at_least=0, default=0)
    rows: dict[str, int] = columns.json(D.OPERATION)  # by table
    approved_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    approved_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    done_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    fingerprint: bytes | None = columns.digest(D.OPERATION, nullable=True)
    version: int = columns.version()


class RetentionMember(Row, table=True):
    """Somebody in a run. The row goes with the person, so who is left wasn't dealt with yet."""

    __retention__ = Retention.OPERATION
    __table_args__ = (UniqueConstraint("run_id", "subject_id"),)

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    run_id: UUID = columns.ref("retention_run.id", index=False, ondelete="CASCADE")
    ended_on: date = columns.day(D.PERSON_KEY)


class LegalHold(Row, table=True):
    """That somebody's records stay until a day, and why as a code; one is open at a time."""

    __retention__ = Retention.OPERATION
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by IS NULL)", name="lifted_by_somebody"),
        Index(
            "uq_legal_hold_open",
            "subject_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    kind: RetentionKind = columns.choice(RetentionKind, D.PERSON_KEY)
    reason: HoldReason = columns.choice(HoldReason, D.PERSON_KEY)
    until: date = columns.day(D.PERSON_KEY)
    set_by: UUID = columns.ref("user_account.id", D.PERSON_KEY)
    set_at: datetime = columns.utc(D.PERSON_KEY)
    lifted_by: UUID | None = columns.ref("user_account.id", D.PERSON_KEY, nullable=True)
    lifted_at: datetime | None = columns.utc(D.PERSON_KEY, nullable=True)
