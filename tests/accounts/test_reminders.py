"""Reminders: each once, no more than a few a week, what is held goes later or loses its use."""

from collections.abc import Iterator
from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from sqlmodel import select

from mentorship.accounts import services as accounts
from mentorship.accounts.jobs import remind
from mentorship.accounts.models import User
from mentorship.accounts.reminders.models import Reminder
from mentorship.foundation.db import Database
from tests.accounts.people import Person, person
from tests.accounts.reminding import PROMISES, Promise, letters, promise
from tests.factories import FixedNow

MONDAY = date(2026, 3, 2)
DAY = timedelta(days=1)


@pytest.fixture
def somebody(database: Database) -> Person:
    return person(database)


@pytest.fixture(autouse=True)
def _no_promises_left() -> Iterator[None]:
    PROMISES.clear()
    yield
    PROMISES.clear()


def told(database: Database) -> set[object]:
    with database.reading() as db:
        return set(db.exec(select(Reminder.about_id)))


def ids(*promises: Promise) -> set[object]:
    return {one.about_id for one in promises}


def test_each_is_told_once_and_only_when_it_is_due(
    database: Database, somebody: Person, fixed_now: FixedNow
) -> None:
    now, later = promise(somebody.id, MONDAY), promise(somebody.id, MONDAY + DAY)
    for _ in range(3):
        remind(database)
    assert told(database) == ids(now)
    fixed_now.advance(days=1)
    remind(database)
    assert told(database) == ids(now, later)
    assert letters(database) == [somebody.user.subject_id] * 2


def test_what_there_is_no_room_for_goes_when_there_is(
    database: Database, somebody: Person, fixed_now: FixedNow
) -> None:
    another = promise(person(database).id, MONDAY)
    patient = [promise(somebody.id, MONDAY - DAY) for _ in range(2)]
    soon = [promise(somebody.id, MONDAY, MONDAY + DAY) for _ in range(2)]
    next_week = promise(somebody.id, MONDAY, MONDAY + 7 * DAY)
    lost = [promise(somebody.id, MONDAY, MONDAY + 2 * DAY) for _ in range(2)]
    for _ in range(7):  # to Sunday
        remind(database)
        assert len(letters(database)) == 4
        fixed_now.advance(days=1)
    assert told(database) - ids(*lost) == ids(another, *soon)
    assert len(told(database) & ids(*lost)) == 1  # there was room for three
    remind(database)
    assert told(database) - ids(*lost) == ids(another, *soon, next_week, *patient)
    fixed_now.advance(days=7)
    remind(database)
    assert len(letters(database)) == 7


def test_a_closed_account_gets_none_and_a_new_term_is_another_reminder(
    database: Database, somebody: Person, fixed_now: FixedNow
) -> None:
    first = promise(somebody.id, MONDAY)
    with database.writing() as db:
        accounts.disable(db, db.get_one(User, somebody.id), None)
        db.commit()
    remind(database)
    assert letters(database) == []
    with database.writing() as db:
        accounts.enable(db, db.get_one(User, somebody.id))
        db.commit()
    remind(database)
    PROMISES.append(Promise(somebody.id, MONDAY - DAY, None, first.about_id))
    remind(database)
    assert len(letters(database)) == 2
    fixed_now.advance(days=400)
    PROMISES.pop()
    remind(database)  # the one that is still found stays, or it would be told again
    with database.reading() as db:
        assert db.exec(select(Reminder.due_on)).all() == [MONDAY]


def test_two_workers_at_once_keep_the_limit(database: Database, somebody: Person) -> None:
    for _ in range(5):
        promise(somebody.id, MONDAY)
    together = Barrier(2)

    def work() -> None:
        together.wait()
        remind(database)

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(letters(database)) == 3
