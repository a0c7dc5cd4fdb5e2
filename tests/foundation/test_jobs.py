"""What a page may leave for later, and what becomes of it."""

from datetime import timedelta
from threading import Event
from uuid import uuid4

import pytest
from sqlmodel import func, select

from mentorship.foundation import jobs
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import (
    Job,
    JobFailed,
    JobStatus,
    enqueue,
    job,
    running_job,
)
from mentorship.foundation.locks import alone
from mentorship.foundation.queues.arguments import JobRefused, unpack
from mentorship.foundation.queues.runs import run_job, run_job_among_many
from tests.factories import FixedNow

handled: list[object] = []


@job("tests.note")
def note(database: Database, *, person_id: object, round: int = 0) -> dict[str, object]:  # noqa: A002
    handled.append((person_id, round))
    return {"person_id": person_id}


@job("tests.stumble", attempts=3, first_pause=timedelta(minutes=1))
def stumble(database: Database) -> None:
    handled.append("stumbled")
    raise ConnectionError("Aisha Jansen lives at …")


@job("tests.refuse")
def refuse(database: Database) -> None:
    raise JobFailed("no_mentors")


@job("tests.step")
def step(database: Database) -> None:
    running_job().progress(40)
    running_job().stop_if_asked()


@pytest.fixture(autouse=True)
def _nothing_handled_yet() -> None:
    handled.clear()


def enqueued(database: Database, name: str, **ids: object) -> Job:
    with database.writing() as db:
        row = enqueue(db, name, **ids)
        db.commit()
    return row


def now_stored(database: Database, row: Job) -> Job:
    with database.reading() as db:
        stored = jobs.get_job(db, row.id)
        db.expunge(stored)
        return stored


def test_a_job_gets_its_ids_back_as_they_were_and_keeps_its_result(database: Database) -> None:
    person = uuid4()
    row = enqueued(database, "tests.note", person_id=person, round=7)

    run_job(database, Event(), row.id)

    assert handled == [(person, 7)]
    stored = now_stored(database, row)
    assert (stored.status, stored.progress, stored.attempts) == (JobStatus.DONE, 100, 1)
    assert unpack(stored.result or {}) == {"person_id": person}
    assert stored.finished_at is not None


def test_a_job_of_a_transaction_that_is_rolled_back_never_was(database: Database) -> None:
    with database.writing() as db:
        enqueue(db, "tests.note", person_id=uuid4())

    with database.reading() as db:
        assert db.exec(select(func.count()).select_from(Job)).one() == 0
        assert queued(db) == 0


def test_on_postgresql_the_queue_holds_only_the_id(postgresql_database: Database) -> None:
    row = enqueued(postgresql_database, "tests.note", person_id=uuid4())

    with postgresql_database.reading() as db:
        places = db.connection().exec_driver_sql("SELECT args FROM procrastinate_jobs").all()
    assert places == [({"job_id": str(row.id)},)]


@pytest.mark.parametrize(
    "value",
    [
        "Aisha Jansen",
        "a.jansen@example.org",
        "Alkmaar",
        "0612345678",
        612345678,
        True,
        None,
        1.5,
        ["a"],
        {"name": "x"},
        b"x",
        "a" * 41,
        "",
    ],
)
def test_only_ids_counts_and_codes_enter_the_queue(database: Database, value: object) -> None:
    with database.writing() as db, pytest.raises(JobRefused) as refused:
        enqueue(db, "tests.note", person_id=value)  # type: ignore[arg-type]
    assert "Jansen" not in str(refused.value)


def test_a_result_that_says_something_about_a_person_is_refused(database: Database) -> None:
    @job("tests.leak", attempts=1)
    def leak(database: Database) -> dict[str, object]:
        return {"name": "Aisha Jansen"}

    row = enqueued(database, "tests.leak")
    run_job(database, Event(), row.id)

    stored = now_stored(database, row)
    assert (stored.status, stored.result, stored.error) == (JobStatus.FAILED, None, "jobrefused")


def test_a_finished_job_is_not_done_again(database: Database) -> None:
    row = enqueued(database, "tests.note", person_id=uuid4())

    run_job(database, Event(), row.id)
    run_job(database, Event(), row.id)

    assert len(handled) == 1


def test_an_error_is_tried_again_later_and_later_and_then_given_up(
    database: Database, fixed_now: FixedNow, caplog: pytest.LogCaptureFixture
) -> None:
    row = enqueued(database, "tests.stumble")
    run_job(database, Event(), row.id)
    first = now_stored(database, row)
    assert first.status is JobStatus.WAITING
    assert first.due_at == fixed_now() + timedelta(minutes=1)

    run_job(database, Event(), row.id)  # too early
    assert len(handled) == 1
    fixed_now.advance(minutes=1)
    run_job(database, Event(), row.id)
    assert now_stored(database, row).due_at == fixed_now() + timedelta(minutes=2)
    fixed_now.advance(minutes=2)
    run_job(database, Event(), row.id)

    last = now_stored(database, row)
    assert (last.status, last.attempts, last.error) == (JobStatus.FAILED, 3, "connectionerror")
    assert len(handled) == 3


def test_a_fact_that_no_retry_mends_is_not_tried_again(database: Database) -> None:
    row = enqueued(database, "tests.refuse")
    run_job(database, Event(), row.id)
    stored = now_stored(database, row)
    assert (stored.status, stored.error, stored.attempts) == (JobStatus.FAILED, "no_mentors", 1)


def test_a_job_that_nobody_handles_says_so(database: Database) -> None:
    row = enqueued(database, "tests.nobody")
    run_job(database, Event(), row.id)
    assert now_stored(database, row).error == "unknown_job"


def test_a_job_that_takes_its_worker_down_each_time_is_given_up(
    database: Database, fixed_now: FixedNow
) -> None:
    row = enqueued(database, "tests.stumble")
    with database.writing() as db:
        stored = jobs.get_job(db, row.id)
        stored.attempts, stored.status = 3, JobStatus.RUNNING
        db.add(stored)
        db.commit()

    run_job(database, Event(), row.id)

    assert now_stored(database, row).error == "worker_died"
    assert handled == []


def test_waiting_work_is_cancelled_at_once(database: Database) -> None:
    row = enqueued(database, "tests.note", person_id=uuid4())
    with database.writing() as db:
        jobs.cancel(db, row.id)
        db.commit()

    run_job(database, Event(), row.id)

    assert handled == []
    assert now_stored(database, row).status is JobStatus.CANCELLED


def test_running_work_shows_its_progress_and_stops_when_asked(database: Database) -> None:
    @job("tests.cancelled_halfway")
    def cancelled_halfway(database: Database, *, job_id: object) -> None:
        running_job().progress(40)
        with database.reading() as db:
            assert jobs.get_job(db, job_id).progress == 40  # type: ignore[arg-type]
        with database.writing() as db:
            jobs.cancel(db, job_id)  # type: ignore[arg-type]
            db.commit()
        running_job().stop_if_asked()
        handled.append("went on")

    row_id = uuid4()
    with database.writing() as db:
        row = enqueue(db, "tests.cancelled_halfway", job_id=row_id)
        row.arguments = {"job_id": str(row.id)}
        db.commit()
    run_job(database, Event(), row.id)

    assert handled == []
    assert now_stored(database, row).status is JobStatus.CANCELLED


def test_a_worker_that_stops_puts_its_job_back_without_counting_it(database: Database) -> None:
    stopping = Event()
    stopping.set()
    row = enqueued(database, "tests.step")

    run_job(database, stopping, row.id)
    assert (now_stored(database, row).status, now_stored(database, row).attempts) == (
        JobStatus.WAITING,
        0,
    )

    run_job(database, Event(), row.id)
    assert now_stored(database, row).status is JobStatus.DONE


def test_a_job_in_the_hands_of_another_worker_is_left_there(postgresql_database: Database) -> None:
    database = postgresql_database
    row = enqueued(database, "tests.note", person_id=uuid4())
    with alone(database, f"job-{row.id}"):
        run_job_among_many(database, Event(), row.id)
        assert handled == []
    with database.reading() as db:
        assert queued(db) == 2  # its own place, and a second look should the other die

    run_job_among_many(database, Event(), row.id)
    run_job_among_many(database, Event(), row.id)
    assert len(handled) == 1


def test_a_name_is_held_by_one_at_a_time(database: Database) -> None:
    with alone(database, "clock") as first, alone(database, "clock") as second:
        assert (first, second) == (True, False)
    with alone(database, "clock") as again, alone(database, "worker") as other:
        assert (again, other) == (True, True)


def test_jobs_that_lost_their_place_get_a_new_one(
    postgresql_database: Database, fixed_now: FixedNow
) -> None:
    database = postgresql_database
    enqueued(database, "tests.note", person_id=uuid4())
    done = enqueued(database, "tests.note", person_id=uuid4())
    run_job(database, Event(), done.id)
    with database.writing() as db:
        db.connection().exec_driver_sql("DELETE FROM procrastinate_jobs")
        assert jobs.requeue_left_over(db) == 0  # it may still be about to start
        db.commit()
    fixed_now.advance(hours=1)
    with database.writing() as db:
        assert jobs.requeue_left_over(db) == 1
        db.commit()
    with database.reading() as db:
        assert queued(db) == 1


def test_a_handler_may_be_called_directly() -> None:
    running_job().progress(10)
    running_job().stop_if_asked()
    assert not running_job().is_cancelled()


def test_two_handlers_of_one_name_are_a_mistake() -> None:
    def elsewhere(database: Database) -> None: ...

    elsewhere.__module__ = "mentorship.elsewhere"
    with pytest.raises(ValueError, match="already handled"):
        job("tests.note")(elsewhere)


def queued(db) -> int:
    if db.connection().dialect.name == "sqlite":
        return 0
    return db.connection().exec_driver_sql("SELECT count(*) FROM procrastinate_jobs").scalar_one()
