"""The verbs of a run: propose it, approve it, keep somebody out of it; carrying out is a job."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import audit
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.foundation.jobs import FINISHED, Job, enqueue
from mentorship.foundation.subjects import Purpose
from mentorship.privacy.queries import settings_of
from mentorship.privacy.retention import queries, rules
from mentorship.privacy.retention.models import (
    HoldReason,
    LegalHold,
    RetentionKind,
    RetentionMember,
    RetentionRun,
    RunStatus,
)
from mentorship.privacy.retention.rules import Case

DESTROY = "privacy.destroy"
MOST_IN_A_RUN = 200  # somebody looks at it, and each takes some tenths of a second


def propose(db: Db, kind: RetentionKind, found: Sequence[Case]) -> RetentionRun | None:
    """A dry run: nothing is destroyed by it. None while one of this kind is open, or for nobody."""
    if not found or queries.open_run(db, kind) is not None:
        return None
    taken = found[:MOST_IN_A_RUN]
    run = RetentionRun(
        kind=kind,
        months=rules.months_of(settings_of(db), kind),
        proposed_on=today(db),
        proposed_at=now(db),
        people=len(taken),
        rows={},
    )
    db.add(run)
    db.flush()
    for case in taken:
        db.add(RetentionMember(subject_id=case.subject_id, run_id=run.id, ended_on=case.ended))
    _record(db, "retention.proposed", run, people=len(taken))
    return run


def approve(db: Db, run: RetentionRun, by: UUID) -> None:
    """The run is locked. The program proposed it, so whoever approves is the second to look."""
    if run.status is not RunStatus.PROPOSED:
        raise rules.ApprovedBefore
    run.status, run.approved_by, run.approved_at = RunStatus.APPROVED, by, now(db)
    db.add(run)
    _record(db, "retention.approved", run, people=queries.left_in(db, run.id))
    enqueue(db, DESTROY, run_id=run.id)


def take_up_again(db: Db) -> None:
    """Approved runs whose job was given up, by a disk that was full for hours."""
    unfinished = select(Job).where(col(Job.name) == DESTROY, col(Job.status).not_in(FINISHED))
    under_way = {job.arguments["run_id"] for job in db.exec(unfinished)}
    for run in queries.approved(db):
        if str(run.id) not in under_way:
            enqueue(db, DESTROY, run_id=run.id)


def keep(
    db: Db, run: RetentionRun, member: RetentionMember, reason: HoldReason, until: date, *, by: UUID
) -> LegalHold:
    """The run is locked. Out of this run and of every other one, until and including this day."""
    if run.status is RunStatus.DONE:
        raise rules.CarriedOut
    rules.check_until(until, today(db))
    if (before := queries.open_hold_of(db, member.subject_id)) is not None:  # its day has passed
        _end(db, before, by)
    hold = LegalHold(
        subject_id=member.subject_id,
        kind=run.kind,
        reason=reason,
        until=until,
        set_by=by,
        set_at=now(db),
    )
    db.add(hold)
    spare(db, run, member)
    audit.record(
        db, "hold.set", subject_id=hold.subject_id, object_id=hold.id,
        purpose=Purpose.SUBJECT_RIGHTS, reason=reason,
    )  # fmt: skip
    return hold


def lift(db: Db, hold: LegalHold, by: UUID) -> None:
    """The hold is locked. The next run may hold them again."""
    if hold.lifted_at is not None:
        raise rules.LiftedBefore
    _end(db, hold, by)
    audit.record(
        db, "hold.lifted", subject_id=hold.subject_id, object_id=hold.id,
        purpose=Purpose.SUBJECT_RIGHTS,
    )  # fmt: skip


def spare(db: Db, run: RetentionRun, member: RetentionMember) -> None:
    """Somebody of this run stays; the run is locked."""
    db.delete(member)
    run.spared += 1
    db.add(run)
    db.flush()


def _end(db: Db, hold: LegalHold, by: UUID) -> None:
    hold.lifted_by, hold.lifted_at = by, now(db)
    db.add(hold)
    db.flush()


def _record(db: Db, action: str, run: RetentionRun, *, people: int) -> None:
    audit.record(
        db, action, object_id=run.id, purpose=Purpose.SUBJECT_RIGHTS, kind=run.kind, people=people
    )
