"""The command `mentorship work`: takes jobs from the queue and, unless told otherwise, the time."""

import logging
import signal
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from threading import Event, Thread

import click
import structlog
from procrastinate.exceptions import ProcrastinateException
from sqlalchemy.exc import OperationalError, SQLAlchemyError

import mentorship
from mentorship.foundation import migrations, upkeep
from mentorship.foundation.db import Database
from mentorship.foundation.queues import postgresql, sqlite
from mentorship.foundation.queues.clock_process import run_clock
from mentorship.foundation.queues.heartbeats import Duty, keep_beating
from mentorship.foundation.queues.runs import run_job, run_job_among_many
from mentorship.foundation.settings import load_settings
from mentorship.foundation.web.logs import configure_logs

_BEFORE_TRYING_AGAIN = timedelta(seconds=3)

log = structlog.get_logger(__name__)
__all__ = ["load_handlers", "upkeep", "work"]


@click.command()
@click.option("--once", is_flag=True, help="Stop when the queue is empty.")
@click.option("--no-clock", is_flag=True, help="Leave periodic tasks to another process.")
@click.option("--only-clock", is_flag=True, help="Keep the time and take no jobs.")
@click.option(
    "--heartbeat",
    type=click.FloatRange(0.2, 60),
    default=10.0,
    show_default=True,
    help="Seconds between signs of life; after three without, others take the jobs over.",
)
def work(once: bool, no_clock: bool, only_clock: bool, heartbeat: float) -> None:
    """Do the work that pages leave for later: any number of processes on PostgreSQL.

    On SQLite one works; a second waits and takes over as soon as the first is gone.
    """
    settings = load_settings()
    configure_logs(settings.log_level)
    for chatty in ("apscheduler", "procrastinate"):  # they tell each look and each job again
        logging.getLogger(chatty).setLevel(logging.WARNING)
    load_handlers()
    database = Database(settings)
    stop = Event()
    _stop_on_signals(stop)
    try:
        _wait_for(database, stop, once=once)
        if only_clock:
            run_clock(database, stop)
        else:
            pace = postgresql.Pace(timedelta(seconds=heartbeat))
            _take_jobs(database, stop, pace, once=once, keeps_time=not no_clock)
    finally:
        database.dispose()


def load_handlers() -> None:
    """Imports every room's `jobs`: this command is the one place where all of them must be known.

    By name, because the foundation may not import the rooms above it.
    """
    import_module("mentorship.tables")
    for room in iter_modules(mentorship.__path__):
        name = f"mentorship.{room.name}.jobs"
        if room.ispkg and find_spec(name):
            import_module(name)


def _stop_on_signals(stop: Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


def _wait_for(database: Database, stop: Event, *, once: bool) -> None:
    """Until the database answers; raises NotMigrated when it isn't that of this version."""
    while not stop.is_set():
        try:
            migrations.check_migrated(database)
        except OperationalError:
            log.error("the database can't be reached", exc_info=True)
            if once:
                raise
            stop.wait(_BEFORE_TRYING_AGAIN.total_seconds())
        else:
            break


def _take_jobs(
    database: Database, stop: Event, pace: postgresql.Pace, *, once: bool, keeps_time: bool
) -> None:
    beside = Event()  # ends after the jobs, so that a worker that finishes its last one still shows
    duties: list[Callable[[], None]] = [partial(keep_beating, database, Duty.WORKER, beside)]
    if keeps_time and not once:
        duties.append(partial(run_clock, database, beside))
    threads = [Thread(target=duty, daemon=True) for duty in duties]
    for thread in threads:
        thread.start()
    try:
        _work_on(_worker(database, stop, pace), stop, once=once)
    finally:
        beside.set()
        for thread in threads:
            thread.join()


def _worker(
    database: Database, stop: Event, pace: postgresql.Pace
) -> postgresql.Worker | sqlite.Worker:
    if database.engine.dialect.name == "postgresql":
        among_many = partial(run_job_among_many, database, stop)
        return postgresql.Worker(database, among_many, stop, pace)
    return sqlite.Worker(database, partial(run_job, database, stop), stop)


def _work_on(worker: postgresql.Worker | sqlite.Worker, stop: Event, *, once: bool) -> None:
    """A database that is away for a moment is waited for."""
    while not stop.is_set():
        try:
            worker.work(until_empty=once)
        except (SQLAlchemyError, ProcrastinateException):
            log.error("the queue can't be reached", exc_info=True)
            if once:
                raise
        if once:
            return
        stop.wait(_BEFORE_TRYING_AGAIN.total_seconds())
