"""Workers as processes: killed in the middle, stopped politely, two at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from mentorship.foundation import jobs, migrations
from mentorship.foundation.clock import ClockRun
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job, JobStatus, enqueue
from mentorship.foundation.queues.heartbeats import Duty, Heartbeat, is_alive, last_seen
from tests.begun import Begun, begin, mentorship
from tests.foundation import marking_worker
from tests.foundation.marking_worker import due_at_of, started_file
from tests.foundation.processes import eventually

HOW_MANY = 12


@pytest.fixture
def running(database: Database) -> Iterator[Database]:
    """The same database by the real clock, as the processes see it."""
    real = Database(database.settings)
    yield real
    real.dispose()


def test_killed_in_the_middle_every_job_is_done_once_and_none_is_lost(running: Database) -> None:
    ids = put_in_queue(running, HOW_MANY)
    with worker(running) as first, worker(running) as second:
        eventually(lambda: any(is_killed_in_the_middle(running, one) for one in (first, second)))
        eventually(lambda: statuses(running) == {JobStatus.DONE: HOW_MANY})

    assert effects(running) == HOW_MANY
    starts = started_file(running).read_text().splitlines()
    assert len(starts) > HOW_MANY  # what the killed one held was started again
    attempts = [job.attempts for job in all_jobs(running) if job.id in ids]
    assert sum(attempts) == len(starts)


def test_two_workers_on_postgresql_share_the_work(postgresql_database: Database) -> None:
    database = Database(postgresql_database.settings)
    before = workers(database)
    with worker(database) as first, worker(database) as second:
        # On a busy machine the first would end it all before the second is there.
        eventually(lambda: workers(database) == before + 2)
        put_in_queue(database, HOW_MANY)
        eventually(lambda: statuses(database) == {JobStatus.DONE: HOW_MANY})
        assert started_by(database, first)
        assert started_by(database, second)
    assert [job.attempts for job in all_jobs(database)] == [1] * HOW_MANY
    database.dispose()


def test_a_second_worker_on_sqlite_waits_its_turn(sqlite_database: Database) -> None:
    database = Database(sqlite_database.settings)
    with worker(database) as first:
        eventually(lambda: alive(database))
        with worker(database) as second:
            put_in_queue(database, 4)
            eventually(lambda: statuses(database) == {JobStatus.DONE: 4})
            assert len(started_by(database, first)) == 4
            first.terminate()
            assert first.wait(20) == 0
            put_in_queue(database, 2)
            eventually(lambda: statuses(database) == {JobStatus.DONE: 6})
            assert len(started_by(database, second)) == 2
    database.dispose()


def test_asked_to_stop_a_worker_first_ends_what_it_holds(running: Database) -> None:
    put_in_queue(running, HOW_MANY)
    with worker(running) as only:
        eventually(lambda: bool(started_by(running, only)))
        only.terminate()
        assert only.wait(20) == 0

    found = statuses(running)
    assert JobStatus.RUNNING not in found
    assert found[JobStatus.DONE] == len(started_by(running, only)) == effects(running)
    assert not alive(running)  # it said goodbye


def test_asked_to_stop_a_long_computation_goes_back_in_the_queue(running: Database) -> None:
    with running.writing() as db:
        row = enqueue(db, "tests.compute")
        db.commit()
    with worker(running) as only:
        eventually(lambda: started_file(running).exists())
        child = int(started_file(running).read_text().split()[1])
        only.terminate()
        assert only.wait(20) == 0

    assert not exists(child)
    with running.reading() as db:
        stored = jobs.get_job(db, row.id)
        assert (stored.status, stored.attempts) == (JobStatus.WAITING, 0)


def test_a_killed_worker_leaves_no_computation_behind(sqlite_database: Database) -> None:
    database = Database(sqlite_database.settings)
    with database.writing() as db:
        enqueue(db, "tests.compute")
        db.commit()
    with worker(database) as only:
        eventually(lambda: started_file(database).exists())
        child = int(started_file(database).read_text().split()[1])
        only.kill()
        eventually(lambda: not exists(child))
    database.dispose()


def test_cancelled_a_long_computation_stops_at_once(sqlite_database: Database) -> None:
    database = Database(sqlite_database.settings)
    with database.writing() as db:
        row = enqueue(db, "tests.compute")
        db.commit()
    with worker(database):
        eventually(lambda: started_file(database).exists())
        child = int(started_file(database).read_text().split()[1])
        with database.writing() as db:
            jobs.cancel(db, row.id)
            db.commit()
        eventually(lambda: statuses(database) == {JobStatus.CANCELLED: 1})
        assert not exists(child)
    database.dispose()


def test_once_empties_the_queue_and_ends(running: Database) -> None:
    put_in_queue(running, 3)
    with worker(running, "--once") as only:
        assert only.wait(30) == 0
    assert statuses(running) == {JobStatus.DONE: 3}


def was_seen(database: Database, duty: Duty) -> bool:
    with database.reading() as db:
        return last_seen(db, duty) is not None


def test_the_clock_of_a_worker_enqueues_and_does_what_is_due(sqlite_database: Database) -> None:
    database = Database(sqlite_database.settings)
    with worker(database, clock=True):
        eventually(lambda: "foundation.checkpoint_audit" in done(database))
        eventually(lambda: was_seen(database, Duty.CLOCK))
    database.dispose()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"MODE": "production"}, "production can't start"),
        ({"DATABASE_URL": "no address"}, "MENTORSHIP_DATABASE_URL: must be"),
        ({"KEY_FILE": "/dev"}, "/dev can't be read"),
        ({}, "the database is not that of this version: run `mentorship db upgrade` first"),
    ],
)
def test_a_worker_that_can_not_start_says_so_in_one_line(
    tmp_path: Path, settings: dict[str, str], reason: str
) -> None:
    given = {"DATA_DIR": str(tmp_path / "data"), **settings}
    environment = {f"MENTORSHIP_{key}": given[key] for key in given}
    said = tmp_path / "said"
    assert begin(mentorship, "mentorship", "work", environment=environment, err=said).wait(30) == 2
    assert said.read_text().startswith(f"mentorship: {reason}")
    assert len(said.read_text().splitlines()) == 1


def test_a_worker_refuses_the_database_of_another_version(sqlite_database: Database) -> None:
    with sqlite_database.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num TEXT)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('9999')")
    with pytest.raises(migrations.NotMigrated):
        migrations.check_migrated(sqlite_database)


@contextmanager
def worker(database: Database, *options: str, clock: bool = False) -> Iterator[Begun]:
    settings = database.settings
    environment = {
        "PATH": os.environ["PATH"],
        "MENTORSHIP_DATA_DIR": str(settings.data_dir),
        "MENTORSHIP_DATABASE_URL": settings.database,
        "MENTORSHIP_KEY_STORE_URL": settings.key_store,
        "MENTORSHIP_LOG_LEVEL": "WARNING",
    }
    arguments = ["--heartbeat", "0.5", *options, *([] if clock else ["--no-clock"])]
    process = begin(marking_worker.main, "work", *arguments, environment=environment)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def put_in_queue(database: Database, how_many: int) -> set[object]:
    with database.writing() as db:
        known = db.exec(select(func.count()).select_from(Job)).one()
        rows = [enqueue(db, "tests.mark", number=known + n) for n in range(how_many)]
        db.commit()
        return {row.id for row in rows}


def started_by(database: Database, process: Begun) -> list[str]:
    if not started_file(database).exists():
        return []
    lines = started_file(database).read_text().splitlines()
    return [line for line in lines if line.endswith(f" {process.pid}")]


def is_killed_in_the_middle(database: Database, process: Begun) -> bool:
    """Held still first: only then what it has begun is sure not to end before it is killed."""
    process.send_signal(signal.SIGSTOP)
    if started := started_by(database, process):
        with database.reading() as db:
            due_at = due_at_of(int(started[-1].split()[0]))
            if db.exec(select(ClockRun).where(ClockRun.due_at == due_at)).first() is None:
                process.kill()
                return True
    process.send_signal(signal.SIGCONT)
    return False


def all_jobs(database: Database) -> list[Job]:
    with database.reading() as db:
        found = list(db.exec(select(Job)))
        db.expunge_all()
        return found


def statuses(database: Database) -> dict[JobStatus, int]:
    with database.reading() as db:
        counted = select(Job.status, func.count()).group_by(col(Job.status))
        return dict(db.exec(counted).all())


def done(database: Database) -> set[str]:
    return {job.name for job in all_jobs(database) if job.status is JobStatus.DONE}


def effects(database: Database) -> int:
    with database.reading() as db:
        marks = select(func.count()).select_from(ClockRun).where(ClockRun.task == "mark")
        return db.exec(marks).one()


def alive(database: Database) -> bool:
    with database.reading() as db:
        return is_alive(db, Duty.WORKER, database.clock())


def workers(database: Database) -> int:
    with database.reading() as db:
        beating = select(func.count()).where(col(Heartbeat.duty) == Duty.WORKER)
        return db.exec(beating).one()


def exists(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
