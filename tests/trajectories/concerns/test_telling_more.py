"""While nobody takes a concern on, more are told: each once, also when the clock is killed."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from mentorship.accounts.roles import Role
from mentorship.foundation import clock, vault
from mentorship.foundation.db import Database, Db
from mentorship.foundation.i18n import TIME_ZONE
from mentorship.foundation.jobs import FINISHED, Job
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.queues.runs import run_job
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories.concerns import jobs, queries, rules, services
from mentorship.trajectories.concerns.models import Concern, Level
from tests.accounts.people import Person, make_person
from tests.factories import FixedNow
from tests.soak import budget
from tests.trajectories.concerns.worried import House, house, locked, worry

TERMS = rules.Terms(hours=4, hours_now=1)
SEEDS = (8, 3, 1, 2, 4, 5)[: budget.examples(1, 6)]  # `make soak` takes the long way
TELL_MORE = "trajectories.tell_more_of_concerns"


def amsterdam(day: int, hour: int, minute: int = 0) -> datetime:
    """In March 2026; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=TIME_ZONE)


@pytest.mark.parametrize(
    ("raised", "house_at", "coordinator_at"),
    [
        (amsterdam(2, 10), amsterdam(2, 14), amsterdam(3, 10)),
        (amsterdam(2, 15, 30), amsterdam(3, 11, 30), amsterdam(3, 15, 30)),
        (amsterdam(6, 16), amsterdam(9, 12), amsterdam(9, 16)),  # over a weekend
        (amsterdam(7, 22), amsterdam(9, 13), amsterdam(9, 17)),  # on a Saturday night
        (amsterdam(27, 15), amsterdam(30, 11), amsterdam(30, 15)),  # the clock goes forward
    ],
)
def test_office_hours(raised: datetime, house_at: datetime, coordinator_at: datetime) -> None:
    told = [
        rules.tells_more_at(raised.astimezone(UTC), is_now=False, level=level, terms=TERMS)
        for level in (Level.CONSULTANT, Level.HOUSE)
    ]
    assert told == [house_at, coordinator_at]


def test_what_cannot_wait_counts_the_night_too() -> None:
    raised = amsterdam(7, 23)
    for level, hours in ((Level.CONSULTANT, 1), (Level.HOUSE, 2)):
        at = rules.tells_more_at(raised, is_now=True, level=level, terms=TERMS)
        assert at == raised + timedelta(hours=hours)


class Killed(BaseException):
    """The process is gone in the middle of it: nothing in it hears of that."""


@contextmanager
def _killed_sometimes(database: Database, chance: random.Random) -> Iterator[None]:
    """At a statement now and then, of the clock or of its job, the process dies."""

    def maybe(*_told: object) -> None:
        if chance.random() < 0.04:
            raise Killed

    event.listen(database.engine, "before_cursor_execute", maybe)
    yield
    event.remove(database.engine, "before_cursor_execute", maybe)


def _let_the_clock_run(database: Database) -> None:
    """As its own process does: what is due is enqueued, what waits is run."""
    clock.tick(database)
    with database.reading() as db:
        found = select(Job).where(col(Job.name) == TELL_MORE, col(Job.status).not_in(FINISHED))
        waiting = [row.id for row in db.exec(found)]
    for job_id in waiting:
        run_job(database, Event(), job_id)


def _told(db: Db) -> Counter[tuple[str, object]]:
    mails = db.exec(select(OutboxMail)).all()
    return Counter(
        (one.letter, one.subject_id) for one in mails if one.letter.startswith("concerns.")
    )


def _expected(there: House, coordinator: Person, times: int) -> Counter[tuple[str, object]]:
    consultants = [there.follows.user.subject_id, there.colleague.user.subject_id]
    told = {("concerns.still_waits", subject): times for subject in consultants}
    return Counter(told | {("concerns.waits_in_a_house", coordinator.user.subject_id): times})


@pytest.mark.parametrize("seed", SEEDS)
def test_each_level_is_told_once_however_often_the_clock_dies(
    database: Database, fixed_now: FixedNow, seed: int
) -> None:
    with database.writing() as db:
        there, coordinator = house(db), make_person(db, Role.COORDINATOR)
        waits = [worry(db, there), worry(db, there, is_now=True)]
        seen = worry(db, there)
        services.take_on(db, locked(db, seen), there.follows.id)
        before = _told(db)
        db.commit()
    died = 0
    with _killed_sometimes(database, random.Random(seed)):
        for _quarter in range(4 * 30):
            fixed_now.advance(minutes=15)
            try:
                _let_the_clock_run(database)
            except Killed:
                died += 1
    assert died > 5
    with database.reading() as db:
        assert _told(db) - before == _expected(there, coordinator, times=len(waits))
        assert {db.get_one(Concern, one.id).level for one in waits} == {Level.COORDINATOR}


def test_what_nobody_has_any_more_after_a_transfer_is_told_further(
    database: Database, fixed_now: FixedNow
) -> None:
    """Who took it on works in the House where the file was; the other House hears of it."""
    with database.writing() as db:
        there, coordinator = house(db), make_person(db, Role.COORDINATOR)
        new = make_person(db, Role.MENTOR_CONSULTANT, "NHN")
        concern = worry(db, there, is_now=True)
        services.take_on(db, locked(db, concern), there.follows.id)
        db.commit()
    fixed_now.advance(days=3)
    jobs.tell_more(database)
    with database.writing() as db:
        assert _told_to(db, new) == []  # somebody has it
        db.get_one(Mentee, there.trajectory.mentee_id).house_code = "NHN"
        db.commit()
    jobs.tell_more(database)
    with database.reading() as db:
        assert _told_to(db, new) == ["concerns.still_waits"]
        assert _told_to(db, coordinator) == []  # a term later
    fixed_now.advance(hours=1)
    jobs.tell_more(database)
    with database.writing() as db:
        assert _told_to(db, coordinator) == ["concerns.waits_in_a_house"]
        assert queries.houses_waiting(db) == ["NHN"]
        services.take_on(db, locked(db, concern), new.id)
        assert queries.houses_waiting(db) == []
        with pytest.raises(rules.TakenOn):
            services.take_on(db, locked(db, concern), there.follows.id)


def _told_to(db: Db, who: Person) -> list[str]:
    found = select(OutboxMail).where(col(OutboxMail.subject_id) == who.user.subject_id)
    return [one.letter for one in db.exec(found) if one.letter.startswith("concerns.")]


def test_the_coordinator_reads_a_number_and_nothing_of_it(
    database: Database, fixed_now: FixedNow
) -> None:
    with database.writing() as db:
        there, coordinator = house(db), make_person(db, Role.COORDINATOR)
        worry(db, there, is_now=True)
        db.commit()
    fixed_now.advance(hours=3)
    jobs.tell_more(database)
    jobs.tell_more(database)
    with database.reading() as db:
        mine = col(OutboxMail.subject_id) == coordinator.user.subject_id
        (mail,) = db.exec(select(OutboxMail).where(mine)).all()
        said = vault.read(db, mail, "body", purpose=Purpose.MESSAGING) or ""
        assert "tijd oppakte: 1." in said
        assert said.count("http") == 1
        assert "/today" in said
