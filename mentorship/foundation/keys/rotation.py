"""Replacing the key-encryption key: every data key is wrapped anew, none is lost on the way."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, func, select, update

from mentorship.foundation.keys.tables import NAMED_KEY, SUBJECT_KEY
from mentorship.foundation.keys.wrapping import KeyRing, KeySource, KeysUnusable

_BATCH = 500


def rotate(engine: Engine, source: KeySource) -> Iterator[int]:
    """Yields how many keys are done so far.

    Interrupted, the next call finishes the work before anything newer is made; of two at once
    the second joins in.
    """
    _make_newer_key(engine, source)
    done = 0
    for table in (NAMED_KEY, SUBJECT_KEY):
        while rewrapped := _rewrap_some(engine, table, source):
            done += rewrapped
            yield done


def _make_newer_key(engine: Engine, source: KeySource) -> None:
    """Under a lock: two that each stored a key of their own would lose what the other wraps."""
    with engine.begin() as connection:
        _wait_for_new_keys(connection)
        ring = source.load()
        if not _count_outdated(connection, ring):
            source.store(ring.with_new_key())


def _rewrap_some(engine: Engine, table: Table, source: KeySource) -> int:
    (name,) = table.primary_key
    with engine.begin() as connection:
        hold_off(connection)
        ring = source.load()
        outdated = select(table).where(_is_outdated(table, ring)).limit(_BATCH).with_for_update()
        rows = connection.execute(outdated).mappings().all()
        for row in rows:
            data_key = ring.unwrap(row["key_version"], row["wrapped"])
            connection.execute(
                update(table)
                .where(name == row[name.name])
                .values(wrapped=ring.wrap(data_key), key_version=ring.current)
            )
    return len(rows)


def retire_old_keys(engine: Engine, source: KeySource) -> None:
    """Forgets the key-encryption keys that wrap nothing any more, and so older backups."""
    with engine.begin() as connection:
        _wait_for_new_keys(connection)
        ring = source.load()
        if _count_outdated(connection, ring):
            raise KeysUnusable("some data keys are still under an older key: rotate first")
        source.store(ring.with_current_only())


def hold_off(connection: Connection) -> None:
    """Whoever wraps a key calls this first: until it commits, the key-encryption keys stay."""
    if connection.dialect.name == "postgresql":  # a writer of SQLite is alone anyway
        connection.exec_driver_sql("LOCK TABLE subject_key, named_key IN ROW EXCLUSIVE MODE")


def _wait_for_new_keys(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE subject_key, named_key IN SHARE MODE")


def _count_outdated(connection: Connection, ring: KeyRing) -> int:
    return sum(
        connection.execute(
            select(func.count()).select_from(table).where(_is_outdated(table, ring))
        ).scalar_one()
        for table in (NAMED_KEY, SUBJECT_KEY)
    )


def _is_outdated(table: Table, ring: KeyRing) -> ColumnElement[bool]:
    return and_(table.c.key_version != ring.current, table.c.wrapped.is_not(None))
