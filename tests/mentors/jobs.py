"""Runs what waits in the queue, as a worker would, until nothing is left."""

from threading import Event

from sqlmodel import col, select

from mentorship.foundation.db import Database
from mentorship.foundation.jobs import FINISHED, Job
from mentorship.foundation.queues.runs import run_job
from mentorship.mentors import jobs  # noqa: F401 — makes the handlers known


def run_jobs(database: Database) -> None:
    while waiting := _waiting(database):
        for row in waiting:
            run_job(database, Event(), row.id)


def _waiting(database: Database) -> list[Job]:
    with database.reading() as db:
        return list(db.exec(select(Job).where(col(Job.status).not_in(FINISHED))))
