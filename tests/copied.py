"""Puts all that one database holds into another one, which has key-encryption keys of its own."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Table, create_engine, delete, insert, make_url, select
from sqlalchemy import text as sql
from sqlmodel import SQLModel

from mentorship.foundation.db import Database
from mentorship.foundation.keys.tables import NAMED_KEY, SUBJECT_KEY
from mentorship.foundation.keys.wrapping import key_source
from mentorship.foundation.settings import Settings

Rows = list[tuple[Table, list[dict[str, Any]]]]
# They are filled when the tables are made.
_FILLED = {"work_process", "allowed_step"}


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
