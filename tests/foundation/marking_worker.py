"""`mentorship work` with one more handler, so that tests can see what a killed worker leaves."""

import os
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import col, select

from mentorship.foundation.clock import ClockRun
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import job
from mentorship.foundation.queues.child_processes import in_child
from mentorship.foundation.queues.work import work

TAKES = 0.3  # seconds
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    work()


@job("tests.mark")
def mark(database: Database, *, number: int) -> None:
    """Tells that it starts, takes its time, and then has its one effect, once."""
    tell(database, f"{number} {os.getpid()}")
    time.sleep(TAKES)
    due_at = due_at_of(number)
    with database.writing() as db:
        known = select(ClockRun).where(ClockRun.task == "mark", col(ClockRun.due_at) == due_at)
        if db.exec(known).first() is None:
            db.add(ClockRun(task="mark", due_at=due_at))
            db.commit()


def due_at_of(number: int) -> datetime:
    """By which the effect of this one is known."""
    return _FIRST + timedelta(minutes=number)


@job("tests.compute")
def compute(database: Database) -> None:
    """A long computation in a process of its own."""
    in_child(_take_forever, started_file(database))


def _take_forever(started: Path) -> None:
    with started.open("a") as file:
        file.write(f"0 {os.getpid()}\n")
    time.sleep(600)


def started_file(database: Database) -> Path:
    database.settings.data_dir.mkdir(exist_ok=True)
    return database.settings.data_dir / "started.txt"


def tell(database: Database, line: str) -> None:
    with started_file(database).open("a") as file:
        file.write(f"{line}\n")
