"""Sessions: reading can't write, writing needs a visible commit, nobody overwrites silently."""

from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from mentorship.foundation import audit
from mentorship.foundation.db import ChangedMeanwhile, Database, expect_version
from mentorship.foundation.trail.chain import AuditEvent
from tests.begun import begin
from tests.foundation import writing
from tests.foundation.processes import environment_of
from tests.foundation.samples import Letter


def test_the_database_itself_refuses_a_write_while_reading(letters: Database) -> None:
    with letters.reading() as db:
        db.add(Letter(subject_id=uuid4()))
        with pytest.raises(DBAPIError, match=r"read.?only"):
            db.flush()


def test_a_connection_that_read_can_write_again(letters: Database) -> None:
    for _ in range(3):
        with letters.reading() as db:
            db.exec(select(Letter)).all()
        with letters.writing() as db:
            db.add(Letter(subject_id=uuid4()))
            db.commit()
    with letters.reading() as db:
        assert db.exec(select(func.count()).select_from(Letter)).one() == 3


def test_nothing_stays_without_a_commit(letters: Database) -> None:
    with letters.writing() as db:
        db.add(Letter(subject_id=uuid4()))
        audit.record(db, "letter.written")
    with letters.reading() as db:
        assert db.exec(select(Letter)).all() == []
        assert db.exec(select(AuditEvent)).all() == []


def test_of_two_who_edit_the_same_the_second_is_told(letters: Database) -> None:
    with letters.writing() as db:
        letter = Letter(subject_id=uuid4())
        db.add(letter)
        db.commit()
    with letters.reading() as db:
        outdated = db.get_one(Letter, letter.id)
    with letters.writing() as db:
        db.get_one(Letter, letter.id).reference = "first"
        db.commit()
    with letters.writing() as db:
        outdated.reference = "second"
        db.add(outdated)
        with pytest.raises(ChangedMeanwhile):
            db.commit()
    with letters.reading() as db:
        assert db.get_one(Letter, letter.id).reference == "first"


def test_a_form_of_an_older_version_is_refused(letters: Database) -> None:
    with letters.writing() as db:
        letter = Letter(subject_id=uuid4())
        db.add(letter)
        db.commit()
        expect_version(letter, 1)
        letter.reference = "new"
        db.commit()
        with pytest.raises(ChangedMeanwhile):
            expect_version(letter, 1)


def test_sqlite_is_durable_and_strict(sqlite_database: Database) -> None:
    with sqlite_database.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        trusted = connection.exec_driver_sql("PRAGMA trusted_schema").scalar_one()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert trusted == 0


def test_an_error_never_shows_the_values(letters: Database) -> None:
    with letters.writing() as db:
        db.add(Letter(subject_id=uuid4(), reference="x" * 11))
        with pytest.raises(DBAPIError) as raised:
            db.flush()
    assert "[SQL parameters hidden" in str(raised.value)


def test_eight_clients_in_four_processes_write_at_once(letters: Database, tmp_path: Path) -> None:
    each, complaints = 15, tmp_path / "complaints"
    writers = [
        begin(
            writing.two_at_once, "write", str(each),
            environment=environment_of(letters), err=complaints,
        )
        for _ in range(4)
    ]  # fmt: skip
    assert [writer.wait(120) for writer in writers] == [0] * 4
    assert complaints.read_text() == ""  # a thread that fails writes here
    with letters.reading() as db:
        assert db.exec(select(func.count()).select_from(Letter)).one() == 8 * each
    result = audit.verify(letters)
    assert result.problems == ()
    assert result.events == 8 * each
