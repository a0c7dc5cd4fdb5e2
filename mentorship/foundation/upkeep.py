"""The foundation's own jobs: checkpoints, forgetting, and picking up what was left."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import col, delete

from mentorship.foundation import audit, clock, drafts, erasure, jobs, links, outbox
from mentorship.foundation.clock import daily, every
from mentorship.foundation.db import Database, now
from mentorship.foundation.jobs import Job, job

_JOBS_KEPT = timedelta(days=30)


@every(timedelta(hours=1))
@job("foundation.checkpoint_audit")
def checkpoint_audit(database: Database) -> None:
    """Signs the state of the audit trail outside the database."""
    audit.make_checkpoint(database)


@every(timedelta(minutes=15))
@job("foundation.retry_mail")
def retry_mail(database: Database) -> None:
    with database.writing() as db:
        outbox.take_up_again(db)
        db.commit()


@daily("03:10")
@job("foundation.expire")
def expire(database: Database) -> None:
    """Drafts nobody touched, links long expired, and traces of work long done."""
    with database.writing() as db:
        drafts.discard_untouched(db)
        links.remove_expired(db)
        outbox.remove_old(db)
        clock.forget_old_runs(db)
        long_ago = now(db) - _JOBS_KEPT
        db.exec(delete(Job).where(col(Job.finished_at) < long_ago))
        db.commit()


@daily("03:40")
@job("foundation.sweep_keys")
def sweep_keys(database: Database) -> None:
    erasure.sweep_unused_keys(database)


@every(timedelta(minutes=30))
@job("foundation.requeue")
def requeue(database: Database) -> None:
    """Due jobs that lost their place in the queue: their worker died, or a backup was restored."""
    with database.writing() as db:
        jobs.requeue_left_over(db)
        db.commit()


@job("foundation.forget_subject")
def forget_subject(database: Database, *, subject_id: UUID) -> None:
    """Destroys the key of a discarded draft's person, unless some record took the person over."""
    with database.reading() as db:
        if erasure.has_rows(db, subject_id):
            return
    database.keys.destroy(subject_id)
