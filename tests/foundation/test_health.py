"""What the program says about itself to machines and to people."""

from uuid import uuid4

from flask.testing import FlaskClient
from sqlalchemy import text

from mentorship.foundation import migrations
from mentorship.foundation.db import Database
from mentorship.foundation.queues.heartbeats import Duty, beat
from tests.conftest_web import soup


def test_health_tells_what_is_well(client: FlaskClient, sqlite_database: Database) -> None:
    beat(sqlite_database, uuid4(), Duty.WORKER)
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json is not None
    assert answer.json["checks"]["database"] is True
    assert answer.json["checks"]["worker"] is True
    assert answer.json["checks"]["clock"] is False
    assert answer.json["well"] is False
    assert answer.json["version"]


def test_health_is_503_without_a_database(client: FlaskClient, sqlite_database: Database) -> None:
    sqlite_database.engine.dispose()
    path = sqlite_database.settings.data_dir / "mentorship.sqlite"
    path.unlink()
    path.mkdir()
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json == {
        "well": False,
        "version": answer.json["version"],
        "checks": {"database": False},
    }


def test_about_names_version_mode_licence_and_sources(client: FlaskClient) -> None:
    told_text = soup(client.get("/about").text).get_text(" ", strip=True)
    for told in ("0.1.0", "Demo, met verzonnen mensen", "EUPL", "GeoNames", "Naamsvermelding 4.0"):
        assert told in told_text


def test_migrated_to_the_newest_is_well(client: FlaskClient, sqlite_database: Database) -> None:
    def said() -> bool:
        return bool(client.get("/health").json["checks"]["migrations"])  # type: ignore[index]

    assert said() is False
    newest = max(path.name[:4] for path in (migrations.FOLDER / "versions").glob("[0-9]*.py"))
    with sqlite_database.engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES (:newest)"), {"newest": newest})
    assert said() is True
