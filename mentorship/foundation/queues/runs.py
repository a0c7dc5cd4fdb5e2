"""Knows how one job is run, on either engine: claimed, handled, and its outcome kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from uuid import UUID

import structlog

from mentorship.foundation import jobs
from mentorship.foundation.db import Database, Db
from mentorship.foundation.jobs import (
    Job,
    JobCancelled,
    JobDefinition,
    JobFailed,
    JobInterrupted,
    JobStatus,
    JobUnknown,
    Run,
)
from mentorship.foundation.locks import alone
from mentorship.foundation.queues import postgresql
from mentorship.foundation.queues.arguments import Identifier, pack, unpack

_LOOK_AGAIN = timedelta(seconds=15)

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Claim:
    """The job in this worker's hands; `attempt` counts from 1."""

    job_id: UUID
    name: str
    arguments: dict[str, Identifier]
    attempt: int


def run_job_among_many(database: Database, stop: Event, job_id: UUID) -> None:
    """Runs the job unless another worker has it right now: then there is a second look later."""
    with alone(database, f"job-{job_id}") as held:
        if held:
            run_job(database, stop, job_id)
        else:
            _look_again_later(database, job_id)


def run_job(database: Database, stop: Event, job_id: UUID) -> None:
    """Runs the job unless it is finished or not due; whatever comes of it is in its row."""
    claim = _claim(database, job_id)
    if claim is None:
        return
    try:
        definition = jobs.definition_of(claim.name)
        result = _handle(definition, claim, Run(database, job_id, stop.is_set))
    except JobInterrupted:
        _put_back(database, claim)
    except JobCancelled:
        _finish(database, claim, JobStatus.CANCELLED)
    except JobUnknown:
        _finish(database, claim, JobStatus.FAILED, error="unknown_job")
    except JobFailed as failed:
        _finish(database, claim, JobStatus.FAILED, error=failed.code)
    except Exception as error:  # one job must never take the worker down
        # The log names the error and where it was, never its message.
        log.error(
            "job failed", job=claim.name, id=str(job_id), attempt=claim.attempt, exc_info=True
        )
        _try_again_or_give_up(database, claim, definition, error)
    else:
        _finish(database, claim, JobStatus.DONE, result=result)


def _claim(database: Database, job_id: UUID) -> Claim | None:
    moment = database.clock()
    with database.writing() as db:
        job = jobs.get_job(db, job_id, lock=True)
        if job.is_finished or job.due_at > moment:
            return None
        if job.is_cancel_requested:
            job.status, job.finished_at = JobStatus.CANCELLED, moment
        else:
            job.status, job.started_at, job.progress = JobStatus.RUNNING, moment, 0
            job.attempts += 1
        db.add(job)
        claim = Claim(job.id, job.name, unpack(job.arguments), job.attempts)
        is_cancelled = job.is_finished
        db.commit()
    return None if is_cancelled else claim


def _handle(definition: JobDefinition, claim: Claim, run: Run) -> dict[str, str | int]:
    if claim.attempt > definition.attempts:  # its earlier attempts took their workers with them
        raise JobFailed("worker_died")
    with jobs.watched_by(run):
        result = definition.handler(run.database, **claim.arguments)
    return pack(result or {})


def _finish(
    database: Database,
    claim: Claim,
    status: JobStatus,
    *,
    result: dict[str, str | int] | None = None,
    error: str | None = None,
) -> None:
    with database.writing() as db:
        job = jobs.get_job(db, claim.job_id, lock=True)
        job.status, job.result, job.error = status, result, error
        job.finished_at = database.clock()
        if status is JobStatus.DONE:
            job.progress = 100
        db.add(job)
        db.commit()
    log.info("job finished", job=claim.name, id=str(claim.job_id), status=status, error=error)


def _try_again_or_give_up(
    database: Database, claim: Claim, definition: JobDefinition, error: Exception
) -> None:
    fact = _name_of_fact(error)
    if claim.attempt >= definition.attempts:
        _finish(database, claim, JobStatus.FAILED, error=fact)
        return
    with database.writing() as db:
        due_at = database.clock() + definition.pause_after(claim.attempt)
        job = _waiting_again(db, claim.job_id, due_at)
        job.error = fact
        db.commit()


def _put_back(database: Database, claim: Claim) -> None:
    """The worker stops: the next one starts afresh, and this attempt doesn't count."""
    with database.writing() as db:
        job = _waiting_again(db, claim.job_id, database.clock())
        job.attempts -= 1
        db.commit()


def _waiting_again(db: Db, job_id: UUID, due_at: datetime) -> Job:
    job = jobs.get_job(db, job_id, lock=True)
    job.status, job.due_at = JobStatus.WAITING, due_at
    db.add(job)
    postgresql.defer(db, job_id, due_at)
    return job


def _look_again_later(database: Database, job_id: UUID) -> None:
    """Somebody holds it after all; should they die, this second place in the queue is needed."""
    with database.writing() as db:
        postgresql.defer(db, job_id, database.clock() + _LOOK_AGAIN)
        db.commit()


def _name_of_fact(error: Exception) -> str:
    """`TimeoutError` → `timeouterror`: its message could hold personal data, its name can't."""
    return type(error).__name__.lower()[:40]
