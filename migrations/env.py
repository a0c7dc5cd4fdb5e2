"""How Alembic sees this program: its metadata, its connection, and names that never move."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrationScript
from sqlalchemy import Connection, Engine, Enum

from mentorship import tables
from mentorship.foundation.columns import UtcDateTime
from mentorship.foundation.sealing import SealedBytes

CHECK = "PRAGMA foreign_key_check"


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Writes plain types, because a migration outlives the classes of today."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, SealedBytes):
        return "sa.LargeBinary()"
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    return False


def include_name(name: str | None, kind: str, _parents: Any) -> bool:
    """Leaves the tables of the job queue alone: its own library moves them."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def _is_empty(script: MigrationScript) -> bool:
    return script.upgrade_ops is not None and script.upgrade_ops.is_empty()


def tidy(_context: Any, _revision: Any, scripts: list[MigrationScript]) -> None:
    """No difference, no file; and the personal-data map stays with the models."""
    if all(_is_empty(script) for script in scripts):
        scripts.clear()
    for script in scripts:
        for step in script.upgrade_ops.ops if script.upgrade_ops else ():
            if isinstance(step, CreateTableOp):
                step.info = {}


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """One transaction in which SQLite may copy a table without deleting what refers to it.

    SQLite changes a table by copying it and dropping the old one; with its foreign keys on,
    dropping deletes every row that would go with a parent. They are checked before the commit.
    """
    with engine.connect() as connection:
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:  # no effect inside a transaction, so before it begins
            _tell(connection, "PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                if is_sqlite and (lost := connection.exec_driver_sql(CHECK).first()):
                    raise RuntimeError(
                        f"the migration leaves a row of {lost[0]} without its parent"
                    )
        finally:
            if is_sqlite:
                _tell(connection, "PRAGMA foreign_keys = ON")


def _tell(connection: Connection, pragma: str) -> None:
    driver = connection.connection.dbapi_connection
    assert driver is not None  # noqa: S101 — it was just opened
    driver.cursor().execute(pragma)


with changing(context.config.attributes["database"].engine) as connection:
    context.configure(
        connection=connection,
        target_metadata=tables.metadata,
        render_item=render_item,
        include_name=include_name,
        process_revision_directives=tidy,
        render_as_batch=bool(context.script.get_heads()),  # SQLite changes a table by copying it
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()
