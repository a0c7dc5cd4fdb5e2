"""The next appointment stays until somebody changes it; a log that was a mistake counts nowhere."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from mentorship.foundation.db import Db, now
from mentorship.trajectories.sessions import appointments, own, queries, rules, services
from mentorship.trajectories.sessions.models import SessionKind
from tests.factories import FixedNow
from tests.trajectories.sessions.told import Pair, make_pair, met


@pytest.fixture
def pair(db: Db) -> Pair:
    return make_pair(db)


def _next(db: Db, pair: Pair) -> datetime | None:
    found = appointments.coming(db, [pair.trajectory.id]).get(pair.trajectory.id)
    told = queries.facts_of(db, [pair.trajectory])[pair.trajectory.id].next_at
    assert told == (found.at if found else None)  # the consultant sees the same
    return told


def _say(db: Db, pair: Pair, at: datetime | None, place: str = "") -> None:
    appointments.set_next(
        db, pair.trajectory, at, place, key=uuid4(), by=pair.person.id
    )  # fmt: skip


def test_who_cancels_today_still_meets_next_week(db: Db, pair: Pair, fixed_now: FixedNow) -> None:
    week = now(db) + timedelta(days=7)
    pair.log(db, met(db, 1, next_at=week, next_place="Bij de haven"))
    fixed_now.advance(minutes=1)
    pair.log(db, met(db, kind=SessionKind.CANCELLED_BY_MENTEE, minutes=None, topics=()))
    late = met(db, 20, next_at=now(db) - timedelta(days=13))  # a log that came late
    pair.log(db, late)
    assert _next(db, pair) == week
    (shown,) = own.pairs_of(db, pair.mentor)
    assert shown.coming == own.NextTime(week, "Bij de haven")


def test_it_is_changed_and_called_off_without_a_log(
    db: Db, pair: Pair, fixed_now: FixedNow
) -> None:
    week = now(db) + timedelta(days=7)
    pair.log(db, met(db, 1, next_at=week))
    fixed_now.advance(minutes=1)
    _say(db, pair, week + timedelta(days=1), "Bibliotheek")
    (shown,) = own.pairs_of(db, pair.mentor)
    assert shown.coming == own.NextTime(week + timedelta(days=1), "Bibliotheek")
    fixed_now.advance(minutes=1)
    _say(db, pair, None)
    assert _next(db, pair) is None
    fixed_now.advance(minutes=1)
    pair.log(db, met(db, next_at=week))
    fixed_now.advance(minutes=1)
    other = make_pair(db)
    assert (_next(db, pair), _next(db, other)) == (week, None)
    pair.log(db, met(db, 2, calls_off=True))
    assert _next(db, pair) is None
    with pytest.raises(rules.AppointmentPast):
        _say(db, pair, now(db))


def test_a_correction_is_a_new_word_only_when_it_changes_the_appointment(
    db: Db, pair: Pair, fixed_now: FixedNow
) -> None:
    week, later = now(db) + timedelta(days=7), now(db) + timedelta(days=9)
    first = pair.log(db, met(db, 1, next_at=week)).log
    fixed_now.advance(minutes=1)
    _say(db, pair, later)
    fixed_now.advance(minutes=1)
    second = pair.log(db, met(db, 2, next_at=week), corrects=first).log
    assert _next(db, pair) == later
    third = pair.log(db, met(db, 2, next_at=None), corrects=second).log
    assert _next(db, pair) == later
    fixed_now.advance(minutes=1)
    pair.log(db, met(db, 2, next_at=week), corrects=third)
    assert _next(db, pair) == week


def test_sent_again_an_appointment_is_set_once(db: Db, pair: Pair) -> None:
    key, week = uuid4(), now(db) + timedelta(days=7)
    said = [
        appointments.set_next(db, pair.trajectory, week, "", key=key, by=pair.person.id)
        for _ in range(3)
    ]
    assert {one.id for one in said} == {key}


def test_a_log_that_was_a_mistake_counts_nowhere(db: Db, pair: Pair, fixed_now: FixedNow) -> None:
    week = now(db) + timedelta(days=7)
    pair.log(db, met(db, 3, next_at=week))
    fixed_now.advance(minutes=1)
    log = pair.log(db, met(db, next_at=week + timedelta(days=2), expense_cents=500)).log
    with pytest.raises(rules.NotTheWriter):
        services.withdraw(db, pair.trajectory, log, by=pair.consultant.id)
    for _ in range(2):
        services.withdraw(db, pair.trajectory, log, by=pair.person.id)
    (shown,) = own.pairs_of(db, pair.mentor)
    assert (log in shown.logs, shown.months) == (False, [])
    assert _next(db, pair) == week
    assert queries.withdrawn_of(db, pair.trajectory) == [log]
    with pytest.raises(rules.TakenBack):
        pair.log(db, met(db, 1), corrects=log)


def test_only_a_page_that_asks_refuses_a_second_log_of_a_day(db: Db, pair: Pair) -> None:
    pair.log(db, met(db, 1))
    pair.log(db, met(db, 1))  # from a phone without a network: nobody can ask there
    with pytest.raises(rules.SameDay):
        services.log_session(
            db, pair.trajectory, pair.mentor, met(db, 1),
            key=uuid4(), by=pair.person.id, asks_for_another=True,
        )  # fmt: skip
