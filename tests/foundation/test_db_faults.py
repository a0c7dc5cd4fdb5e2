"""Power cuts, errors in the middle and many at once: what is stored stays whole."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event
from sqlmodel import func, select

from mentorship.foundation import audit, vault
from mentorship.foundation.db import ChangedMeanwhile, Database
from mentorship.foundation.subjects import Purpose
from mentorship.foundation.trail.chain import AuditEvent
from tests.begun import begin
from tests.foundation import writing
from tests.foundation.processes import environment_of, eventually
from tests.foundation.samples import Letter, write_letter


def test_a_kill_in_the_middle_of_writing_leaves_all_or_nothing(
    letters: Database, tmp_path: Path
) -> None:
    for moment in (0.013, 0.037):
        _write_and_kill(letters, tmp_path / str(moment), moment)
    with letters.writing() as db:  # nothing is still locked
        write_letter(db, uuid4())
        audit.record(db, "letter.written")
        db.commit()
    with letters.reading() as db:
        rows = db.exec(select(Letter)).all()
        names = vault.scan(db, rows, "name", purpose=Purpose.OVERSIGHT)
        events = db.exec(select(AuditEvent).where(AuditEvent.action == "letter.written")).all()
    assert len(rows) == len(names) == len(events) >= 3
    assert audit.verify(letters).problems == ()


def _write_and_kill(database: Database, told: Path, seconds: float) -> None:
    told.touch()
    environment = environment_of(database)
    writer = begin(writing.without_end, "write", environment=environment, out=told)
    try:
        eventually(lambda: told.read_text().startswith("stored\n"))
        time.sleep(seconds)
    finally:
        writer.kill()
    assert writer.wait(30) == -signal.SIGKILL


class Fault(Exception):
    """What a test lets go wrong."""


@contextmanager
def _fault_before_statement(database: Database, number: int) -> Iterator[list[str]]:
    """Lets the statement with this number fail; yields the statements that were reached."""
    reached: list[str] = []

    def fail(*facts: object) -> None:
        reached.append(str(facts[2]))
        if len(reached) == number:
            raise Fault

    event.listen(database.engine, "before_cursor_execute", fail)
    try:
        yield reached
    finally:
        event.remove(database.engine, "before_cursor_execute", fail)


def test_a_fault_before_any_statement_leaves_nothing_behind(letters: Database) -> None:
    number, is_finished = 0, False
    while not is_finished:
        number += 1
        with _fault_before_statement(letters, number) as reached:
            with suppress(Fault):
                _write_with_an_event(letters)
            is_finished = len(reached) < number
        stored = _count(letters)
        assert stored == ((1, 1) if is_finished else (0, 0)), reached[-1]
    assert number > 4
    assert audit.verify(letters).is_sound


def _write_with_an_event(database: Database) -> None:
    with database.writing() as db:
        letter = write_letter(db, uuid4())
        audit.record(db, "letter.written", subject_id=letter.subject_id)
        db.commit()


def _count(database: Database) -> tuple[int, int]:
    with database.reading() as db:
        return (
            db.exec(select(func.count()).select_from(Letter)).one(),
            db.exec(select(func.count()).select_from(AuditEvent)).one(),
        )


def test_no_change_of_many_to_one_row_is_lost(letters: Database) -> None:
    with letters.writing() as db:
        letter = write_letter(db, uuid4())
        letter.pages = 1
        db.commit()
    threads = [threading.Thread(target=_add_a_page, args=(letters, letter.id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with letters.reading() as db:
        assert db.get_one(Letter, letter.id).pages == 9


def _add_a_page(database: Database, letter_id: UUID) -> None:
    """Whoever was too late is told, looks again and does it again."""
    while True:
        with database.writing() as db:
            letter = db.get_one(Letter, letter_id)
            letter.pages += 1
            try:
                db.commit()
            except ChangedMeanwhile:
                continue
            return


@pytest.mark.parametrize("committed", [True, False])
def test_a_key_is_never_younger_than_its_data(letters: Database, committed: bool) -> None:
    """A copy of the data taken first, and of the keys after it, can always be read."""
    person = uuid4()
    with letters.writing() as db:
        write_letter(db, person)
        if committed:
            db.commit()
    assert set(letters.keys.find([person])) == {person}
