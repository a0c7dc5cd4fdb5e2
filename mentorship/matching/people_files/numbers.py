"""By which number somebody stands in people's own files: theirs where they gave one."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.matching.models import FileNumber
from mentorship.mentors.models import Mentor
from mentorship.referrals.mentees.models import Mentee


class NumberTaken(Exception):
    """Somebody else stands in the files by this number."""


def numbers_of_mentors(db: Db, ids: Collection[UUID]) -> dict[UUID, str]:
    """Of each the number, or else the id itself, which never changes either."""
    rows = db.exec(select(FileNumber).where(col(FileNumber.mentor_id).in_(ids))).all()
    told = vault.scan(db, rows, "number", purpose=Purpose.MATCHING)
    given = {row.mentor_id: told[row.id] for row in rows if row.id in told}
    return {key: given.get(key, str(key)) for key in ids}


def numbers_of_mentees(db: Db, ids: Collection[UUID]) -> dict[UUID, str]:
    rows = db.exec(select(FileNumber).where(col(FileNumber.mentee_id).in_(ids))).all()
    told = vault.scan(db, rows, "number", purpose=Purpose.MATCHING)
    given = {row.mentee_id: told[row.id] for row in rows if row.id in told}
    return {key: given.get(key, str(key)) for key in ids}


def find_mentor(db: Db, number: str) -> Mentor | None:
    """Whoever stands in the files by this number, or has it as their id."""
    row = _find(db, _mentor_key(db, number))
    key = row.mentor_id if row else _as_id(number)
    return db.get(Mentor, key) if key else None


def mentors_of_numbers(db: Db, numbers: Collection[str]) -> dict[str, UUID]:
    """Who goes by these numbers; an id is one too."""
    keys = {_mentor_key(db, number): number for number in numbers}
    rows = db.exec(select(FileNumber).where(col(FileNumber.number_key).in_(keys))).all()
    given = {keys[row.number_key]: row.mentor_id for row in rows if row.mentor_id}
    own = {number: key for number in numbers if (key := _as_id(number))}
    return own | given


def find_mentee(db: Db, number: str) -> Mentee | None:
    row = _find(db, _mentee_key(db, number))
    key = row.mentee_id if row else _as_id(number)
    return db.get(Mentee, key) if key else None


def number_mentor(db: Db, mentor: Mentor, number: str) -> None:
    """From now on this mentor goes by this number. Raises NumberTaken."""
    _add(
        db,
        FileNumber(
            subject_id=mentor.subject_id, mentor_id=mentor.id, number_key=_mentor_key(db, number)
        ),
        number,
    )


def number_mentee(db: Db, mentee: Mentee, number: str) -> None:
    _add(
        db,
        FileNumber(
            subject_id=mentee.subject_id, mentee_id=mentee.id, number_key=_mentee_key(db, number)
        ),
        number,
    )


def _add(db: Db, row: FileNumber, number: str) -> None:
    if _find(db, row.number_key) is not None:
        raise NumberTaken
    vault.write(db, row, number=number)
    db.add(row)
    db.flush()


def _find(db: Db, key: bytes) -> FileNumber | None:
    return db.exec(select(FileNumber).where(col(FileNumber.number_key) == key)).one_or_none()


def _mentor_key(db: Db, number: str) -> bytes:
    return vault.blind_index(db, "file_number.mentor", _exactly(number))


def _mentee_key(db: Db, number: str) -> bytes:
    return vault.blind_index(db, "file_number.mentee", _exactly(number))


def _exactly(number: str) -> str:
    """So that capitals and blanks count, as they do in a file."""
    return number.encode().hex()


def _as_id(number: str) -> UUID | None:
    try:
        return UUID(number)
    except ValueError:
        return None
