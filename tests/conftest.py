"""Fixtures for every test: an empty database on both engines, and a clock that stands still."""

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import Dialect

from mentorship import tables  # noqa: F401 — completes the metadata
from mentorship.foundation import garbage
from mentorship.foundation.db import Database, Db
from mentorship.foundation.settings import Settings
from mentorship.foundation.web.logs import LineOnStandardError
from mentorship.region.services import seed_region
from tests import folders
from tests.emptied import Emptied, keep_connections, leave_connections
from tests.factories import FixedNow
from tests.once import Once
from tests.worlds import CHEAP, settings_in

if TYPE_CHECKING:
    from tests.postgresql import Server

_LEVEL = logging.getLogger().level
_WEB = Path(__file__).with_name("conftest_web.py")
pytest_plugins = ["tests.postgresql", *(["tests.conftest_web"] if _WEB.exists() else [])]

_NAMED_KEYS = (
    "audit-pseudonym",
    "blind-index:user_account.email",
    "blind-index:mentor.email",
    "blind-index:person.known",
)


def pytest_configure() -> None:
    garbage.look_for_it_seldom()
    if memory := folders.in_memory():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(memory))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: to search it for garbage takes a fifth of the tests' time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True, scope="session")
def _no_settings_from_outside() -> None:
    for name in [name for name in os.environ if name.startswith("MENTORSHIP_")]:
        del os.environ[name]


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> None:
    """Who starts the web application, a fixture of many tests too, leaves no handler behind."""
    root = logging.getLogger()
    root.handlers = [one for one in root.handlers if not isinstance(one, LineOnStandardError)]
    root.setLevel(_LEVEL)


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Once:
    own = tmp_path_factory.mktemp("once")
    run = own.parent if worker_id == "master" else own.parent.parent
    return Once(run / "made-once", own)


@pytest.fixture
def fixed_now() -> FixedNow:
    return FixedNow()


def _prepare(settings: Settings) -> None:
    """With what nearly every test would make first: Houses, municipalities and named keys."""
    database = Database(settings)
    database.prepare()
    with database.writing() as db:
        seed_region(db)
        db.commit()
    for name in _NAMED_KEYS:
        database.keys.named(name)
    database.dispose()


@pytest.fixture(scope="session")
def _sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Of an empty database and key store with their keys: their folder is copied for each test."""
    settings = settings_in(tmp_path_factory.mktemp("template"))
    _prepare(settings)
    return settings


@pytest.fixture(scope="session")
def _postgresql_addresses(postgresql_server: "Server") -> dict[str, str]:
    """One database for data and one for keys, shared by the tests of this process."""
    return {
        "database_url": postgresql_server.create("mentorship"),
        "key_store_url": postgresql_server.create("mentorship_keys"),
    }


@pytest.fixture
def sqlite_settings(_sqlite_template: Settings, tmp_path: Path) -> Settings:
    shutil.copytree(_sqlite_template.data_dir.parent, tmp_path, dirs_exist_ok=True)
    return _sqlite_template.model_copy(update={"data_dir": tmp_path / "data"})


_DIALECTS: dict[tuple[str, str], Dialect] = {}
_STATEMENTS: dict[Any, Any] = {}


def _knowing_statements(database: Database) -> Database:
    """How a statement is written in SQL is worked out once for all databases of a kind.

    What it is kept by holds the dialect, of which each engine has one of its own otherwise. A
    dialect learns what its database can do at the first connection of its own engine.
    """
    engines = {"data": database.engine, "readers": database.readers, "keys": database.keys.engine}
    for use, engine in engines.items():
        if (engine.name, use) not in _DIALECTS:
            engine.connect().close()
        engine.dialect = _DIALECTS.setdefault((engine.name, use), engine.dialect)
        engine.update_execution_options(compiled_cache=_STATEMENTS)
    return database


@pytest.fixture
def sqlite_database(sqlite_settings: Settings, fixed_now: FixedNow) -> Iterator[Database]:
    database = _knowing_statements(Database(sqlite_settings, fixed_now))
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def _postgresql_prepared(
    _postgresql_addresses: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Of databases that go from test to test; their folder holds the keys of keys."""
    data_dir = tmp_path_factory.mktemp("postgresql") / "data"
    settings = Settings(data_dir=data_dir, **CHEAP, **_postgresql_addresses)
    _prepare(settings)
    return settings


@pytest.fixture(scope="session")
def _postgresql_emptied(
    _postgresql_prepared: Settings, _postgresql_addresses: dict[str, str]
) -> Iterator[list[Emptied]]:
    both = [Emptied(address) for address in _postgresql_addresses.values()]
    yield both
    for one in both:
        one.close()


@pytest.fixture
def postgresql_database(
    _postgresql_prepared: Settings,
    _postgresql_emptied: list[Emptied],
    tmp_path: Path,
    fixed_now: FixedNow,
) -> Iterator[Database]:
    shutil.copytree(_postgresql_prepared.data_dir.parent, tmp_path, dirs_exist_ok=True)
    settings = _postgresql_prepared.model_copy(update={"data_dir": tmp_path / "data"})
    database = Database(settings, fixed_now)
    keep_connections(database)
    yield _knowing_statements(database)
    leave_connections(database)
    for one in _postgresql_emptied:
        one.empty()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Database:
    """An empty database, once on each engine."""
    return request.getfixturevalue(f"{request.param}_database")


@pytest.fixture
def db(database: Database) -> Iterator[Db]:
    """A writing session that is rolled back."""
    with database.writing() as db:
        yield db
