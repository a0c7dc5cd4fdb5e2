"""The clock: what is due, once, however many look, and once when nobody looked."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from threading import Barrier, Event, Thread
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import func, select

from mentorship.foundation import clock, upkeep
from mentorship.foundation.clock import ClockRun, Daily, Every, Weekly, daily, every
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job, JobStatus, JobUnknown, job
from mentorship.foundation.locks import alone
from mentorship.foundation.queues.clock_process import look, run_clock
from mentorship.foundation.queues.heartbeats import SILENT_FOR, Duty, beat, is_alive, last_seen
from mentorship.foundation.queues.runs import run_job
from tests.factories import FixedNow


@every(timedelta(hours=1))
@job("tests.hourly")
def hourly(database: Database) -> None: ...


@daily("06:30")
@job("tests.morning")
def morning(database: Database) -> None: ...


@pytest.fixture(autouse=True)
def _first_look(database: Database) -> None:
    """The program was started at nine: what was due before has been dealt with."""
    look(database)


def test_a_task_is_due_once_in_its_period(database: Database, fixed_now: FixedNow) -> None:
    assert look(database) == []
    fixed_now.advance(minutes=59)
    assert "tests.hourly" not in look(database)
    fixed_now.advance(minutes=1)
    assert "tests.hourly" in look(database)
    assert look(database) == []


def test_what_nobody_looked_at_is_caught_up_once(database: Database, fixed_now: FixedNow) -> None:
    before = enqueued(database, "tests.hourly")
    fixed_now.advance(days=3)
    assert {"tests.hourly", "tests.morning"} <= set(look(database))
    assert look(database) == []
    assert enqueued(database, "tests.hourly") == before + 1


def test_of_eight_who_look_at_once_one_enqueues(database: Database, fixed_now: FixedNow) -> None:
    before = enqueued(database, "tests.hourly")
    fixed_now.advance(hours=1)
    together = Barrier(8)

    def tick() -> None:  # without the leader's lock: the unique row alone must hold
        together.wait()
        clock.tick(database)

    threads = [Thread(target=tick) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert enqueued(database, "tests.hourly") == before + 1


def test_who_does_not_lead_enqueues_nothing(database: Database, fixed_now: FixedNow) -> None:
    fixed_now.advance(hours=1)
    with alone(database, "clock"):
        assert look(database) == []
    assert "tests.hourly" in look(database)


def test_a_morning_task_follows_the_dutch_clock_through_both_changes() -> None:
    schedule = Daily(time(6, 30))
    winter = schedule.latest_due(datetime(2026, 3, 28, 12, tzinfo=UTC))
    summer = schedule.latest_due(datetime(2026, 3, 29, 12, tzinfo=UTC))
    assert winter == datetime(2026, 3, 28, 5, 30, tzinfo=UTC)
    assert summer == datetime(2026, 3, 29, 4, 30, tzinfo=UTC)
    autumn = schedule.latest_due(datetime(2026, 10, 25, 12, tzinfo=UTC))
    assert autumn == datetime(2026, 10, 25, 5, 30, tzinfo=UTC)


def test_a_weekly_task_has_its_day_on_the_dutch_clock() -> None:
    schedule = Weekly(0, time(7, 30))
    monday = datetime(2026, 3, 30, 5, 30, tzinfo=UTC)  # the first on the summer clock
    assert schedule.latest_due(monday) == monday
    assert schedule.latest_due(monday + timedelta(days=6, hours=23)) == monday
    before = schedule.latest_due(monday - timedelta(seconds=1))
    assert before == datetime(2026, 3, 23, 6, 30, tzinfo=UTC)


def test_before_the_hour_yesterday_counts() -> None:
    early = datetime(2026, 3, 2, 5, 29, tzinfo=UTC)
    assert Daily(time(6, 30)).latest_due(early) == datetime(2026, 3, 1, 5, 30, tzinfo=UTC)


moments = st.datetimes(  # hypothesis wants its bounds without a zone
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
schedules = st.one_of(
    st.builds(Every, st.timedeltas(min_value=timedelta(minutes=1), max_value=timedelta(days=9))),
    st.builds(Daily, st.times(timezones=st.none())),
    st.builds(Weekly, st.integers(0, 6), st.times(timezones=st.none())),
)


@given(schedules, moments, moments)
def test_due_times_never_lie_ahead_and_never_go_back(
    schedule: Every | Daily | Weekly, one: datetime, other: datetime
) -> None:
    earlier, later = sorted((one, other))
    assert schedule.latest_due(earlier) <= earlier
    assert schedule.latest_due(earlier) <= schedule.latest_due(later)
    due = schedule.latest_due(later)
    assert schedule.latest_due(due) == due


def test_a_task_without_a_job_is_a_mistake() -> None:
    with pytest.raises(JobUnknown):
        every(timedelta(hours=1))(lambda database: None)


def test_old_runs_are_forgotten_but_not_what_was_dealt_with(
    database: Database, fixed_now: FixedNow
) -> None:
    fixed_now.advance(days=60)
    upkeep.expire(database)
    due = look(database)
    assert due.count("tests.hourly") == 1  # once, although its last run was long ago
    with database.reading() as db:
        kept = db.exec(select(func.min(ClockRun.due_at))).one()
    fixed_now.advance(hours=2)
    look(database)
    upkeep.expire(database)
    with database.reading() as db:
        assert db.exec(select(func.min(ClockRun.due_at))).one() > kept


def test_the_foundations_own_tasks_can_be_done(database: Database) -> None:
    names = {
        "foundation.checkpoint_audit",
        "foundation.expire",
        "foundation.requeue",
        "foundation.retry_mail",
        "foundation.sweep_keys",
    }
    with database.reading() as db:
        waiting = [row for row in db.exec(select(Job)) if row.name in names]
    assert {row.name for row in waiting} == names
    for row in waiting:
        run_job(database, Event(), row.id)
    with database.reading() as db:
        done = [row for row in db.exec(select(Job)) if row.name in names]
    assert {(row.name, row.status) for row in done} == {(name, JobStatus.DONE) for name in names}


def test_a_clock_that_runs_looks_and_shows_that_it_lives(
    database: Database, stopping: Event
) -> None:
    real = Database(database.settings)
    thread = Thread(target=run_clock, args=[real, stopping, timedelta(seconds=0.1)])
    thread.start()
    for _ in range(100):
        with real.reading() as db:
            if is_alive(db, Duty.CLOCK, real.clock()) and enqueued(real, "tests.hourly") > 1:
                break
        stopping.wait(0.05)
    stopping.set()
    thread.join(10)
    assert enqueued(real, "tests.hourly") == 2
    with real.reading() as db:
        assert last_seen(db, Duty.CLOCK) is None  # it said goodbye
    real.dispose()


def test_a_process_that_is_silent_is_no_longer_alive(
    database: Database, fixed_now: FixedNow
) -> None:
    def alive() -> bool:
        with database.reading() as db:
            return is_alive(db, Duty.WORKER, fixed_now())

    assert not alive()
    beat(database, uuid4(), Duty.WORKER)
    fixed_now.advance(seconds=SILENT_FOR.total_seconds())
    assert alive()
    fixed_now.advance(seconds=1)
    assert not alive()
    beat(database, uuid4(), Duty.CLOCK)
    assert not alive()


@pytest.fixture
def stopping() -> Iterator[Event]:
    stop = Event()
    yield stop
    stop.set()


def enqueued(database: Database, name: str) -> int:
    with database.reading() as db:
        return db.exec(select(func.count()).select_from(Job).where(Job.name == name)).one()
