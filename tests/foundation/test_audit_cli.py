"""The operator's commands: what they say, and with which number they end."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import update

from mentorship.cli import main
from mentorship.foundation import audit
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings
from mentorship.foundation.trail.chain import EVENTS
from mentorship.foundation.trail.triggers import SQLITE
from tests.once import Once


class Operator:
    """Somebody at the command line of one installation."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def run(self, *words: str, **settings: str) -> Result:
        env = {f"MENTORSHIP_{name}": value for name, value in settings.items()}
        env.setdefault("MENTORSHIP_DATA_DIR", str(self.data_dir))
        return CliRunner().invoke(main, words, env=env, catch_exceptions=False)


@pytest.fixture
def operator(tmp_path: Path) -> Operator:
    return Operator(tmp_path / "data")


@pytest.fixture
def installed(once: Once) -> Operator:
    return Operator(once.copy_of("installed", _install) / "data")


def _install(folder: Path) -> None:
    operator = Operator(folder / "data")
    assert operator.run("db", "upgrade").exit_code == 0
    database = Database(Settings(data_dir=operator.data_dir))
    with database.writing() as db:
        audit.record(db, "thing.done")
        db.commit()
    database.dispose()


def test_a_sound_trail(installed: Operator) -> None:
    said = installed.run("audit", "verify")
    assert said.exit_code == 0
    assert "1" in said.stdout


def test_events_that_wait_too_long_for_a_signature_are_told(installed: Operator) -> None:
    long_ago = datetime.now(UTC) - timedelta(hours=3)
    database = Database(Settings(data_dir=installed.data_dir), lambda: long_ago)
    with database.writing() as db:
        audit.record(db, "thing.done")
        db.commit()
    database.dispose()
    found = installed.run("audit", "verify")
    assert found.exit_code == 1
    assert "mentorship audit checkpoint" in found.stderr
    assert installed.run("audit", "checkpoint").exit_code == 0
    assert installed.run("audit", "verify").exit_code == 0


def test_a_checkpoint_is_made_once(installed: Operator) -> None:
    for _ in range(2):
        assert installed.run("audit", "checkpoint").exit_code == 0
    folder = Settings(data_dir=installed.data_dir).checkpoints
    (written,) = folder.glob("checkpoint-*.json")
    assert json.loads(written.read_text())["seq"] == 1
    assert (folder / "audit-public-key.pem").exists()


def test_a_broken_trail_ends_with_one_and_is_not_signed(installed: Operator) -> None:
    database = Database(Settings(data_dir=installed.data_dir))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        connection.execute(update(EVENTS).values(action="other"))
        connection.exec_driver_sql(SQLITE["audit_event_no_update"])
    database.dispose()
    found = installed.run("audit", "verify")
    assert found.exit_code == 1
    assert "event 1 was changed" in found.stderr
    assert installed.run("audit", "checkpoint").exit_code == 1


def test_keys_are_rotated_retired_and_swept(installed: Operator) -> None:
    for words in (("rotate",), ("retire",), ("sweep",)):
        assert installed.run("keys", *words).exit_code == 0
    assert installed.run("audit", "verify").exit_code == 0


@pytest.mark.parametrize(
    ("words", "settings", "reason"),
    [
        (("db", "upgrade", "9999"), {}, "9999"),
        (("audit", "verify"), {"MODE": "production"}, "production can't start"),
        (("audit", "verify"), {}, "run `mentorship db upgrade` first"),
        (("keys", "rotate"), {}, "run `mentorship db upgrade` first"),
        (("accounts", "invite-first"), {}, "run `mentorship db upgrade` first"),
        (("accounts", "invite-first"), {"KEY_FILE": "/dev"}, "/dev can't be read"),
        (("db", "upgrade"), {"DATABASE_URL": "postgres@db"}, "MENTORSHIP_DATABASE_URL: must be"),
        (("db", "upgrade"), {"DATA_DIR": "/dev/null/data"}, "/dev/null"),
        (("db", "upgrade"), {"DATABASE": "sqlite:///x"}, "did you mean MENTORSHIP_DATABASE_URL?"),
        (("audit", "verify"), {"KEY_ENCRYPTION_KEYS": "{}"}, "key-encryption keys"),
        (
            ("audit", "verify"),
            {"DATABASE_URL": "postgresql+psycopg://127.0.0.1:1/none"},
            "the database can't be used",
        ),
    ],
)
def test_what_goes_wrong_is_one_line(
    operator: Operator, words: tuple[str, ...], settings: dict[str, str], reason: str
) -> None:
    said = operator.run(*words, **settings)
    assert said.exit_code == 2
    assert reason in said.stderr
    assert said.stderr.count("\n") == 1


def test_what_removes_data_asks_first(installed: Operator) -> None:
    assert installed.run("db", "downgrade", "base").exit_code == 1  # nobody answers
    assert "1" in installed.run("audit", "verify").stdout


def test_down_to_nothing_and_up_again(installed: Operator) -> None:
    assert installed.run("db", "downgrade", "base", "--yes").exit_code == 0
    assert installed.run("db", "upgrade").exit_code == 0
    assert installed.run("audit", "verify").exit_code == 0
