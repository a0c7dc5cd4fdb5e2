"""A made-up world is made once and copied: every test gets one of its own, on either engine.

It is made in SQLite files, by each process or (`tests/once.py`) by one for all, and copied into the
database of a test, which has key-encryption keys of its own.
"""

import atexit
import pickle
import sqlite3
from collections.abc import Callable, Hashable, Mapping
from contextlib import closing
from dataclasses import is_dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar, cast
from uuid import UUID

from sqlalchemy import Table, create_engine, delete, insert, inspect, make_url, select
from sqlalchemy import text as sql
from sqlmodel import SQLModel, col

from mentorship.accounts.models import User
from mentorship.foundation.db import Database, Db
from mentorship.foundation.keys.tables import NAMED_KEY, SUBJECT_KEY
from mentorship.foundation.keys.wrapping import key_source
from mentorship.foundation.settings import Settings
from tests import folders
from tests.factories import FixedNow

Made = TypeVar("Made")
# Passwords that are quickly hashed.
CHEAP: dict[str, Any] = {"password_memory_kib": 64, "password_passes": 1}
Rows = list[tuple[Table, list[dict[str, Any]]]]
# They are filled when the tables are made.
_FILLED = {"work_process", "allowed_step"}


def begun_with(db: Db, make: Callable[..., Made], *told: Hashable) -> Made:
    """What `make` puts into the database; where a test begins with it, a committed copy of that."""
    database: Database = db.info["database"]
    if db.in_transaction() or not _is_empty(database):
        return make(db, *told)
    return cast(Made, read_in(db, copy_of(database, make, *told)))


def read_in(db: Db, made: Any) -> Any:
    """The same with the rows of this session, however deep they lie in it."""
    match made:
        case SQLModel():
            return db.get_one(type(made), inspect(made).identity)
        case tuple():
            return tuple(read_in(db, one) for one in made)
        case _ if is_dataclass(made) and not isinstance(made, type):
            return replace(made, **{key: read_in(db, one) for key, one in vars(made).items()})
    return made


def _is_empty(database: Database) -> bool:
    with database.readers.connect() as connection:
        return connection.execute(select(col(User.id)).limit(1)).first() is None


def copy_of(database: Database, make: Callable[..., Made], *told: Hashable) -> Made:
    """All that `make` puts into an empty database, committed; its answer belongs to no session.

    The first thing a test does, as `make` would find nothing else there either.
    """
    settings, answer = _made(make, told, database.clock())
    copy_into(database, settings)
    return cast(Made, pickle.loads(answer))


@cache
def _made(
    make: Callable[..., object], told: tuple[Hashable, ...], moment: datetime
) -> tuple[Settings, bytes]:
    settings = own_settings()
    database = Database(settings, FixedNow(moment))
    database.prepare()
    with database.writing() as db:
        answer = make(db, *told)
        db.commit()
    database.dispose()
    return settings, pickle.dumps(answer)


def own_settings() -> Settings:
    """Of a new folder, which goes when this process does."""
    folder = TemporaryDirectory(prefix="mentorship-world-", dir=folders.in_memory())
    atexit.register(folder.cleanup)
    return settings_in(Path(folder.name))


def settings_in(folder: Path) -> Settings:
    return Settings(data_dir=folder / "data", **CHEAP)


def copy_into(database: Database, source: Settings) -> None:
    """`database` is as every test finds it; `source` is of SQLite files that nobody has open."""
    _copy_keys(database, source)
    file = make_url(source.database).database
    if database.engine.dialect.name == "sqlite":
        with closing(database.engine.raw_connection()) as target, closing(_opened(file)) as whole:
            assert target.driver_connection is not None
            whole.backup(target.driver_connection)
        return
    with database.engine.begin() as target:
        target.execute(sql("SET LOCAL session_replication_role = replica"))  # in any order
        for table, rows in _rows_in(source.database):
            target.execute(delete(table))
            target.execute(insert(table), rows)


def add_keys(database: Database, keys: Mapping[UUID, bytes]) -> None:
    """Of people whom nobody knew yet, at once: the program waits for the disk for each."""
    ring, moment = key_source(database.settings).load(), database.clock()
    rows = [
        {
            "subject_id": person, "ensured_at": moment, "key_version": ring.current,
            "wrapped": ring.wrap(key),
        }
        for person, key in keys.items()
    ]  # fmt: skip
    with database.keys.engine.begin() as connection:
        if rows:
            connection.execute(insert(SUBJECT_KEY), rows)


def _opened(file: str | None) -> sqlite3.Connection:
    assert file is not None
    return sqlite3.connect(file)


@cache
def _rows_in(address: str) -> Rows:
    """Read once by each process; most tables are empty."""
    engine = create_engine(address)
    with engine.connect() as whole:
        found = [
            (table, [dict(row) for row in whole.execute(select(table)).mappings()])
            for table in SQLModel.metadata.tables.values()
            if table.name not in _FILLED
        ]
    engine.dispose()
    return [(table, rows) for table, rows in found if rows]


def _copy_keys(database: Database, source: Settings) -> None:
    theirs, own = key_source(source).load(), key_source(database.settings).load()

    def rewrapped(row: Mapping[str, Any]) -> dict[str, Any]:
        key = theirs.unwrap(row["key_version"], row["wrapped"])
        return {**row, "key_version": own.current, "wrapped": own.wrap(key)}

    engine = create_engine(source.key_store)
    with engine.connect() as whole, database.keys.engine.begin() as target:
        for table in (SUBJECT_KEY, NAMED_KEY):
            rows = [rewrapped(dict(row)) for row in whole.execute(select(table)).mappings()]
            target.execute(delete(table))
            if rows:
                target.execute(insert(table), rows)
    engine.dispose()
