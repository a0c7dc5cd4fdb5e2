"""Migrations: they build exactly what the models say, and take it down again with data in it."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from mentorship.foundation import audit, migrations, vault
from mentorship.foundation.db import Database
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.settings import Settings
from mentorship.region.models import House
from tests.house.schemas import describe


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database that no migration has touched."""
    addresses: dict[str, str] = {}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        addresses = {
            "database_url": server.create("migrated"),
            "key_store_url": server.create("migrated_keys"),
        }
    database = Database(Settings(data_dir=tmp_path / "migrated", **addresses))
    yield database
    database.dispose()


def test_the_migrated_schema_is_the_one_of_the_models(
    empty: Database, request: pytest.FixtureRequest
) -> None:
    migrations.upgrade(empty)
    engine = empty.engine.dialect.name
    modelled: Database = request.getfixturevalue(f"{engine}_database")
    assert describe(empty.engine) == describe(modelled.engine)


def test_down_and_up_again_with_data(empty: Database) -> None:
    migrations.upgrade(empty)
    before = describe(empty.engine)
    _store_something(empty)
    migrations.downgrade(empty, "base")
    assert inspect(empty.engine).get_table_names() == ["alembic_version"]
    migrations.upgrade(empty)
    assert describe(empty.engine) == before
    _store_something(empty)
    found = audit.verify(empty)
    assert (found.events, found.problems) == (1, ())


def _store_something(database: Database) -> None:
    person = uuid4()
    with database.writing() as db:
        mail = OutboxMail(subject_id=person, letter="invitation", created_at=database.clock())
        vault.write(db, mail, address="noa@example.org")
        db.add(mail)
        db.add(House(code="ZZ", name="Huis van de proef"))
        audit.record(db, "mail.queued", subject_id=person)
        db.commit()


def test_upgrading_twice_changes_nothing(empty: Database) -> None:
    migrations.upgrade(empty)
    before = describe(empty.engine)
    migrations.upgrade(empty)
    assert describe(empty.engine) == before


def test_the_migrations_form_one_line() -> None:
    script = ScriptDirectory(str(migrations.FOLDER))
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1
