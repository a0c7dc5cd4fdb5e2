"""Sessions: reading can't write, writing needs a visible commit, nobody overwrites silently."""

import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import func, select

from mentorship.foundation import audit
from mentorship.foundation.db import ChangedMeanwhile, Database, expect_version
from mentorship.foundation.trail.chain import AuditEvent
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


WRITER = """
import sys, threading
from uuid import uuid4
from mentorship import tables
from mentorship.foundation import audit
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings
from tests.foundation.samples import write_letter

database = Database(Settings())

def write(count):
    for _ in range(count):
        with database.writing() as db:
            letter = write_letter(db, uuid4())
            audit.record(db, "letter.written", subject_id=letter.subject_id)
            db.commit()

threads = [threading.Thread(target=write, args=(int(sys.argv[1]),)) for _ in range(2)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""


def test_eight_clients_in_four_processes_write_at_once(letters: Database) -> None:
    each = 15
    writers = [_start_writer(letters, each) for _ in range(4)]
    for writer in writers:
        _, complaints = writer.communicate(timeout=120)
        assert writer.returncode == 0
        assert complaints == ""  # a thread that fails writes here
    with letters.reading() as db:
        assert db.exec(select(func.count()).select_from(Letter)).one() == 8 * each
    result = audit.verify(letters)
    assert result.problems == ()
    assert result.events == 8 * each


def _start_writer(database: Database, count: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(count)],
        env=environment_of(database),
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
        text=True,
    )
