"""Migrations: they build exactly what the models say, and take it down again with data in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, MetaData, Table, inspect, text

from mentorship.foundation import audit, migrations, vault
from mentorship.foundation.db import Database
from mentorship.foundation.outbox import OutboxMail
from mentorship.foundation.settings import Settings
from mentorship.region.models import House
from tests.evaluation import inviting
from tests.house.schemas import describe

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


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


def test_what_was_decided_before_is_there_after_the_next_migration(empty: Database) -> None:
    migrations.upgrade(empty, "0001")
    with empty.engine.begin() as connection:
        _fill(connection, "house", code="KEN", name="Huis")
        user = _fill(connection, "user_account", language="nl", organisation_id=None)
        referral = _fill(
            connection, "referral", house_code="KEN", status="declined", triaged_at=NOON
        )
        _fill(
            connection, "triage_decision",
            referral_id=referral, decided_by=user, outcome="decline", question=None,
        )  # fmt: skip
    migrations.upgrade(empty)
    with empty.reading() as db:
        kept = "SELECT count(*) FROM triage_decision d JOIN referral r ON r.id = d.referral_id"
        assert db.execute(text(kept)).scalar_one() == 1
        keys = db.execute(text("SELECT length(known_key) FROM referral")).scalars().all()
    assert len(keys) == 1
    assert all(keys)


def test_no_older_version_forgets_who_was_asked_for_a_talk(empty: Database) -> None:
    migrations.upgrade(empty)
    empty.clock = lambda: NOON
    around = inviting.people_around(empty)
    inviting.written(empty, inviting.bundle(empty, around), around.evaluator)
    with pytest.raises(RuntimeError, match="invitations to talks"):
        migrations.downgrade(empty, "0026")
    with empty.reading() as db:
        kept = "SELECT count(*) FROM interview_invitation"
        assert db.execute(text(kept)).scalar_one() == 1


def _fill(connection: Connection, name: str, /, **given: object) -> object:
    """A row as an earlier version of the program left it: anything in the columns not given."""
    table = Table(name, MetaData(), autoload_with=connection)
    row = {column.name: _anything(column) for column in table.columns if not column.nullable}
    connection.execute(table.insert().values(row | given))
    return row.get("id")


def _anything(column: Column[object]) -> object:
    if "CHAR(32)" in str(column.type) or "UUID" in str(column.type).upper():
        made = uuid4()
        return made.hex if "CHAR" in str(column.type) else made
    if "BLOB" in str(column.type) or "BYTEA" in str(column.type):
        return uuid4().bytes
    return {datetime: NOON, date: NOON.date(), int: 1, bool: False}.get(column.type.python_type, "")
