"""Columns: the database itself refuses what a form should have refused."""

from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from sqlalchemy import inspect
from sqlalchemy.exc import DBAPIError, StatementError
from sqlmodel import select

from mentorship.foundation.db import Database
from tests.foundation.samples import Letter, Tone


def test_a_key_is_made_before_the_insert() -> None:
    assert isinstance(Letter(subject_id=uuid4()).id, UUID)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(TypeError, match="Letter has no nmae"):
        Letter(subject_id=uuid4(), nmae="Noa")


def test_a_row_never_shows_what_it_holds() -> None:
    letter = Letter(subject_id=uuid4(), reference="secret")
    assert "secret" not in f"{letter} {letter!r}"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("tone", "angry"),
        ("answer_tone", "angry"),
        ("reference", "x" * 11),
        ("pages", 0),
        ("pages", 21),
        ("subject_id", None),
    ],
)
def test_the_database_refuses_what_a_column_does_not_allow(
    letters: Database, column: str, value: object
) -> None:
    with letters.writing() as db:
        letter = Letter(subject_id=uuid4())
        db.add(letter)
        db.flush()
        with pytest.raises(DBAPIError):
            db.connection().exec_driver_sql(
                f"UPDATE letter SET {column} = {_literal(value)}"  # behind the program's back
            )


def _literal(value: object) -> str:
    return "NULL" if value is None else repr(value)


def test_plain_text_does_not_get_into_a_sealed_column(letters: Database) -> None:
    with letters.writing() as db:
        db.add(Letter(subject_id=uuid4(), name="Noa"))
        with pytest.raises(StatementError, match="vault"):
            db.flush()


def test_a_moment_without_a_time_zone_is_refused(letters: Database) -> None:
    with letters.writing() as db:
        db.add(Letter(subject_id=uuid4(), written_at=datetime(2026, 3, 2, 9, 0)))  # noqa: DTZ001
        with pytest.raises(StatementError, match="time zone"):
            db.flush()


def test_a_moment_comes_back_in_utc_and_a_day_stays_a_day(letters: Database) -> None:
    summer = timezone(timedelta(hours=2))
    with letters.writing() as db:
        written_at = datetime(2026, 7, 1, 0, 30, tzinfo=summer)
        db.add(Letter(subject_id=uuid4(), written_at=written_at, due_on=date(2026, 7, 1)))
        db.commit()
    with letters.reading() as db:
        letter = db.exec(select(Letter)).one()
        assert letter.written_at == datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
        assert letter.written_at.tzinfo is UTC
        assert letter.due_on == date(2026, 7, 1)
        assert letter.tone is Tone.FRIENDLY


def test_two_columns_of_one_enum_each_have_a_check_of_their_own(letters: Database) -> None:
    checks = {check["name"] for check in inspect(letters.engine).get_check_constraints("letter")}
    assert {"ck_letter_tone_known", "ck_letter_answer_tone_known"} <= checks
