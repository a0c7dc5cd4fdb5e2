"""Knows the work that is done later: its row, its handler, and how it enters the queue."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, func, select

from mentorship.foundation.columns import Row, boolean, choice, integer, json, key, text, utc
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.queues import postgresql
from mentorship.foundation.queues.arguments import Identifier, checked_code, pack
from mentorship.foundation.subjects import D, Retention

Handler = Callable[..., Mapping[str, Identifier] | None]
AnyHandler = TypeVar("AnyHandler", bound=Callable[..., Any])

_LEFT_OVER_AFTER = timedelta(minutes=30)


class JobStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


FINISHED = (JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED)


class Job(Row, table=True):
    """One piece of work as its page shows it; holds ids and codes only."""

    __retention__ = Retention.OPERATION

    id: UUID = key()
    name: str = text(D.OPERATION, max_length=80)
    arguments: dict[str, Any] = json(D.OPERATION)
    status: JobStatus = choice(JobStatus, D.OPERATION, default=JobStatus.WAITING)
    progress: int = integer(D.OPERATION, default=0)
    result: dict[str, Any] | None = json(D.OPERATION, nullable=True)
    error: str | None = text(D.OPERATION, max_length=80, nullable=True)
    attempts: int = integer(D.OPERATION, default=0)
    is_cancel_requested: bool = boolean(D.OPERATION, default=False)
    created_at: datetime = utc(D.OPERATION)
    due_at: datetime = utc(D.OPERATION)
    started_at: datetime | None = utc(D.OPERATION, nullable=True)
    finished_at: datetime | None = utc(D.OPERATION, nullable=True)

    @property
    def is_finished(self) -> bool:
        return self.status in FINISHED


class JobUnknown(LookupError):
    """No job with this id, or no handler with this name."""


class JobFailed(Exception):
    """A fact that no retry mends; `code` is shown and holds nothing personal."""

    def __init__(self, code: str) -> None:
        super().__init__(checked_code(code))
        self.code = code


class JobCancelled(Exception):
    """Somebody asked to stop, and the handler did."""


class JobInterrupted(Exception):
    """The worker is stopping; the job goes back to the queue as if it had not been tried."""


@dataclass(frozen=True)
class JobDefinition:
    name: str
    handler: Handler
    attempts: int
    first_pause: timedelta

    def pause_after(self, attempt: int) -> timedelta:
        """Doubles with every attempt, at most six hours."""
        return min(self.first_pause * float(2 ** (attempt - 1)), timedelta(hours=6))


_definitions: dict[str, JobDefinition] = {}


def job(
    name: str, *, attempts: int = 5, first_pause: timedelta = timedelta(seconds=10)
) -> Callable[[AnyHandler], AnyHandler]:
    """Makes the function the handler of this name: `(database, *, …_id)`, idempotent."""

    def register(handler: AnyHandler) -> AnyHandler:
        known = _definitions.get(checked_code(name))
        if known and known.handler.__module__ != handler.__module__:
            raise ValueError(f"job {name!r} is already handled in {known.handler.__module__}")
        _definitions[name] = JobDefinition(name, handler, attempts, first_pause)
        return handler

    return register


def definition_of(name: str) -> JobDefinition:
    try:
        return _definitions[name]
    except KeyError:
        raise JobUnknown(name) from None


def name_of(handler: Callable[..., Any]) -> str:
    """The name under which `@job` registered this function."""
    for definition in _definitions.values():
        if definition.handler is handler:
            return definition.name
    raise JobUnknown(handler.__qualname__)


def enqueue(db: Db, name: str, *, due_at: datetime | None = None, **ids: Identifier) -> Job:
    """The job exists when the caller's transaction commits, and otherwise it never was."""
    moment = now(db)
    row = Job(
        name=checked_code(name),
        arguments=pack(ids),
        created_at=moment,
        due_at=due_at or moment,
    )
    db.add(row)
    db.flush()
    postgresql.defer(db, row.id, due_at)
    return row


def cancel(db: Db, job_id: UUID) -> Job:
    """Waiting work is dropped at once; running work is asked to stop."""
    row = get_job(db, job_id, lock=True)
    if row.status is JobStatus.WAITING:
        row.status = JobStatus.CANCELLED
        row.finished_at = now(db)
    elif row.status is JobStatus.RUNNING:
        row.is_cancel_requested = True
    db.add(row)
    return row


def requeue_left_over(db: Db) -> int:
    """Gives unfinished jobs that should have run long ago a new place; tells how many.

    One place too many does no harm: whoever takes it finds the job finished, or in other hands.
    """
    long_ago = now(db) - _LEFT_OVER_AFTER
    unfinished = col(Job.status).not_in(FINISHED)
    touched = func.coalesce(Job.started_at, Job.due_at)
    left = db.exec(select(Job).where(unfinished, col(Job.due_at) < long_ago, touched < long_ago))
    rows = left.all()
    for row in rows:
        postgresql.defer(db, row.id)
    return len(rows)


def get_job(db: Db, job_id: UUID, *, lock: bool = False) -> Job:
    query = select(Job).where(col(Job.id) == job_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = db.exec(query).one_or_none()
    if row is None:
        raise JobUnknown(str(job_id))
    return row


@dataclass(frozen=True)
class Run:
    """What a handler may tell about, and ask of, the job that it is running."""

    database: Database | None = None
    job_id: UUID | None = None
    is_stopping: Callable[[], bool] = lambda: False

    def progress(self, percent: int) -> None:
        """Shown at once: its own short transaction."""
        if self.database is None or self.job_id is None:
            return
        with self.database.writing() as db:
            row = get_job(db, self.job_id, lock=True)
            row.progress = max(0, min(100, percent))
            db.add(row)
            db.commit()

    def is_cancelled(self) -> bool:
        if self.database is None or self.job_id is None:
            return False
        with self.database.reading() as db:
            return get_job(db, self.job_id).is_cancel_requested

    def stop_if_asked(self) -> None:
        """Raises what ends this run properly when somebody cancelled or the worker stops."""
        if self.is_stopping():
            raise JobInterrupted
        if self.is_cancelled():
            raise JobCancelled


_running: ContextVar[Run] = ContextVar("running_job")


def running_job() -> Run:
    """The job being run here; outside a worker it is one that nobody watches."""
    return _running.get(Run())


@contextmanager
def watched_by(run: Run) -> Iterator[None]:
    token = _running.set(run)
    try:
        yield
    finally:
        _running.reset(token)
