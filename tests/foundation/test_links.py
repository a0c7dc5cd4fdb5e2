"""One-time links: what the holder may do, once, until when."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlmodel import func, select

from mentorship.foundation import links
from mentorship.foundation.db import Database, Db
from mentorship.foundation.links import LinkExpired, LinkUnknown, LinkUsed, OneTimeLink
from tests.factories import FixedNow

WEEK = timedelta(days=7)
TARGET = uuid4()


def test_a_link_opens_as_often_as_wanted_and_works_once(db: Db) -> None:
    token = links.issue(db, "tests.invitation", TARGET, WEEK)

    assert links.find(db, "tests.invitation", token).target_id == TARGET
    assert links.find(db, "tests.invitation", token).target_id == TARGET
    assert links.use(db, "tests.invitation", token).target_id == TARGET
    with pytest.raises(LinkUsed):
        links.use(db, "tests.invitation", token)
    with pytest.raises(LinkUsed):
        links.find(db, "tests.invitation", token)


def test_after_its_day_a_link_says_that_it_expired(db: Db, fixed_now: FixedNow) -> None:
    token = links.issue(db, "tests.invitation", TARGET, WEEK)
    fixed_now.advance(days=6, hours=23, minutes=59)
    links.find(db, "tests.invitation", token)
    fixed_now.advance(minutes=1)
    with pytest.raises(LinkExpired):
        links.find(db, "tests.invitation", token)
    with pytest.raises(LinkExpired):
        links.use(db, "tests.invitation", token)


def test_a_link_is_good_for_its_own_purpose_only(db: Db) -> None:
    token = links.issue(db, "tests.invitation", TARGET, WEEK)
    with pytest.raises(LinkUnknown):
        links.use(db, "tests.reset", token)
    links.use(db, "tests.invitation", token)


@pytest.mark.parametrize("token", ["", "x", "é" * 30, "a" * 1_000_000, "' OR 1=1 --", "\x00"])
def test_what_was_never_issued_is_unknown(db: Db, token: str) -> None:
    with pytest.raises(LinkUnknown):
        links.find(db, "tests.invitation", token)
    with pytest.raises(LinkUnknown):
        links.use(db, "tests.invitation", token)


def test_a_withdrawn_link_has_expired_and_others_stand(db: Db) -> None:
    first = links.issue(db, "tests.invitation", TARGET, WEEK)
    others = links.issue(db, "tests.invitation", uuid4(), WEEK)
    links.withdraw(db, "tests.invitation", TARGET)
    second = links.issue(db, "tests.invitation", TARGET, WEEK)

    with pytest.raises(LinkExpired):
        links.use(db, "tests.invitation", first)
    links.use(db, "tests.invitation", second)
    links.use(db, "tests.invitation", others)


def test_the_token_is_long_and_stored_nowhere(db: Db) -> None:
    tokens = {links.issue(db, "tests.invitation", TARGET, WEEK) for _ in range(50)}
    assert len(tokens) == 50
    assert min(len(token) for token in tokens) >= 43  # 256 bits in base 64
    stored = repr(db.connection().exec_driver_sql("SELECT * FROM one_time_link").all())
    assert not any(token in stored for token in tokens)


def test_a_use_that_is_rolled_back_leaves_the_link_good(database: Database) -> None:
    token = issued(database)
    with database.writing() as db:
        links.use(db, "tests.invitation", token)
    with database.writing() as db:
        links.use(db, "tests.invitation", token)
        db.commit()


def test_of_eight_clicks_at_once_one_gets_through(database: Database) -> None:
    token = issued(database)
    together, outcomes = Barrier(8), []

    def click() -> None:
        together.wait()
        with database.writing() as db:
            try:
                links.use(db, "tests.invitation", token)
            except LinkUsed:
                outcomes.append("used")
            else:
                db.commit()
                outcomes.append("through")

    threads = [Thread(target=click) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["through", *["used"] * 7]


def test_long_after_it_expired_a_link_is_forgotten(db: Db, fixed_now: FixedNow) -> None:
    token = links.issue(db, "tests.invitation", TARGET, WEEK)
    fixed_now.advance(days=7 + 90)
    assert links.remove_expired(db) == 0
    fixed_now.advance(seconds=1)
    assert links.remove_expired(db) == 1
    assert db.exec(select(func.count()).select_from(OneTimeLink)).one() == 0
    with pytest.raises(LinkUnknown):
        links.find(db, "tests.invitation", token)


def issued(database: Database) -> str:
    with database.writing() as db:
        token = links.issue(db, "tests.invitation", TARGET, WEEK)
        db.commit()
    return token
