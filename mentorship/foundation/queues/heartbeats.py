"""Knows which long-running processes gave a sign of life, and when; /health asks it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from threading import Event
from uuid import UUID, uuid4

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col, delete, func, select

from mentorship.foundation.columns import Row, choice, key, utc
from mentorship.foundation.db import Database, Db
from mentorship.foundation.subjects import D, Retention

SILENT_FOR = timedelta(seconds=45)
_BETWEEN = timedelta(seconds=15)
_FORGOTTEN = timedelta(days=1)

log = structlog.get_logger(__name__)


class Duty(StrEnum):
    WORKER = "worker"
    CLOCK = "clock"


class Heartbeat(Row, table=True):
    """One process with one duty, and its last sign of life."""

    __retention__ = Retention.OPERATION

    id: UUID = key()
    duty: Duty = choice(Duty, D.OPERATION)
    seen_at: datetime = utc(D.OPERATION, index=True)


def last_seen(db: Db, duty: Duty) -> datetime | None:
    """The most recent sign of life of any process with this duty."""
    return db.exec(select(func.max(Heartbeat.seen_at)).where(col(Heartbeat.duty) == duty)).one()


def is_alive(db: Db, duty: Duty, now: datetime) -> bool:
    seen = last_seen(db, duty)
    return seen is not None and now - seen <= SILENT_FOR


def beat(database: Database, process_id: UUID, duty: Duty) -> None:
    """One sign of life, in its own short transaction; forgets processes long gone."""
    now = database.clock()
    with database.writing() as db:
        row = db.get(Heartbeat, process_id) or Heartbeat(id=process_id, duty=duty, seen_at=now)
        row.seen_at = now
        db.add(row)
        db.exec(delete(Heartbeat).where(col(Heartbeat.seen_at) < now - _FORGOTTEN))
        db.commit()


def keep_beating(database: Database, duty: Duty, stop: Event) -> None:
    """Until the process stops; then its row goes, so that nobody waits for it."""
    process_id = uuid4()
    while not stop.is_set():
        with _patience_with_the_database():
            beat(database, process_id, duty)
        stop.wait(_BETWEEN.total_seconds())
    with _patience_with_the_database(), database.writing() as db:
        db.exec(delete(Heartbeat).where(col(Heartbeat.id) == process_id))
        db.commit()


@contextmanager
def _patience_with_the_database() -> Iterator[None]:
    """A database that is away for a moment must not end a process that could go on after."""
    try:
        yield
    except SQLAlchemyError:
        log.warning("no sign of life", exc_info=True)
