"""A file that comes in while somebody of it moves to another House: it never follows them."""

import time
from threading import Thread
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from mentorship.accounts.roles import Role
from mentorship.foundation.db import Database
from mentorship.foundation.subjects import Purpose
from mentorship.matching.models import PairRule
from mentorship.matching.people_files.plans import Effect, FileKind, Plan
from mentorship.referrals.mentees import queries as mentees
from mentorship.referrals.mentees import verbs
from mentorship.referrals.mentees.models import Mentee
from tests.accounts.people import Person, make_person
from tests.matching.pool import ready_mentor
from tests.matching.test_people_files import bring, faults, look, young

ROW = "Yara;Haarlem;{slots};2026-01-01;2007"


@pytest.fixture
def consultant(database: Database) -> Person:
    with database.writing() as db:
        found = make_person(db, Role.MENTOR_CONSULTANT)
        db.commit()
    return found


def arrive(database: Database, consultant: Person) -> UUID:
    """Yara, who goes by number 1."""
    with database.writing() as db:
        content = young(f"1;{ROW.format(slots='ma-avond')}")
        assert bring(db, consultant, FileKind.MENTEES, content, has_consent=True).is_good
        db.commit()
        return db.exec(select(Mentee)).one().id


def bring_while_moving(
    database: Database, consultant: Person, key: UUID, kind: FileKind, content: bytes
) -> Plan:
    """The file was looked at, the move was made, and is written while the file waits for it."""
    plans = list[Plan]()
    with database.reading() as db:
        seen = look(db, consultant, kind, content).mark

    def send() -> None:
        with database.writing() as db:
            plan = bring(db, consultant, kind, content, seen)
            if plan.is_good and not plan.is_overtaken:
                db.commit()
            plans.append(plan)

    thread = Thread(target=send)
    with database.writing() as db:
        mentee = mentees.lock_mentee(db, select(Mentee), key)
        assert mentee is not None
        verbs.transfer(db, mentee, "NHN", "Verhuisd.", by=consultant.id)
        thread.start()
        wait_for_waiter(database)
        db.commit()
    thread.join()
    (plan,) = plans
    return plan


def wait_for_waiter(database: Database) -> None:
    """PostgreSQL tells who waits for a lock; SQLite lets one write at a time anyhow."""
    if database.engine.dialect.name == "sqlite":
        time.sleep(0.2)
        return
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    for _ in range(200):
        with database.readers.connect() as connection:
            if connection.execute(waiting).scalar():
                return
        time.sleep(0.05)
    pytest.fail("nobody waited for the lock")


def check_moved_untouched(database: Database, key: UUID) -> None:
    """And nobody came beside them."""
    with database.reading() as db:
        (mentee,) = db.exec(select(Mentee)).all()
        assert (mentee.id, mentee.house_code) == (key, "NHN")
        assert mentees.profile_of(db, mentee, Purpose.MATCHING).slots == {"mon-evening"}
        assert db.exec(select(PairRule)).all() == []


def test_a_number_is_not_followed_to_another_house(database: Database, consultant: Person) -> None:
    key = arrive(database, consultant)
    content = young(f"1;{ROW.format(slots='ma-avond|wo-avond')}")
    plan = bring_while_moving(database, consultant, key, FileKind.MENTEES, content)
    # SQLite begins after the move: the number has become that of somebody new.
    assert faults(plan) == ["Deze persoon woont buiten jouw Huis."] or (
        plan.is_overtaken and plan.counts[Effect.ADDED] == 1
    )
    check_moved_untouched(database, key)


def test_an_id_is_not_followed_to_another_house(database: Database, consultant: Person) -> None:
    key = arrive(database, consultant)
    content = young(f"{key};{ROW.format(slots='ma-avond|wo-avond')}")
    plan = bring_while_moving(database, consultant, key, FileKind.MENTEES, content)
    assert faults(plan) == ["Niemand hier heeft dit nummer (meer)."]
    check_moved_untouched(database, key)


def test_who_moves_meanwhile_is_kept_from_nobody(database: Database, consultant: Person) -> None:
    key = arrive(database, consultant)
    with database.writing() as db:
        mentor = ready_mentor(db, consultant)
        db.commit()
    head = "nummer;naam;plaats;beschikbaar;uitgesloten"
    content = f"{head}\n{mentor.id};Petra;Haarlem;ma-avond;{key}\n".encode()
    plan = bring_while_moving(database, consultant, key, FileKind.MENTORS, content)
    assert faults(plan) == []
    check_moved_untouched(database, key)
