"""Moving the database from one version of the schema to another, by Alembic."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from mentorship.foundation.db import Database

FOLDER = Path(__file__).parents[2] / "migrations"


class NotMigrated(Exception):
    """The database has no tables yet, or those of another version of the program."""


def check_migrated(database: Database) -> None:
    with database.reading() as db:
        connection = db.connection()
        has_tables = bool(inspect(connection).get_table_names())
        if not has_tables or has_other_version(connection):
            raise NotMigrated(
                "the database is not that of this version: run `mentorship db upgrade` first"
            )


def has_other_version(connection: Connection) -> bool:
    """False for a database that was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars()
    return set(found) != newest_revisions()


@cache
def newest_revisions() -> set[str]:
    return set(ScriptDirectory(str(FOLDER)).get_heads())


def upgrade(database: Database, revision: str = "head") -> None:
    database.keys.prepare()
    command.upgrade(_config(database), revision)


def downgrade(database: Database, revision: str) -> None:
    command.downgrade(_config(database), revision)


def write_revision(database: Database, message: str) -> Path | None:
    """Writes the migration from an up-to-date database to the models; no difference, no file."""
    number = f"{len(list((FOLDER / 'versions').glob('[0-9]*.py'))) + 1:04d}"
    script = command.revision(_config(database), message, autogenerate=True, rev_id=number)
    return None if script is None or isinstance(script, list) else Path(script.path)


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "os")
    config.attributes["database"] = database
    return config
