"""Whose time is over on a day, and that a run erases them, nobody else, and no statistics."""

import json
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from threading import Event
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func
from sqlmodel import SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from mentorship.accounts.roles import Role
from mentorship.evaluation import counting
from mentorship.evaluation.queries import count_rows
from mentorship.foundation import audit, erasure
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import Job, JobInterrupted, JobStatus, Run, watched_by
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.trail.chain import AuditEvent
from mentorship.mentors import queries as mentors
from mentorship.mentors.models import Mentor
from mentorship.privacy.retention import destroying, jobs, queries, rules, services
from mentorship.privacy.retention.due import due
from mentorship.privacy.retention.models import (
    HoldReason,
    LegalHold,
    RetentionKind,
    RetentionRun,
    RunStatus,
)
from mentorship.privacy.rights import services as rights
from mentorship.privacy.rights.models import (
    AskedBy,
    RequestKind,
    RequestStatus,
    SubjectRequest,
)
from mentorship.referrals.models import TriageOutcome
from tests.accounts.people import make_person
from tests.factories import FixedNow
from tests.privacy.retained import Retained, live_on, retained
from tests.referrals.senders import decide, make_referrer, send

K = RetentionKind


@pytest.mark.parametrize(
    ("ended", "months", "last"),
    [
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 15), 24, date(2027, 12, 15)),
    ],
)
def test_a_term_ends_with_its_last_day(ended: date, months: int, last: date) -> None:
    assert not rules.is_over(ended, months, last)
    assert rules.is_over(ended, months, last + timedelta(days=1))


def over(database: Database, kind: RetentionKind) -> set[UUID]:
    with database.reading() as db:
        return {case.subject_id for case in due(db, kind, queries_day(database)).cases}


def waiting(database: Database, kind: RetentionKind) -> int:
    with database.reading() as db:
        return due(db, kind, queries_day(database)).waiting


def queries_day(database: Database) -> date:
    return database.clock().date()


def runs(database: Database) -> dict[RetentionKind, RetentionRun]:
    """The newest of each kind."""
    with database.reading() as db:
        return {run.kind: run for run in reversed(queries.runs(db))}


def approve(database: Database, run: RetentionRun, one: Retained) -> UUID:
    with database.writing() as db:
        locked = queries.lock(db, run.id)
        assert locked is not None
        services.approve(db, locked, one.officer.id)
        db.commit()
    with database.reading() as db:
        found = select(Job).where(col(Job.name) == services.DESTROY)
        return next(job.id for job in db.exec(found) if job.arguments["run_id"] == str(run.id))


def test_who_is_due_when(database: Database, fixed_now: FixedNow) -> None:
    one = retained(database)
    fixed_now.moment = fixed_now.moment.replace(year=2027, month=3, day=2)  # a year to the day
    assert over(database, K.REFERRAL) == set()
    fixed_now.advance(days=1)
    assert (over(database, K.REFERRAL), waiting(database, K.REFERRAL)) == (set(), 1)
    # Of the half-year in which they were referred something still goes on; a year later it is
    # erased all the same.
    fixed_now.moment = fixed_now.moment.replace(year=2028)
    assert over(database, K.REFERRAL) == {one.declined}
    assert over(database, K.MENTOR) | over(database, K.TRAJECTORY) == set()
    assert over(database, K.COMPLAINT) == {one.complaint}
    fixed_now.moment = fixed_now.moment.replace(year=2029)
    assert over(database, K.TRAJECTORY) == {one.done, one.guided_whom}
    assert over(database, K.MENTOR) == {one.left}
    assert waiting(database, K.MENTOR) == 1  # who guided somebody whose records are there


def test_who_is_referred_anew_or_written_about_stays(
    database: Database, fixed_now: FixedNow
) -> None:
    one = retained(database)
    live_on(database, fixed_now, 1200)
    with database.writing() as db:
        anew = send(db, one.sender, first_name="Dex")
        db.commit()
    assert anew.subject_id != one.declined
    assert over(database, K.REFERRAL) == set()


def test_who_waits_for_an_answer_about_the_own_data_stays(
    database: Database, fixed_now: FixedNow
) -> None:
    one = retained(database)
    live_on(database, fixed_now, 1200)
    assert over(database, K.MENTOR) == {one.left}
    with database.writing() as db:
        left = db.exec(select(Mentor).where(Mentor.subject_id == one.left)).one()
        asked = rights.note(
            db, left, AskedBy.MENTOR, RequestKind.ACCESS, queries_day(database),
            by=one.officer.id, key=uuid4(),
        )  # fmt: skip
        db.commit()
    assert over(database, K.MENTOR) == set()
    with database.writing() as db:
        request = db.get_one(SubjectRequest, asked.id)
        rights.close(db, request, RequestStatus.REFUSED, "Zelf ingetrokken.", one.officer.id)
        db.commit()
    assert over(database, K.MENTOR) == {one.left}


def test_a_clock_that_jumped_far_ahead_proposes_nobody(
    database: Database, fixed_now: FixedNow
) -> None:
    retained(database)
    fixed_now.advance(days=1200)
    for _monday in range(4):
        jobs.propose(database)
        assert runs(database) == {}
        with database.writing() as db:  # everything else goes on by the wrong clock
            audit.record(db, "job.done")
            db.commit()
        fixed_now.advance(days=7)
    jobs.propose(database)  # nobody noticed for four weeks: so it is the clock
    assert runs(database).keys() == set(RetentionKind)


def test_a_run_erases_who_is_due_and_nobody_else(database: Database, fixed_now: FixedNow) -> None:
    one = retained(database)
    live_on(database, fixed_now, 1200)
    counting.recount(database)
    gone = {one.done, one.guided_whom, one.declined, one.left, one.complaint}
    others, counts = rows_of_others(database, gone), counted(database)
    jobs.propose(database)
    jobs.propose(database)  # twice: of each kind one is open
    proposed = runs(database)
    assert {kind: run.people for kind, run in proposed.items()} == {
        K.TRAJECTORY: 2, K.REFERRAL: 1, K.MENTOR: 1, K.COMPLAINT: 1
    }  # fmt: skip
    assert all(has_rows(database, subject) for subject in gone)  # a dry run
    for run in proposed.values():
        run_job(database, Event(), approve(database, run, one))
    assert [run.status for run in runs(database).values()] == [RunStatus.DONE] * 4
    assert not any(has_rows(database, subject) for subject in gone)
    assert database.keys.find(gone) == {}
    assert rows_of_others(database, gone) == others
    counting.recount(database)
    assert counted(database) == counts
    _certified(database, runs(database)[K.TRAJECTORY])
    fixed_now.advance(days=7)
    jobs.propose(database)
    assert runs(database)[K.MENTOR].status is RunStatus.PROPOSED  # nobody needs them any more
    assert over(database, K.MENTOR) == {one.guided}


def _certified(database: Database, run: RetentionRun) -> None:
    assert (run.erased, run.spared, run.rows["mentee"], run.rows["trajectory"]) == (2, 0, 2, 2)
    assert run.fingerprint == destroying.fingerprint_of(run)
    with database.reading() as db:
        done = select(AuditEvent).where(col(AuditEvent.object_id) == run.id)
        last = db.exec(done.order_by(col(AuditEvent.seq).desc())).first()
    assert last is not None
    assert json.loads(last.details)["certificate"] == run.fingerprint.hex()
    assert audit.verify(database).is_sound


def test_who_is_held_or_began_again_is_spared(database: Database, fixed_now: FixedNow) -> None:
    one = retained(database)
    live_on(database, fixed_now, 1200)
    jobs.propose(database)
    referral, trajectory = runs(database)[K.REFERRAL], runs(database)[K.TRAJECTORY]
    with database.writing() as db:
        run = queries.lock(db, trajectory.id)
        assert run is not None
        held, _free = queries.members_of(db, run.id)
        day = queries_day(database)
        for until in (day, date(day.year + 11, 1, 1)):
            with pytest.raises(rules.UntilImpossible):
                services.keep(db, run, held, HoldReason.COURT, until, by=one.officer.id)
        kept = held.subject_id
        until = day + timedelta(days=30)
        services.keep(db, run, held, HoldReason.COURT, until, by=one.officer.id)
        send(db, one.sender, first_name="Dex")
        db.commit()
    for run in (referral, trajectory):
        run_job(database, Event(), approve(database, run, one))
    done = runs(database)
    assert (done[K.REFERRAL].erased, done[K.REFERRAL].spared) == (0, 1)
    assert (done[K.TRAJECTORY].erased, done[K.TRAJECTORY].spared) == (1, 1)
    assert has_rows(database, kept)
    assert kept not in over(database, K.TRAJECTORY)
    fixed_now.advance(days=31)  # the day after its last one
    assert kept in over(database, K.TRAJECTORY)
    fixed_now.advance(days=-31)
    with database.writing() as db:
        hold = db.exec(select(LegalHold)).one()
        services.lift(db, hold, one.officer.id)
        with pytest.raises(rules.LiftedBefore):
            services.lift(db, hold, one.officer.id)
        db.commit()
    assert kept in over(database, K.TRAJECTORY)


def test_who_asks_something_while_the_run_goes_on_is_spared(
    database: Database, fixed_now: FixedNow
) -> None:
    one = retained(database)
    live_on(database, fixed_now, 1200)
    jobs.propose(database)
    run = runs(database)[K.MENTOR]
    approve(database, run, one)
    with ThreadPoolExecutor(1) as beside:
        with database.writing() as db:
            left = mentors.lock(db, db.exec(_mentor_of(one.left)).one().id)
            assert left is not None
            rights.note(
                db, left, AskedBy.MENTOR, RequestKind.ACCESS, queries_day(database),
                by=one.consultant.id, key=uuid4(),
            )  # fmt: skip
            going_on = beside.submit(destroying.destroy, database, run.id)
            wait([going_on], timeout=0.7)
            assert not going_on.done()
            db.commit()
        going_on.result(timeout=30)
    done = runs(database)[K.MENTOR]
    assert (done.erased, done.spared) == (0, 1)
    with database.reading() as db:
        assert db.exec(_mentor_of(one.left)).one_or_none() is not None


def _mentor_of(subject_id: UUID) -> SelectOfScalar[Mentor]:
    return select(Mentor).where(Mentor.subject_id == subject_id)


def test_a_job_that_is_killed_is_finished_by_the_next(
    database: Database, fixed_now: FixedNow
) -> None:
    one = retained(database)
    live_on(database, fixed_now, 1200)
    jobs.propose(database)
    run = runs(database)[K.TRAJECTORY]
    approve(database, run, one)
    asked = iter([False, True])
    with watched_by(Run(is_stopping=lambda: next(asked))), pytest.raises(JobInterrupted):
        destroying.destroy(database, run.id)
    assert (runs(database)[K.TRAJECTORY].erased, runs(database)[K.TRAJECTORY].rows["mentee"]) == (
        1, 1
    )  # fmt: skip
    with database.reading() as db:
        (left,) = queries.members_of(db, run.id)
    # The power went after the key was destroyed and before the rows were gone; and since then
    # something began again, which can't bring back what nobody can read.
    database.keys.destroy(left.subject_id)
    with database.writing() as db:
        locked = queries.lock(db, run.id)
        assert locked is not None
        db.add(
            LegalHold(
                subject_id=left.subject_id, kind=K.TRAJECTORY, reason=HoldReason.COURT,
                until=date(2032, 1, 1), set_by=one.officer.id, set_at=fixed_now.moment,
            )
        )  # fmt: skip
        db.commit()
    assert _waiting_jobs(database) == 1
    with database.writing() as db:
        job = db.exec(select(Job).where(col(Job.name) == services.DESTROY)).one()
        job.status = JobStatus.FAILED  # tried so often that it was given up
        db.add(job)
        db.commit()
    for _monday in range(2):
        jobs.propose(database)
        assert _waiting_jobs(database) == 1
    for _ in range(2):
        destroying.destroy(database, run.id)
    done = runs(database)[K.TRAJECTORY]
    assert (done.status, done.erased, done.spared, done.rows["mentee"]) == (RunStatus.DONE, 2, 0, 2)
    with pytest.raises(rules.ApprovedBefore):
        approve(database, done, one)


def _waiting_jobs(database: Database) -> int:
    waiting = select(Job).where(
        col(Job.name) == services.DESTROY, col(Job.status) == JobStatus.WAITING
    )
    with database.reading() as db:
        return len(db.exec(waiting).all())


def has_rows(database: Database, subject_id: UUID) -> bool:
    with database.reading() as db:
        return erasure.has_rows(db, subject_id)


def rows_of_others(database: Database, gone: set[UUID]) -> dict[str, int]:
    """Of every table about people, and of accounts, without what the run keeps itself."""
    tables = [
        table
        for table in SQLModel.metadata.sorted_tables
        if "subject_id" in table.c and table.name != "retention_member"
    ]
    with database.reading() as db:
        return {
            table.name: db.connection()
            .execute(select(func.count()).where(table.c.subject_id.not_in(gone)))
            .scalar_one()
            for table in tables
        }


def counted(database: Database) -> dict[tuple[str, int, str], dict[str, int]]:
    """Where anybody is counted."""
    with database.reading() as db:
        return {
            (row.measure, row.edition, row.cohort): dict(row.counts)
            for row in count_rows(db)
            if row.counts
        }


def test_statistics_survive_without_the_people(database: Database, fixed_now: FixedNow) -> None:
    with database.writing() as db:
        by, sender = make_person(db, Role.MENTOR_CONSULTANT), make_referrer(db)
        for name in ("Dex", "Ole"):
            decide(db, send(db, sender, first_name=name), TriageOutcome.DECLINE, by)
        officer = make_person(db, Role.PRIVACY_OFFICER)
        db.commit()
    live_on(database, fixed_now, 400)  # their half-year is closed, and their year is over
    counting.recount(database)
    counts = counted(database)
    assert 2 in {sum(one.values()) for one in counts.values()}
    jobs.propose(database)
    run = runs(database)[K.REFERRAL]
    with database.writing() as db:
        locked = queries.lock(db, run.id)
        assert locked is not None
        services.approve(db, locked, officer.id)
        db.commit()
    destroying.destroy(database, run.id)
    assert runs(database)[K.REFERRAL].erased == 2
    for _night in range(2):
        counting.recount(database)
        assert counted(database) == counts
