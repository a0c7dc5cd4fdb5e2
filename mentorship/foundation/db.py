"""The database: sessions that only read, sessions that write, and the audit event both leave."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, SQLModel

from mentorship.foundation import audit
from mentorship.foundation.audit import AuditActor
from mentorship.foundation.columns import Row
from mentorship.foundation.engines import open_engine, open_reading_engine
from mentorship.foundation.keys.store import KeyStore
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import check_personal_data_map

__all__ = ["AuditActor", "ChangedMeanwhile", "Database", "Db", "Row", "expect_version", "now"]


class ChangedMeanwhile(Exception):
    """Somebody else changed this record since it was read; nothing was overwritten."""


class Db(Session):
    """A session that says so in plain words when a record was changed by somebody else."""

    def flush(self, objects: Sequence[Any] | None = None) -> None:
        try:
            super().flush(objects)
        except StaleDataError as stale:
            raise ChangedMeanwhile("this record was changed meanwhile") from stale

    def rollback(self) -> None:
        """Takes back the acts that wait for a commit, also when nothing reached the database."""
        super().rollback()
        audit.trail(self).forget_acts()


audit.follow(Db)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Database:
    """Built once per process; hands out sessions bound to an actor.

    Refuses to exist while a column isn't in the personal-data map.
    """

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = utc_now) -> None:
        check_personal_data_map(SQLModel.metadata)
        self.settings = settings
        self.clock = clock
        self.engine = open_engine(settings.database)
        self.readers = open_reading_engine(settings.database)
        self.keys = KeyStore(settings, clock)

    @contextmanager
    def reading(self, actor: AuditActor | None = None) -> Iterator[Db]:
        """A transaction that can't write; what it unsealed is in the trail when this ends."""
        with self._session(actor, read_only=True) as db:
            yield db

    @contextmanager
    def writing(self, actor: AuditActor | None = None) -> Iterator[Db]:
        """A transaction that is rolled back unless `db.commit()` was called."""
        with self._session(actor, read_only=False) as db:
            yield db

    @contextmanager
    def _session(self, actor: AuditActor | None, *, read_only: bool) -> Iterator[Db]:
        engine = self.readers if read_only else self.engine
        info = {"database": self, "actor": actor, "read_only": read_only, "trail": audit.Trail()}
        with Db(engine, info=info, expire_on_commit=False) as db:
            try:
                yield db
            finally:
                db.expunge_all()  # what was loaded stays readable, for the page that shows it
                db.rollback()
                self.write_readings(db)

    def write_readings(self, db: Db) -> None:
        """Writes what `db` still has to account for, in a short transaction of its own.

        Called when a session ends, and by the web application before an answer leaves: when
        this fails, the answer must not leave.
        """
        waiting = audit.trail(db).pending
        if not waiting:
            return
        info = {"database": self, "actor": None, "read_only": False, "trail": audit.Trail()}
        with Db(self.engine, info=info) as writer:
            audit.trail(writer).pending.extend(waiting)
            writer.commit()
        waiting.clear()

    def prepare(self) -> None:
        """Creates the tables where they are missing; migrations do this outside the tests."""
        SQLModel.metadata.create_all(self.engine)
        self.keys.prepare()

    def dispose(self) -> None:
        self.readers.dispose()  # first: SQLite's log is taken in by the last that can write
        self.engine.dispose()
        self.keys.dispose()


def now(db: Session) -> datetime:
    """The moment by the database's clock, which tests can set."""
    return cast(Database, db.info["database"]).clock()


def expect_version(row: Row, version: int) -> None:
    """Refuses to go on when the record isn't the one that the person was looking at."""
    if getattr(row, "version", None) != version:
        raise ChangedMeanwhile("this record was changed meanwhile")
