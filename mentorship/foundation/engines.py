"""How connections to SQLite and PostgreSQL behave: durable, strict, some unable to write."""

from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url

_BUSY_SECONDS = 30
_STRICT = (f"busy_timeout = {_BUSY_SECONDS * 1000}", "trusted_schema = OFF")
_DURABLE = (
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
)


def open_engine(url: str) -> Engine:
    """An engine whose transactions write."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _make_private(_file_of(address))
        return _open_sqlite(address, (*_STRICT, *_DURABLE), begin="BEGIN IMMEDIATE")
    return _open_postgresql(address, read_only=False)


def open_reading_engine(url: str) -> Engine:
    """An engine whose connections can't write, whatever a statement asks for."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        _make_private(_file_of(address))
        file = f"file:{quote(str(_file_of(address).absolute()))}"
        opened = address.set(database=file, query={"mode": "ro", "uri": "true"})
        return _open_sqlite(opened, _STRICT, begin="BEGIN")
    return _open_postgresql(address, read_only=True)


def forget_traces(engine: Engine) -> bool:
    """Empties SQLite's write-ahead log, where what was destroyed would lie on for a while.

    False when others read on for so long that it couldn't be done. PostgreSQL keeps old pages
    and its own log as it sees fit: there a rotation makes wrapped keys in them worthless.
    """
    if engine.dialect.name != "sqlite":
        return True
    with closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (is_busy, _pages, _taken_in) = cursor.fetchall()[0]
    return not is_busy


def _file_of(address: URL) -> Path:
    if not address.database or address.database == ":memory:":
        raise ValueError("SQLite needs a file here")
    return Path(address.database)


def _make_private(file: Path) -> None:
    """Before SQLite makes it: the log beside the database takes over who may read it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file.touch(mode=0o600)
    for known in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        if known.exists() and known.stat().st_mode & 0o077:
            known.chmod(0o600)


def _open_sqlite(address: URL, pragmas: tuple[str, ...], *, begin: str) -> Engine:
    engine = create_engine(address, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _open_postgresql(address: URL, *, read_only: bool) -> Engine:
    options = ["timezone=UTC", f"lock_timeout={_BUSY_SECONDS * 1000}"]
    if read_only:
        options.append("default_transaction_read_only=on")
    engine = create_engine(
        address,
        isolation_level="READ COMMITTED",
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": " ".join(f"-c {option}" for option in options)},
    )
    if read_only:

        @event.listens_for(engine, "begin")
        def start(connection: Connection) -> None:
            # After a first question the server no longer lets a transaction become a writing one.
            connection.exec_driver_sql("SELECT 1")

    return engine
