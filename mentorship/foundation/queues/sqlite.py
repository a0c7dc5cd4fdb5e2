"""Knows the queue on SQLite: the job rows themselves, taken in turn by one process at a time."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event
from uuid import UUID

from sqlmodel import col, select, update

from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job, JobStatus
from mentorship.foundation.locks import alone

_LOOK_AGAIN = timedelta(seconds=0.5)


class Worker:
    """The one that works; a second one waits until the first is gone, however it went."""

    def __init__(self, database: Database, run: Callable[[UUID], None], stop: Event) -> None:
        self._database = database
        self._run = run
        self._stop = stop

    def work(self, *, until_empty: bool = False) -> None:
        while not self._stop.is_set():
            with alone(self._database, "worker") as held:
                if held:
                    self._put_back_what_was_left()
                    self._take_in_turn(until_empty)
                    return
            self._stop.wait(_LOOK_AGAIN.total_seconds())

    def _put_back_what_was_left(self) -> None:
        """Nobody else works, so whatever says it runs belonged to a worker that died."""
        with self._database.writing() as db:
            left = update(Job).where(col(Job.status) == JobStatus.RUNNING)
            db.exec(left.values(status=JobStatus.WAITING))
            db.commit()

    def _take_in_turn(self, until_empty: bool) -> None:
        while not self._stop.is_set():
            job_id = self._first_due()
            if job_id:
                self._run(job_id)
            elif until_empty:
                return
            else:
                self._stop.wait(_LOOK_AGAIN.total_seconds())

    def _first_due(self) -> UUID | None:
        with self._database.reading() as db:
            return db.exec(
                select(Job.id)
                .where(
                    col(Job.status) == JobStatus.WAITING, col(Job.due_at) <= self._database.clock()
                )
                .order_by(col(Job.due_at), col(Job.created_at))
                .limit(1)
            ).first()
