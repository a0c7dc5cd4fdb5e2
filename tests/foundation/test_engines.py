"""Connections: a reading one can't write whatever it asks for, files are private, traces go."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy import text as sql
from sqlalchemy.exc import DBAPIError

from mentorship.foundation import audit
from mentorship.foundation.db import Database
from mentorship.foundation.engines import forget_traces
from mentorship.foundation.keys.tables import SUBJECT_KEY
from mentorship.foundation.settings import Settings

ASKS_TO_WRITE = {
    "sqlite": "PRAGMA query_only = OFF",
    "postgresql": "SET TRANSACTION READ WRITE",
}


@pytest.fixture
def others_may_read_new_files() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_a_reading_transaction_can_not_be_made_to_write(database: Database) -> None:
    with database.reading() as db:
        connection = db.connection()
        with pytest.raises(DBAPIError):  # noqa: PT012 - SQLite refuses only the second
            connection.execute(sql(ASKS_TO_WRITE[connection.dialect.name]))
            connection.execute(sql("DELETE FROM heartbeat"))


def test_who_only_reads_needs_no_writer_beside_it(sqlite_database: Database) -> None:
    with sqlite_database.writing() as db:
        audit.record(db, "thing.done")
        db.commit()
    sqlite_database.dispose()
    later = Database(sqlite_database.settings)
    assert audit.verify(later).events == 1
    later.dispose()


def test_an_address_with_odd_signs_is_read_as_written(tmp_path: Path) -> None:
    database = Database(Settings(data_dir=tmp_path / "100% of %41 data #2"))
    database.prepare()
    with database.writing() as db:
        audit.record(db, "thing.done")
        db.commit()
    assert audit.verify(database).events == 1
    database.dispose()


@pytest.mark.usefixtures("others_may_read_new_files")
def test_nobody_else_on_the_machine_can_read_a_database(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir(mode=0o755)
    (data_dir / "mentorship.sqlite").touch(mode=0o644)  # as an earlier version left it
    database = Database(Settings(data_dir=data_dir))
    database.prepare()
    database.keys.ensure(uuid4())
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 6
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    database.dispose()


def test_a_destroyed_key_is_in_no_file_any_more(sqlite_database: Database) -> None:
    person, other = uuid4(), uuid4()
    for somebody in (person, other):
        sqlite_database.keys.ensure(somebody)
    wrapped = _wrapped_keys(sqlite_database)
    assert all(key in _key_store_files(sqlite_database) for key in wrapped)
    sqlite_database.keys.destroy(person)
    (left,) = _wrapped_keys(sqlite_database)
    files = _key_store_files(sqlite_database)
    assert [key for key in wrapped if key in files] == [left]


def test_a_rotation_leaves_no_key_under_the_older_one(sqlite_database: Database) -> None:
    sqlite_database.keys.ensure(uuid4())
    (before,) = _wrapped_keys(sqlite_database)
    list(sqlite_database.keys.rotate())
    assert before not in _key_store_files(sqlite_database)


def _wrapped_keys(database: Database) -> list[bytes]:
    known = select(SUBJECT_KEY.c.wrapped).where(SUBJECT_KEY.c.wrapped.is_not(None))
    with database.keys.engine.connect() as connection:
        return list(connection.execute(known).scalars())


def _key_store_files(database: Database) -> bytes:
    folder = Path(str(database.keys.engine.url.database)).parent
    return b"".join(path.read_bytes() for path in sorted(folder.glob("keys.sqlite*")))


def test_somebody_who_goes_on_reading_keeps_the_traces(sqlite_database: Database) -> None:
    with sqlite_database.reading() as reader:
        reader.execute(sql("SELECT * FROM heartbeat"))
        with sqlite_database.writing() as db:
            audit.record(db, "thing.done")
            db.commit()
        with sqlite_database.engine.connect() as impatient:
            impatient.exec_driver_sql("PRAGMA busy_timeout = 50")
        assert not forget_traces(sqlite_database.engine)
    assert forget_traces(sqlite_database.engine)
