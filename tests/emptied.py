"""A database on PostgreSQL goes from test to test: emptied, and with its connections open."""

from sqlalchemy import Engine, Pool, QueuePool, create_engine
from sqlalchemy import text as sql

from mentorship.foundation.db import Database

_STATEMENTS = """
SELECT format('DELETE FROM public.%I;', tablename) FROM pg_tables
    WHERE schemaname = 'public'
    AND tablename NOT IN ('alembic_version', 'work_process', 'allowed_step')
"""
_FUNCTION = """
CREATE FUNCTION pg_temp.empty_all() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    %s
END $$
"""


class Emptied:
    """A database that is emptied after each test, by one connection that keeps how it does so.

    A new one would plan the statement of every table anew: half of what a small test costs.
    """

    def __init__(self, address: str) -> None:
        self._engine = create_engine(address, isolation_level="AUTOCOMMIT")
        self._connection = self._engine.connect()
        statements = "\n".join(self._connection.execute(sql(_STATEMENTS)).scalars())
        self._connection.exec_driver_sql("SET session_replication_role = replica")  # in any order
        self._connection.exec_driver_sql(_FUNCTION % statements)

    def empty(self) -> None:
        self._connection.exec_driver_sql("SELECT pg_temp.empty_all()")

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()


_OPEN: dict[tuple[str, str], Pool] = {}


def keep_connections(database: Database) -> None:
    """What one test opened serves the next: to begin a connection takes the server longest."""
    for use, engine in _engines(database).items():
        engine.pool = _OPEN.setdefault((str(engine.url), use), engine.pool)


def leave_connections(database: Database) -> None:
    """Disposes of the database, but not of its open connections, unless some are still in use."""
    for use, engine in _engines(database).items():
        if (pool := engine.pool) is _OPEN.get((str(engine.url), use)):
            if isinstance(pool, QueuePool) and pool.checkedout():
                del _OPEN[str(engine.url), use]
            else:
                engine.dispose(close=False)
    database.dispose()


def _engines(database: Database) -> dict[str, Engine]:
    keys = database.keys
    return {
        "data": database.engine,
        "readers": database.readers,
        "keys": keys.engine,
        "readers of keys": keys.readers,
    }
