"""The clock at work: looks every few seconds what is due, one process at a time."""

from datetime import timedelta
from threading import Event

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from mentorship.foundation import clock
from mentorship.foundation.db import Database
from mentorship.foundation.locks import alone
from mentorship.foundation.queues.heartbeats import Duty, keep_beating

LOOKS_EVERY = timedelta(seconds=10)

log = structlog.get_logger(__name__)


def run_clock(database: Database, stop: Event, looks_every: timedelta = LOOKS_EVERY) -> None:
    """Until `stop`: any number of processes may do this."""
    scheduler = BackgroundScheduler(
        timezone="UTC", executors={"default": ThreadPoolExecutor(max_workers=1)}
    )
    scheduler.add_job(
        look,
        args=[database],
        trigger="interval",
        seconds=looks_every.total_seconds(),
        next_run_time=database.clock(),
        coalesce=True,
        max_instances=1,
        misfire_grace_time=None,
    )
    scheduler.start()
    try:
        keep_beating(database, Duty.CLOCK, stop)
    finally:
        scheduler.shutdown(wait=True)


def look(database: Database) -> list[str]:
    """Enqueues what is due if this process leads now; the others have nothing to do.

    Who leads is asked anew each time, so a lost connection can't leave two who think they do.
    """
    try:
        with alone(database, "clock") as is_leading:
            enqueued = clock.tick(database) if is_leading else []
    except Exception:  # the database is away for a moment: the next look catches up
        log.error("clock failed", exc_info=True)
        return []
    for name in enqueued:
        log.info("due", job=name)
    return enqueued
