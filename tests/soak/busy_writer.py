"""A process that writes as fast as it can, and tells of everything that was stored."""

import sys
from random import Random
from uuid import UUID, uuid4

from sqlmodel import select

from mentorship import tables  # noqa: F401 — completes the metadata
from mentorship.foundation import audit, vault
from mentorship.foundation.db import ChangedMeanwhile, Database
from mentorship.foundation.jobs import enqueue
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from tests.foundation.samples import Letter, write_letter

LETTERS_OF_ONE_ACT = 3
MOST_PAGES = 20


def main() -> None:
    """Its dice fall as the command says."""
    database, dice = Database(Settings()), Random(sys.argv[1])
    written: list[UUID] = []
    while True:
        kind = dice.random()
        if kind < 0.5 or not written:
            _tell("wrote", _write(database, dice, written))
        elif kind < 0.75:
            _tell("turned", _turn_a_page(database, dice.choice(written)))
        else:
            _read(database, dice.choice(written))


def _write(database: Database, dice: Random, written: list[UUID]) -> str:
    """One act: a few letters about one person, the event that tells so, and a job."""
    subject, reference = uuid4(), f"{dice.getrandbits(38):010x}"
    with database.writing() as db:
        letters = [write_letter(db, subject) for _ in range(LETTERS_OF_ONE_ACT)]
        for letter in letters:
            letter.reference = reference
        audit.record(db, "soak.wrote", subject_id=subject, reference=reference)
        enqueue(db, "soak.nothing", person_id=subject)
        db.commit()
    written.extend(letter.id for letter in letters)
    return reference


def _turn_a_page(database: Database, letter_id: UUID) -> str:
    while True:
        with database.writing() as db:
            letter = db.get_one(Letter, letter_id)
            if letter.pages == MOST_PAGES:
                return ""
            letter.pages += 1
            audit.record(db, "soak.turned", subject_id=letter.subject_id, object_id=letter.id)
            try:
                db.commit()
            except ChangedMeanwhile:
                continue
            return str(letter_id)


def _read(database: Database, letter_id: UUID) -> None:
    with database.reading() as db:
        letter = db.exec(select(Letter).where(Letter.id == letter_id)).one()
        vault.read(db, letter, "name", purpose=Purpose.OVERSIGHT)


def _tell(what: str, which: str) -> None:
    if which:
        sys.stdout.write(f"{what} {which}\n")
        sys.stdout.flush()
