"""What somebody can do to the audit trail who owns the database."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from mentorship.foundation.db import Database
from mentorship.foundation.trail.triggers import SQLITE


@contextmanager
def behind_its_back(database: Database) -> Iterator[Connection]:
    """What somebody can do who owns the database: the triggers are back when they are done."""
    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            yield connection
            return
        for name in SQLITE:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        for statement in SQLITE.values():
            connection.exec_driver_sql(statement)
