"""The clock: which job is due at which moment, enqueued once however many processes look."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, func, select

from mentorship.foundation import jobs
from mentorship.foundation.columns import Row, key, text, utc
from mentorship.foundation.db import Database, Db, now
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.subjects import D, Retention

AnyHandler = TypeVar("AnyHandler", bound=Callable[..., Any])
_EPOCH = datetime(2000, 1, 3, tzinfo=UTC)  # a Monday: weeks begin where people expect
_KEPT = timedelta(days=30)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAYS_OF_WEEK = len(_WEEKDAYS)


class ClockRun(Row, table=True):
    """A task's due time that has been dealt with; the pair is unique, so nothing runs twice."""

    __table_args__ = (UniqueConstraint("task", "due_at"),)
    __retention__ = Retention.OPERATION

    id: UUID = key()
    task: str = text(D.OPERATION, max_length=60)
    due_at: datetime = utc(D.OPERATION, index=True)


class Schedule(Protocol):
    def latest_due(self, moment: datetime) -> datetime:
        """The last due time at or before this moment."""


@dataclass(frozen=True)
class Every:
    """At equal distances, the same moments in every process."""

    period: timedelta

    def latest_due(self, moment: datetime) -> datetime:
        return _EPOCH + (moment - _EPOCH) // self.period * self.period


@dataclass(frozen=True)
class Daily:
    """Once a day by the Amsterdam clock, also on the days when that clock is changed."""

    at: time

    def latest_due(self, moment: datetime) -> datetime:
        today = moment.astimezone(TIME_ZONE).date()
        due = self.on(today)
        return due if due <= moment else self.on(today - timedelta(days=1))

    def on(self, day: date) -> datetime:
        return datetime.combine(day, self.at, TIME_ZONE).astimezone(UTC)


@dataclass(frozen=True)
class Weekly:
    """Once a week by the Amsterdam clock; `weekday` counts from Monday, which is 0."""

    weekday: int
    at: time

    def latest_due(self, moment: datetime) -> datetime:
        due = Daily(self.at).latest_due(moment)
        late = (due.astimezone(TIME_ZONE).weekday() - self.weekday) % _DAYS_OF_WEEK
        return Daily(self.at).on(due.astimezone(TIME_ZONE).date() - timedelta(days=late))


_tasks: dict[str, Schedule] = {}


def every(period: timedelta) -> Callable[[AnyHandler], AnyHandler]:
    """Stands above `@job`: the handler runs once in each period."""
    return _on_schedule(Every(period))


def daily(at: str) -> Callable[[AnyHandler], AnyHandler]:
    """Stands above `@job`: the handler runs once a day, at this time in Amsterdam ("06:30")."""
    return _on_schedule(Daily(time.fromisoformat(at)))


def weekly(weekday: str, at: str) -> Callable[[AnyHandler], AnyHandler]:
    """Stands above `@job`: the handler runs once a week, on this day ("monday") in Amsterdam."""
    return _on_schedule(Weekly(_WEEKDAYS.index(weekday), time.fromisoformat(at)))


def _on_schedule(schedule: Schedule) -> Callable[[AnyHandler], AnyHandler]:
    def register(handler: AnyHandler) -> AnyHandler:
        _tasks[jobs.name_of(handler)] = schedule
        return handler

    return register


def tick(database: Database) -> list[str]:
    """Enqueues what is due; what was missed while nobody looked is caught up once."""
    moment = database.clock()
    due = {name: schedule.latest_due(moment) for name, schedule in _tasks.items()}
    with database.reading() as db:
        dealt_with = _dealt_with(db)
    waiting = {name: at for name, at in due.items() if dealt_with.get(name, _EPOCH) < at}
    return [name for name, at in waiting.items() if _enqueue_once(database, name, at)]


def _dealt_with(db: Db) -> dict[str, datetime]:
    latest = select(ClockRun.task, func.max(ClockRun.due_at)).group_by(col(ClockRun.task))
    return dict(db.exec(latest).all())


def _enqueue_once(database: Database, name: str, due_at: datetime) -> bool:
    with database.writing() as db:
        db.add(ClockRun(task=name, due_at=due_at))
        try:
            db.flush()
        except IntegrityError:  # another process was first
            return False
        jobs.enqueue(db, name)
        db.commit()
    return True


def forget_old_runs(db: Db) -> int:
    """The newest run of each task stays, however old: it says what was dealt with."""
    newest = select(func.max(ClockRun.due_at)).group_by(col(ClockRun.task))
    return db.exec(
        delete(ClockRun).where(
            col(ClockRun.due_at) < now(db) - _KEPT, col(ClockRun.due_at).not_in(newest)
        )
    ).rowcount
