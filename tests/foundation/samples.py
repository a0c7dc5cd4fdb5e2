"""A table that only tests have: one letter about a person, in a metadata of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import MetaData
from sqlmodel import SQLModel

from mentorship.foundation import columns, vault
from mentorship.foundation.db import Database, Db, Row
from mentorship.foundation.sealing import Sealed
from mentorship.foundation.subjects import D, Retention

LETTERS = MetaData(naming_convention=SQLModel.metadata.naming_convention)


class Tone(StrEnum):
    FRIENDLY = "friendly"
    FORMAL = "formal"


class Letter(Row, table=True):
    """Sealed fields, and one column of every kind that the database has to guard."""

    metadata: ClassVar[MetaData] = LETTERS
    __retention__ = Retention.REFERRAL

    id: UUID = columns.key()
    subject_id: UUID = columns.subject_ref()
    name: Sealed | None = columns.sealed(D.IDENTITY, nullable=True, max_length=60)
    need: Sealed | None = columns.sealed(D.REFERRAL, nullable=True)
    tone: Tone = columns.choice(Tone, D.CASE_PROCESS, default=Tone.FRIENDLY)
    answer_tone: Tone | None = columns.choice(Tone, D.CASE_PROCESS, nullable=True)
    reference: str = columns.text(D.OPERATION, max_length=10, default="none")
    pages: int = columns.integer(D.OPERATION, at_least=1, at_most=20, default=1)
    written_at: datetime | None = columns.utc(D.CASE_PROCESS, nullable=True)
    due_on: date | None = columns.day(D.CASE_PROCESS, nullable=True)
    version: int = columns.version()


@contextmanager
def letters_in(database: Database) -> Iterator[None]:
    LETTERS.create_all(database.engine)
    try:
        yield
    finally:
        LETTERS.drop_all(database.engine)


def write_letter(db: Db, subject_id: UUID, *, name: str = "Noa", need: str = "Praten") -> Letter:
    letter = Letter(subject_id=subject_id)
    vault.write(db, letter, name=name, need=need)
    db.add(letter)
    return letter
