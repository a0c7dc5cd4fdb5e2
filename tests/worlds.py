"""A made-up world is made once on each engine in a process; every test gets a copy of its own."""

import pickle
import sqlite3
from collections.abc import Callable, Hashable
from contextlib import closing
from dataclasses import dataclass, is_dataclass, replace
from itertools import count
from typing import Any, TypeVar, cast

from sqlalchemy import delete, insert, inspect, select
from sqlalchemy import text as sql
from sqlmodel import SQLModel, col

from mentorship.accounts.models import User
from mentorship.foundation.db import Database, Db
from mentorship.foundation.keys.tables import NAMED_KEY, SUBJECT_KEY
from mentorship.foundation.keys.wrapping import key_source

Made = TypeVar("Made")
_KEYS = (SUBJECT_KEY, NAMED_KEY)
_KEEP = """
CREATE SCHEMA {0};
DO $$ DECLARE found record; is_empty boolean; BEGIN
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN ('alembic_version', 'work_process', 'allowed_step')
    LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', found.tablename) INTO is_empty;
        CONTINUE WHEN is_empty;
        EXECUTE format('CREATE TABLE {0}.%1$I AS SELECT * FROM public.%1$I', found.tablename);
    END LOOP;
END $$
"""
_PUT_BACK = """
DO $$ DECLARE found record; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = '{0}' LOOP
        EXECUTE format('DELETE FROM public.%1$I', found.tablename);
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM {0}.%1$I', found.tablename);
    END LOOP;
END $$
"""


@dataclass(frozen=True)
class _Kept:
    """What `make` answered, the keys of everybody, and where their rows are."""

    answer: bytes
    keys: dict[str, list[dict[str, Any]]]
    rows: sqlite3.Connection | str  # in memory, or a schema beside the tables


_KEPT: dict[tuple[object, ...], _Kept] = {}
_numbers = count(1)


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
    is_file = database.engine.dialect.name == "sqlite"  # each test has one of its own
    place = (make, told, is_file or database.engine.url, database.clock())
    if place in _KEPT:
        _put_back(database, _KEPT[place])
    else:
        with database.writing() as db:
            answer = make(db, *told)
            db.commit()
        _KEPT[place] = _Kept(pickle.dumps(answer), _keys_of(database), _rows_of(database))
    return cast(Made, pickle.loads(_KEPT[place].answer))


def _keys_of(database: Database) -> dict[str, list[dict[str, Any]]]:
    ring = key_source(database.settings).load()
    with database.keys.engine.connect() as keys:
        return {
            table.name: [
                {**row, "wrapped": ring.unwrap(row["key_version"], row["wrapped"])}
                for row in keys.execute(select(table)).mappings()
            ]
            for table in _KEYS
        }


def _rows_of(database: Database) -> sqlite3.Connection | str:
    if database.engine.dialect.name == "sqlite":
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        with closing(database.engine.raw_connection()) as whole:
            cast(sqlite3.Connection, whole.driver_connection).backup(memory)
        return memory
    schema = f"world_{next(_numbers)}"
    with database.engine.begin() as connection:
        connection.execute(sql(_KEEP.format(schema)))
    return schema


def _put_back(database: Database, kept: _Kept) -> None:
    ring = key_source(database.settings).load()
    with database.keys.engine.begin() as keys:
        for table in _KEYS:
            keys.execute(delete(table))
            rows = [
                {**row, "key_version": ring.current, "wrapped": ring.wrap(row["wrapped"])}
                for row in kept.keys[table.name]
            ]
            if rows:
                keys.execute(insert(table), rows)
    if isinstance(kept.rows, sqlite3.Connection):
        with closing(database.engine.raw_connection()) as target:
            kept.rows.backup(cast(sqlite3.Connection, target.driver_connection))
        return
    with database.engine.begin() as connection:
        connection.execute(sql(_PUT_BACK.format(kept.rows)))
