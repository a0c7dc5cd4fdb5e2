"""Erasing somebody with an account: all of it goes, or nothing while others' records need it."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy import Table
from sqlmodel import SQLModel, select

from mentorship.accounts import credentials, grants, queries, sign_ins
from mentorship.accounts.models import SignInStage, User
from mentorship.accounts.roles import Role
from mentorship.foundation import audit, erasure
from mentorship.foundation.db import Database
from mentorship.foundation.erasure import ErasureBlocked
from tests.accounts.people import Person, person

OWN_TABLES = ("user_account", "credential", "recovery_code", "role_grant", "sign_in")


@pytest.fixture
def trainer(database: Database) -> Person:
    """Somebody with a row in every table that an account has."""
    somebody = person(database, Role.TRAINER)
    with database.writing() as db:
        user = db.get_one(User, somebody.id)
        credentials.renew_recovery_codes(db, user)
        sign_ins.start(db, user, SignInStage.COMPLETE, "Firefox, Linux")
        db.commit()
    assert all(_rows_of(database, somebody.id).values())
    return somebody


def _rows_of(database: Database, user_id: UUID) -> dict[str, int]:
    tables = {name: SQLModel.metadata.tables[name] for name in OWN_TABLES}
    with database.reading() as db:
        connection = db.connection()
        return {
            name: len(connection.execute(select(table).where(_owner(table) == user_id)).all())
            for name, table in tables.items()
        }


def _owner(table: Table) -> object:
    return table.c.id if table.name == "user_account" else table.c.user_id


def test_an_account_goes_with_all_that_belongs_to_it(database: Database, trainer: Person) -> None:
    other = person(database, Role.TRAINER)
    for _ in range(2):
        erasure.erase(database, trainer.user.subject_id)
    assert not any(_rows_of(database, trainer.id).values())
    assert _rows_of(database, other.id)["user_account"] == 1
    assert database.keys.find([trainer.user.subject_id]) == {}
    assert audit.verify(database).is_sound


def test_who_gave_others_a_role_stays_whole_until_those_records_go(
    database: Database, trainer: Person
) -> None:
    mentor = person(database)
    with database.writing() as db:
        user = db.get_one(User, mentor.id)
        grants.grant_role(db, user, Role.MENTOR, "KEN", granted_by=trainer.id)
        db.commit()
    with pytest.raises(ErasureBlocked) as blocked:
        erasure.erase(database, trainer.user.subject_id)
    assert blocked.value.places == ("role_grant.granted_by",)
    assert list(database.keys.tombstones.read()) == []
    with database.reading() as db:
        assert queries.name_of(db, db.get_one(User, trainer.id)) == "Fenna Roodenburg"
    erasure.erase(database, mentor.user.subject_id)
    erasure.erase(database, trainer.user.subject_id)
    assert not any(_rows_of(database, trainer.id).values())


def test_an_erasure_that_was_interrupted_is_finished_by_the_next(
    database: Database, trainer: Person
) -> None:
    database.keys.destroy(trainer.user.subject_id)  # the power went before the rows were gone
    erasure.erase(database, trainer.user.subject_id)
    assert not any(_rows_of(database, trainer.id).values())


def test_a_restored_backup_loses_first_who_stood_in_the_way_of_others(
    database: Database, trainer: Person
) -> None:
    """As in a retention run: who is named goes when those who named them are gone."""
    named = [person(database, Role.TRAINER) for _ in range(6)]
    giver = trainer
    for one in named:  # each gave the next a role
        with database.writing() as db:
            user = db.get_one(User, one.id)
            grants.grant_role(db, user, Role.CONFIDANT, None, granted_by=giver.id)
            db.commit()
        giver = one
    everybody = [*reversed(named), trainer]
    for one in everybody:
        database.keys.destroy(one.user.subject_id)  # the backup still has their rows
    assert erasure.replay_tombstones(database) == len(everybody)
    assert not any(any(_rows_of(database, one.id).values()) for one in everybody)


def test_a_restored_backup_says_who_is_still_named_and_loses_the_others(
    database: Database, trainer: Person
) -> None:
    mentor, other = person(database), person(database, Role.TRAINER)
    with database.writing() as db:
        user = db.get_one(User, mentor.id)
        grants.grant_role(db, user, Role.MENTOR, "KEN", granted_by=trainer.id)
        db.commit()
    for one in (trainer, other):
        database.keys.destroy(one.user.subject_id)
    with pytest.raises(ErasureBlocked) as blocked:
        erasure.replay_tombstones(database)
    assert blocked.value.places == ("role_grant.granted_by",)
    assert not any(_rows_of(database, other.id).values())


def test_somebody_without_any_row_can_be_erased(database: Database) -> None:
    erasure.erase(database, uuid4())
    assert len(list(database.keys.tombstones.read())) == 1
