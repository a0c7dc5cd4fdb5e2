"""A database on PostgreSQL goes from test to test: emptied, and with its connections open."""

from itertools import chain

from sqlalchemy import Engine, Pool, QueuePool, create_engine
from sqlalchemy import text as sql

from mentorship.foundation.db import Database

# What the first test finds is kept beside the tables, and put back when they are emptied.
_KEEP = """
CREATE SCHEMA kept;
DO $$ DECLARE found record; is_empty boolean; BEGIN
    FOR found IN SELECT tablename FROM pg_tables WHERE schemaname = 'public'
        AND tablename NOT IN ('alembic_version', 'work_process', 'allowed_step')
    LOOP
        EXECUTE format('SELECT NOT EXISTS (SELECT FROM public.%I)', found.tablename) INTO is_empty;
        CONTINUE WHEN is_empty;
        EXECUTE format('CREATE TABLE kept.%1$I AS SELECT * FROM public.%1$I', found.tablename);
    END LOOP;
END $$
"""
_DELETE = """
SELECT format('DELETE FROM public.%I;', tablename) FROM pg_tables
    WHERE schemaname = 'public'
    AND tablename NOT IN ('alembic_version', 'work_process', 'allowed_step')
"""
_PUT_BACK = """
SELECT format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I;', tablename) FROM pg_tables
    WHERE schemaname = 'kept'
"""
_FUNCTION = """
CREATE FUNCTION pg_temp.empty_all() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
    %s
END $$
"""


class Emptied:
    """A database that is after each test as it was, by one connection that keeps how it does so.

    A new one would plan the statement of every table anew: half of what a small test costs.
    """

    def __init__(self, address: str) -> None:
        self._engine = create_engine(address, isolation_level="AUTOCOMMIT")
        self._connection = self._engine.connect()
        self._connection.execute(sql(_KEEP))
        found = [self._connection.execute(sql(which)).scalars() for which in (_DELETE, _PUT_BACK)]
        statements = "\n".join(chain.from_iterable(found))
        self._connection.exec_driver_sql("SET session_replication_role = replica")  # in any order
        # A test that leaves a transaction open fails, instead of keeping all others waiting.
        self._connection.exec_driver_sql("SET lock_timeout = '30s'")
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
