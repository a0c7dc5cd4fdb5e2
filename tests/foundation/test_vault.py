"""The vault: values stay with their row, column and person, and every reading leaves a trace."""

import json
from contextlib import ExitStack
from uuid import uuid4

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from mentorship.foundation import audit, vault
from mentorship.foundation.db import AuditActor, Database
from mentorship.foundation.keys.store import KeyMissing
from mentorship.foundation.sealing import SealBroken, Sealed
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent, AuditEventSubject
from tests.foundation.samples import Letter, write_letter

NAME = "Canarinha van der Proef"
NEED = "wil weer leren kanariezingen"


def test_what_was_written_is_read(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4(), name=NAME, need="Ö\n" * 500)
        db.commit()
    with letters.reading() as db:
        found = db.get_one(Letter, letter.id)
        assert vault.read(db, found, "name", purpose=Purpose.TRIAGE) == NAME
        assert vault.read(db, found, "need", purpose=Purpose.TRIAGE) == "Ö\n" * 500


def test_an_empty_field_is_none_and_not_a_reading(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        vault.write(db, letter, need=None)
        db.commit()
    with letters.reading() as db:
        found = db.get_one(Letter, letter.id)
        assert vault.read(db, found, "need", purpose=Purpose.TRIAGE) is None
    assert _events(letters) == []


@pytest.mark.parametrize("move", ["row", "column", "person"])
def test_a_sealed_value_cannot_be_moved(letters: Database, move: str) -> None:
    subject, other_person = uuid4(), uuid4()
    with letters.writing() as db:
        letter = write_letter(db, subject, name=NAME)
        other_row = write_letter(db, subject)
        write_letter(db, other_person)
        db.commit()
        copied, column = letter, "name"
        if move == "row":
            other_row.name, copied = letter.name, other_row
        elif move == "column":
            letter.need, column = letter.name, "need"
        else:
            letter.subject_id = other_person
        with pytest.raises(SealBroken):
            vault.read(db, copied, column, purpose=Purpose.TRIAGE)


@pytest.mark.parametrize("position", [0, 1, 13, -1])
def test_a_changed_value_is_refused(letters: Database, position: int) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        content = bytearray(letter.name.content)
        content[position] ^= 1
        letter.name = Sealed(bytes(content))
        with pytest.raises(SealBroken):
            vault.read(db, letter, "name", purpose=Purpose.TRIAGE)


def test_sealed_values_do_not_show_themselves(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4(), name=NAME)
    assert repr(letter.name) == "Sealed()"


def test_the_same_text_is_sealed_differently_each_time(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        before = letter.name
        vault.write(db, letter, name="Noa")
        assert letter.name != before


def test_a_text_that_is_too_long_is_refused_with_numbers(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        with pytest.raises(vault.TextTooLong, match="61 characters; at most 60"):
            vault.write(db, letter, name="x" * 61)


def test_only_sealed_columns_go_through_the_vault(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        with pytest.raises(TypeError, match="not a sealed column"):
            vault.write(db, letter, reference="x")
        with pytest.raises(TypeError, match="not a sealed column"):
            vault.read(db, letter, "nonsense", purpose=Purpose.TRIAGE)


def test_the_key_is_in_the_key_store_before_the_data_is_committed(letters: Database) -> None:
    subject = uuid4()
    with letters.writing() as db:
        write_letter(db, subject)
        assert subject in letters.keys.find([subject])
    with letters.reading() as db:
        assert db.exec(select(Letter)).all() == []


def test_all_that_is_read_of_one_person_is_one_event(letters: Database) -> None:
    subject, consultant = uuid4(), uuid4()
    with letters.writing() as db:
        letter = write_letter(db, subject)
        db.commit()
    with letters.reading(AuditActor(consultant, role="mentor_consultant")) as db:
        found = db.get_one(Letter, letter.id)
        for name in ("name", "need", "name"):
            vault.read(db, found, name, purpose=Purpose.TRIAGE)
    (event,) = _events(letters)
    assert (event.actor_id, event.role, event.action) == (consultant, "mentor_consultant", "read")
    assert (event.purpose, event.object_id) == ("triage", letter.id)
    assert json.loads(event.details) == {"fields": ["letter.name", "letter.need"]}
    assert _people_in(letters, event.seq) == {audit.pseudonym(letters.keys, subject)}


def test_a_list_is_one_event_that_names_everybody(letters: Database) -> None:
    people = [uuid4() for _ in range(3)]
    with letters.writing() as db:
        written = [write_letter(db, person, name=f"Noa {n}") for n, person in enumerate(people)]
        db.commit()
    with letters.reading() as db:
        names = vault.scan(db, db.exec(select(Letter)).all(), "name", purpose=Purpose.TRIAGE)
    assert names == {letter.id: f"Noa {n}" for n, letter in enumerate(written)}
    (event,) = _events(letters)
    assert event.action == "list"
    assert _people_in(letters, event.seq) == {
        audit.pseudonym(letters.keys, person) for person in people
    }


def test_a_reading_stays_in_the_trail_when_the_act_is_rolled_back(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        db.commit()
    with letters.writing() as db:
        found = db.get_one(Letter, letter.id)
        vault.read(db, found, "name", purpose=Purpose.TRIAGE)
        audit.record(db, "letter.changed")
        db.rollback()
    assert [event.action for event in _events(letters)] == ["read"]


def test_when_the_reading_cannot_be_written_the_reader_hears_it(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        db.commit()
    with ExitStack() as request:
        db = request.enter_context(letters.reading())
        vault.read(db, db.get_one(Letter, letter.id), "name", purpose=Purpose.TRIAGE)
        db.rollback()  # PostgreSQL doesn't rename a table that is being read
        _break_the_trail(letters)
        with pytest.raises(DBAPIError):
            request.close()
    _mend_the_trail(letters)


def _break_the_trail(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_event RENAME TO audit_event_away")


def _mend_the_trail(database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_event_away RENAME TO audit_event")


def test_nobody_reads_an_erased_person(letters: Database) -> None:
    erased, other = uuid4(), uuid4()
    with letters.writing() as db:
        letter = write_letter(db, erased)
        stays = write_letter(db, other)
        db.commit()
    letters.keys.destroy(erased)
    with letters.reading() as db:
        with pytest.raises(KeyMissing):
            vault.read(db, letter, "name", purpose=Purpose.TRIAGE)
        assert vault.scan(db, [letter, stays], "name", purpose=Purpose.TRIAGE) == {stays.id: "Noa"}


def test_the_look_up_finds_the_same_address_and_tells_columns_apart(letters: Database) -> None:
    with letters.reading() as db:
        known = vault.blind_index(db, "user.email", "Noa@Example.org ")
        assert known == vault.blind_index(db, "user.email", "noa@example.org")
        assert known != vault.blind_index(db, "user.email", "noa@example.com")
        assert known != vault.blind_index(db, "partner.email", "noa@example.org")


def test_no_file_on_disk_holds_what_was_sealed(
    letters: Database, request: pytest.FixtureRequest
) -> None:
    subject = uuid4()
    with letters.writing() as db:
        letter = write_letter(db, subject, name=NAME, need=NEED)
        audit.record(db, "letter.written", subject_id=subject, object_id=letter.id)
        db.commit()
    with letters.reading() as db:
        vault.read(db, db.get_one(Letter, letter.id), "name", purpose=Purpose.TRIAGE)
    audit.make_checkpoint(letters)
    folders = [letters.settings.data_dir.parent]
    if letters.engine.dialect.name == "postgresql":
        folders.append(request.getfixturevalue("postgresql_server").folder)
        with letters.engine.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    contents = [path.read_bytes() for path in files]
    assert any(str(letter.id).encode() in content for content in contents) or any(
        letter.id.hex.encode() in content or letter.id.bytes in content for content in contents
    ), "the letter isn't in the files that were looked at"
    assert not any(NAME.encode() in content or NEED.encode() in content for content in contents)


def _events(database: Database) -> list[AuditEvent]:
    with database.reading() as db:
        return list(db.exec(select(AuditEvent).order_by(AuditEvent.seq)))


def _people_in(database: Database, seq: int) -> set[str]:
    with database.reading() as db:
        found = db.exec(select(AuditEventSubject).where(AuditEventSubject.seq == seq))
        return {row.pseudonym for row in found}
