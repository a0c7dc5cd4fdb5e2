"""A year of nightly jobs in simulated time, with the clock killed at any statement.

Every reminder goes out once and none is lost, nobody gets more than the limit in a week, and each
Monday brings one digest. What must hold is worked out from what was promised, not by the program.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random
from threading import Event
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, event
from sqlmodel import col, select

from mentorship.accounts import jobs as accounts_jobs  # noqa: F401 — makes the handlers known
from mentorship.accounts.reminders.models import Reminder
from mentorship.accounts.roles import Role
from mentorship.desk import digest
from mentorship.desk import jobs as desk_jobs  # noqa: F401
from mentorship.desk.models import MondayDigest
from mentorship.foundation.clock import ClockRun
from mentorship.foundation.db import Database
from mentorship.foundation.jobs import FINISHED, Job, JobStatus
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.queues.clock_process import look
from mentorship.foundation.queues.runs import run_job
from tests.accounts.people import Person, make_person
from tests.accounts.reminding import LETTER, PROMISES, letters, promise
from tests.factories import FixedNow
from tests.referrals.senders import make_referrer, send
from tests.soak import budget

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
START = date(2026, 3, 2)
DAYS = budget.examples(22, 366)
LIMIT = 3
OURS = ("accounts.remind", "desk.monday_digest")


class Killed(BaseException):
    """The process is gone, in the middle of whatever it did."""


@contextmanager
def killed_after(database: Database, statements: int) -> Iterator[None]:
    """The statement with this number isn't reached; what wasn't committed is lost."""
    left = [statements]

    def count(*_about: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    engines = (database.engine, database.readers)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    except Killed:
        pass
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", count)


class Year:
    """The days one by one; the clock looks a few times a day, or is down for a day or two."""

    def __init__(self, database: Database, clock: FixedNow, dice: Random) -> None:
        self.database, self.clock, self.dice = database, clock, dice
        self.kills = 0
        with database.writing() as db:
            self.people = [make_person(db) for _ in range(4)]
            self.consultant = make_person(db, Role.MENTOR_CONSULTANT)
            send(db, make_referrer(db))  # so that something waits each Monday
            db.commit()
        self._leave_the_others_out(look(database))
        for person in self.people:
            self._promise_to(person)

    def _leave_the_others_out(self, names: list[str]) -> None:
        """What else the clock does would take most of the time: it is as if it were done."""
        never = datetime(2100, 1, 1, tzinfo=AMSTERDAM)
        with self.database.writing() as db:
            db.add_all(ClockRun(task=name, due_at=never) for name in names if name not in OURS)
            db.execute(delete(Job).where(col(Job.name).not_in(OURS)))
            db.commit()

    def _promise_to(self, person: Person) -> None:
        """To some a bit less than there is room for, to others more."""
        a_day = self.dice.choice((0.2, 0.35, 0.7))
        for number in range(DAYS):
            while self.dice.random() < a_day:
                first = START + timedelta(days=number)
                waits = self.dice.choice((None, None, self.dice.randrange(21)))
                last = None if waits is None else first + timedelta(days=waits)
                promise(person.id, first, last)

    def live(self) -> None:
        down = 0
        for number in range(DAYS):
            down = 0 if down > 1 or self.dice.random() > 0.08 else down + 1
            if down:
                continue
            for hour in sorted(self.dice.uniform(0, 24) for _ in range(self.dice.randint(2, 3))):
                midnight = datetime(2026, 3, 2, tzinfo=AMSTERDAM) + timedelta(days=number)
                self.clock.moment = midnight.astimezone(AMSTERDAM) + timedelta(hours=hour)
                if self.dice.random() < 0.4:
                    self.kills += 1
                    with killed_after(self.database, self.dice.randrange(90)):
                        self._work()
                else:
                    self._work()

    def _work(self) -> None:
        """What a clock and a worker do after they were started anew."""
        look(self.database)
        with self.database.reading() as db:
            found = select(Job.id).where(
                col(Job.name).in_(OURS),
                col(Job.status).not_in(FINISHED),
                col(Job.due_at) <= self.clock(),
            )
            waiting = db.exec(found.order_by(col(Job.created_at))).all()
        for job_id in waiting:
            run_job(self.database, Event(), job_id)


@pytest.fixture
def year(database: Database, fixed_now: FixedNow, request: pytest.FixtureRequest) -> Iterator[Year]:
    PROMISES.clear()
    dice = budget.dice("a year of nights", database.engine.dialect.name)
    made = Year(database, fixed_now, dice)
    made.live()
    yield made
    PROMISES.clear()


def local_day(moment: datetime) -> date:
    return moment.astimezone(AMSTERDAM).date()


def test_every_reminder_once_none_missing_and_one_digest_a_week(year: Year) -> None:
    with year.database.reading() as db:
        rows = db.exec(select(Reminder).where(Reminder.kind == LETTER.name)).all()
        done = select(Job).where(Job.name == OURS[0], Job.status == JobStatus.DONE)
        nights = {local_day(job.finished_at) for job in db.exec(done) if job.finished_at}
        mails = db.exec(select(OutboxMail).where(OutboxMail.letter == digest.LETTER)).all()
        rows_of_weeks = Counter(db.exec(select(MondayDigest.week_of, MondayDigest.user_id)))
    assert year.kills > DAYS // 4
    told = {row.about_id: local_day(row.sent_at) for row in rows}
    subjects = {one.id: one.user.subject_id for one in year.people}
    assert len(told) == len(rows)
    assert Counter(letters(year.database)) == Counter(subjects[row.user_id] for row in rows)
    a_week: Counter[tuple[UUID, int, int]] = Counter(
        (row.user_id, *local_day(row.sent_at).isocalendar()[:2]) for row in rows
    )
    assert max(a_week.values()) == LIMIT
    of_user: dict[UUID, list[date]] = {}
    for row in rows:
        of_user.setdefault(row.user_id, []).append(told[row.about_id])
    for one in PROMISES:
        sent_on = told.get(one.about_id)
        assert sent_on is None or one.is_due(sent_on)
        for night in nights:
            if one.is_due(night) and (sent_on is None or night < sent_on):
                monday = night - timedelta(days=night.weekday())
                before = sum(monday <= day <= night for day in of_user[one.user_id])
                assert before == LIMIT, "it was held on a night with room for it"
    assert {mail.subject_id for mail in mails} == {year.consultant.user.subject_id}
    days = [local_day(mail.created_at) for mail in mails]
    weeks = Counter(day - timedelta(days=day.weekday()) for day in days)
    wanted = {START + timedelta(weeks=number) for number in range(DAYS // 7)}
    assert wanted <= set(weeks) <= wanted | {START + timedelta(weeks=DAYS // 7)}
    assert set(weeks.values()) == {1}
    kept = sorted(weeks)[-8:]  # older rows are forgotten
    assert {week for week, _who in rows_of_weeks} >= set(kept)
    assert set(rows_of_weeks.values()) == {1}
