"""Knows how one process at a time holds a name, in a way that a dying process lets go."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from mentorship.foundation.db import Database, Db


@contextmanager
def alone(database: Database, name: str) -> Iterator[bool]:
    """True while nobody else holds the name; never waits.

    The holder is the connection (PostgreSQL) or the open file (SQLite), not a row with a time
    in it: after a kill -9 the next one has it at once, and a slow holder never loses it.
    """
    if database.engine.dialect.name == "postgresql":
        with _advisory_lock(database, name) as held:
            yield held
    else:
        with _file_lock(database, name) as held:
            yield held


def take_turns(db: Db, name: bytes) -> None:
    """Whoever comes second with this name waits until the first one's transaction ends.

    On SQLite writers take turns anyway.
    """
    if db.connection().dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": _number(name)})


def _number(name: bytes) -> int:
    return int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)


@contextmanager
def _advisory_lock(database: Database, name: str) -> Iterator[bool]:
    number = _number(name.encode())
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        held = connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": number}).scalar()
        try:
            yield bool(held)
        finally:
            if held:
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": number})


@contextmanager
def _file_lock(database: Database, name: str) -> Iterator[bool]:
    file = database.engine.url.database
    if not file or file == ":memory:":  # a database that no other process can see
        yield True
        return
    with Path(f"{file}-{name}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True
