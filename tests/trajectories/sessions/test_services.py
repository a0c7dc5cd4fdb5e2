"""Storing a log once, correcting it, and which days are accepted; on both engines."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlalchemy import event
from sqlmodel import select

from mentorship.foundation.db import Database, Db
from mentorship.matching import services as matching
from mentorship.mentors.queries import today
from mentorship.trajectories import policy
from mentorship.trajectories import queries as trajectories
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.sessions import queries, rules, services
from mentorship.trajectories.sessions.models import SessionKind, SessionLog
from tests.factories import FixedNow
from tests.trajectories.sessions.told import NOTE, Pair, make_pair, met


@pytest.fixture
def pair(db: Db) -> Pair:
    return make_pair(db)


def _all(db: Db) -> list[SessionLog]:
    return list(db.exec(select(SessionLog)))


def test_sent_twenty_times_it_is_stored_once(db: Db, pair: Pair) -> None:
    key, told = uuid4(), met(db, experience={"contact": 8, "safe": 0}, next_place="Bij de haven")
    first = pair.log(db, told, key=key)
    again = [pair.log(db, told, key=key) for _ in range(20)]
    assert first.is_new
    assert not any(one.is_new for one in again)
    (log,) = _all(db)
    assert queries.told_of(db, [log]) == {key: told}


def test_other_words_under_the_same_key_are_a_conflict_and_nothing_is_lost(
    db: Db, pair: Pair
) -> None:
    log = pair.log(db, met(db)).log
    with pytest.raises(rules.OtherBody) as refused:
        pair.log(db, met(db, note="Iets anders."), key=log.id)
    assert refused.value.log_id == log.id
    assert queries.told_of(db, _all(db))[log.id].note == NOTE


def test_a_key_of_somebody_else_opens_nothing(db: Db, pair: Pair) -> None:
    key = make_pair(db).log(db, met(db)).log.id
    with pytest.raises(rules.KeyTaken):
        pair.log(db, met(db), key=key)


def test_a_correction_takes_the_place_and_the_history_stays(db: Db, pair: Pair) -> None:
    first = pair.log(db, met(db, 3)).log
    second = pair.log(db, met(db, 2), corrects=first).log
    third = pair.log(db, met(db, 1), corrects=second).log
    other = pair.log(db, met(db, 9)).log
    with pytest.raises(rules.CorrectedBefore):
        pair.log(db, met(db), corrects=first)
    assert queries.logs_of(db, [pair.trajectory.id])[pair.trajectory.id] == [third, other]
    assert queries.history_of(db, second) == [third, second, first]
    # What was sent first, sent once more after its correction, is still the same log.
    assert not pair.log(db, met(db, 3), key=first.id).is_new


def test_only_the_writer_corrects(db: Db, pair: Pair) -> None:
    log = pair.log(db, met(db)).log
    with pytest.raises(rules.NotTheWriter):
        services.log_session(
            db, pair.trajectory, pair.mentor, met(db, 1),
            key=uuid4(), by=pair.consultant.id, corrects=log,
        )  # fmt: skip


def test_which_days_are_accepted(db: Db, pair: Pair, fixed_now: FixedNow) -> None:
    with pytest.raises(rules.StillToCome):
        pair.log(db, met(db, -1))
    with pytest.raises(rules.BeforeTheStart):
        pair.log(db, met(db, 31))
    last = today(db)
    match = trajectories.match_of(db, pair.trajectory)
    matching.end_match(db, match, "Klaar.", looks_again=False)
    fixed_now.advance(days=28)
    pair.log(db, met(db, 28))
    with pytest.raises(rules.AfterTheEnd) as refused:
        pair.log(db, met(db, 27))
    assert refused.value.ended_on == last
    fixed_now.advance(days=1)
    with pytest.raises(rules.TooLate):
        pair.log(db, met(db, 30))


def test_what_many_trajectories_say_costs_as_much_as_one(db: Db, pair: Pair) -> None:
    other = make_pair(db, ago=timedelta(days=40))
    for days in (3, 1):
        pair.log(db, replace(met(db, days), kind=SessionKind.NO_CONTACT, minutes=None))
    other.log(db, met(db, 35))
    counts = []

    def told(found: list[Trajectory]) -> dict[object, queries.SessionFacts]:
        count = [0]
        event.listen(db.get_bind(), "before_cursor_execute", lambda *_: count.append(1))
        facts = queries.facts_of(db, found)
        counts.append(len(count))
        return dict(facts)

    told([pair.trajectory])
    before = counts[0]
    facts = told([pair.trajectory, other.trajectory])
    assert counts[1] == before
    assert facts[pair.trajectory.id].missed is rules.Missed.CALL
    assert facts[pair.trajectory.id].overdue_since is None
    assert facts[other.trajectory.id].overdue_since == today(db) - timedelta(days=25)


def test_two_phones_at_once_store_it_once(database: Database) -> None:
    with database.writing() as db:
        pair = make_pair(db)
        told = met(db)
        db.commit()
    key, start, outcomes = uuid4(), Barrier(4), []

    def send() -> None:
        start.wait()
        with database.writing() as db:
            trajectory = trajectories.lock(db, policy.own_of(pair.mentor), pair.trajectory.id)
            assert trajectory is not None
            stored = services.log_session(
                db, trajectory, pair.mentor, told, key=key, by=pair.person.id
            )
            db.commit()
            outcomes.append(stored.is_new)

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [False, False, False, True]
