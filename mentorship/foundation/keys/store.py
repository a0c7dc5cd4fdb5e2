"""The key store: one random data key per person, wrapped, in a database of its own."""

import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import Connection, bindparam, delete, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError

from mentorship.foundation.engines import forget_traces, open_engine, open_reading_engine
from mentorship.foundation.keys import rotation
from mentorship.foundation.keys.tables import KEY_STORE, NAMED_KEY, SUBJECT_KEY
from mentorship.foundation.keys.tombstones import TombstoneLog
from mentorship.foundation.keys.wrapping import KEY_BYTES, key_source
from mentorship.foundation.settings import Settings

log = structlog.get_logger(__name__)

_ENSURED_AGAIN = timedelta(hours=1)
_BATCH = 5_000
# Asked for with every sealed field, so put together once.
_ONE_KEY = select(SUBJECT_KEY).where(SUBJECT_KEY.c.subject_id == bindparam("subject_id"))
_KEYS = select(SUBJECT_KEY.c.subject_id, SUBJECT_KEY.c.key_version, SUBJECT_KEY.c.wrapped).where(
    SUBJECT_KEY.c.subject_id.in_(bindparam("subject_ids", expanding=True)),
    SUBJECT_KEY.c.wrapped.is_not(None),
)


class KeyMissing(Exception):
    """This person has no data key: never made, or destroyed."""


class KeyDestroyed(KeyMissing):
    """This person was erased; nothing about them can be read or written any more."""


class KeyStore:
    """Makes, finds, rewraps and destroys data keys; every change commits at once."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime]) -> None:
        self._source = key_source(settings)
        self.engine = open_engine(settings.key_store)
        self.readers = open_reading_engine(settings.key_store)
        self._ring = self._source.open(self._is_unused)
        self._clock = clock
        self._named: dict[str, bytes] = {}
        self.tombstones = TombstoneLog(settings.tombstones)

    def prepare(self) -> None:
        """Creates the tables where they are missing."""
        KEY_STORE.create_all(self.engine)

    def _is_unused(self) -> bool:
        """Whether a first start may make the key-encryption keys; closes what it opened."""
        with self.readers.connect() as connection:
            there = set(inspect(connection).get_table_names())
            found = [
                connection.execute(select(table.c.key_version).limit(1)).first()
                for table in (SUBJECT_KEY, NAMED_KEY)
                if table.name in there
            ]
        self.readers.dispose()
        return not any(found)

    def dispose(self) -> None:
        self.readers.dispose()
        self.engine.dispose()

    def ensure(self, subject_id: UUID) -> bytes:
        """The key of this person, made and committed here before any data uses it."""
        with self.readers.connect() as connection:
            found = connection.execute(_ONE_KEY, {"subject_id": subject_id}).one_or_none()
        if found is None:
            return self._make(subject_id)
        if found.wrapped is None:
            raise KeyDestroyed("this person was erased")
        if self._clock() - found.ensured_at > _ENSURED_AGAIN:
            self._ensure_again(subject_id)
        return self._unwrap(found.key_version, found.wrapped)

    def _make(self, subject_id: UUID) -> bytes:
        data_key = os.urandom(KEY_BYTES)
        row = {"subject_id": subject_id, "ensured_at": self._clock()}
        try:
            with self.engine.begin() as connection:
                wrapped = self._wrap(connection, data_key)
                connection.execute(insert(SUBJECT_KEY).values(row | wrapped))
        except IntegrityError:  # another process was first: its key counts
            return self.ensure(subject_id)
        return data_key

    def _ensure_again(self, subject_id: UUID) -> None:
        """Keeps the sweep away from a key that is about to be used."""
        with self.engine.begin() as connection:
            changed = connection.execute(
                update(SUBJECT_KEY)
                .where(SUBJECT_KEY.c.subject_id == subject_id, SUBJECT_KEY.c.wrapped.is_not(None))
                .values(ensured_at=self._clock())
            )
        if not changed.rowcount:
            raise KeyMissing("the key of this person is gone")

    def find(self, subject_ids: Iterable[UUID]) -> dict[UUID, bytes]:
        """The keys of these people; who has none is left out."""
        wanted = list(dict.fromkeys(subject_ids))
        found: dict[UUID, bytes] = {}
        with self.readers.connect() as connection:
            for start in range(0, len(wanted), _BATCH):
                batch = {"subject_ids": wanted[start : start + _BATCH]}
                rows = connection.execute(_KEYS, batch)
                for subject_id, version, wrapped in rows.all():
                    found[subject_id] = self._unwrap(version, wrapped)
        return found

    def destroy(self, subject_id: UUID) -> None:
        """Tombstone first, then the key; doing it again changes nothing."""
        self.tombstones.add(subject_id, self._clock())
        self._remove(subject_id)
        self.forget_traces()

    def _remove(self, subject_id: UUID) -> None:
        with self.engine.begin() as connection:
            gone = {"wrapped": None, "destroyed_at": self._clock()}
            changed = connection.execute(
                update(SUBJECT_KEY)
                .where(SUBJECT_KEY.c.subject_id == subject_id, SUBJECT_KEY.c.wrapped.is_not(None))
                .values(gone)
            )
            if changed.rowcount:
                return
            known = select(SUBJECT_KEY.c.subject_id).where(SUBJECT_KEY.c.subject_id == subject_id)
            if connection.execute(known).one_or_none() is None:
                row = {"subject_id": subject_id, "key_version": 0, "ensured_at": self._clock()}
                connection.execute(insert(SUBJECT_KEY).values(row | gone))

    def unused_since(self, moment: datetime) -> Iterator[UUID]:
        """People whose key nobody asked for since `moment`; they may have no data at all."""
        with self.readers.connect() as connection:
            yield from connection.execute(
                select(SUBJECT_KEY.c.subject_id).where(
                    SUBJECT_KEY.c.ensured_at < moment, SUBJECT_KEY.c.wrapped.is_not(None)
                )
            ).scalars()

    def drop_unused(self, subject_id: UUID, moment: datetime) -> bool:
        """Removes a key without data, unless somebody asked for it since `moment`."""
        with self.engine.begin() as connection:
            gone = connection.execute(
                delete(SUBJECT_KEY).where(
                    SUBJECT_KEY.c.subject_id == subject_id,
                    SUBJECT_KEY.c.ensured_at < moment,
                    SUBJECT_KEY.c.wrapped.is_not(None),
                )
            )
        return bool(gone.rowcount)

    def named(self, name: str) -> bytes:
        """The key for a purpose of the program itself, such as pseudonyms in the audit trail."""
        if name not in self._named:
            self._named[name] = self._find_named(name) or self._make_named(name)
        return self._named[name]

    def _find_named(self, name: str) -> bytes | None:
        with self.readers.connect() as connection:
            found = connection.execute(
                select(NAMED_KEY).where(NAMED_KEY.c.name == name)
            ).one_or_none()
        return None if found is None else self._unwrap(found.key_version, found.wrapped)

    def _make_named(self, name: str) -> bytes:
        key = os.urandom(KEY_BYTES)
        try:
            with self.engine.begin() as connection:
                wrapped = self._wrap(connection, key)
                connection.execute(insert(NAMED_KEY).values({"name": name} | wrapped))
        except IntegrityError:
            return self._find_named(name) or key
        return key

    def keyed_hash(self, name: str, value: bytes) -> bytes:
        return hmac.digest(self.named(name), value, hashlib.sha256)

    def rotate(self) -> Iterator[int]:
        """Rewraps every key; yields how many are done so far. See `key_rotation`."""
        yield from rotation.rotate(self.engine, self._source)
        self.forget_traces()

    def retire_old_keys(self) -> None:
        rotation.retire_old_keys(self.engine, self._source)

    def forget_traces(self) -> None:
        """Takes destroyed keys out of the log of SQLite too; the daily sweep does it again."""
        if not forget_traces(self.engine):
            log.warning("traces of destroyed keys remain for now")

    def _wrap(self, connection: Connection, data_key: bytes) -> dict[str, int | bytes]:
        """Under the newest key-encryption key, which can't be retired before this commits."""
        rotation.hold_off(connection)
        self._ring = self._source.load()
        return {"key_version": self._ring.current, "wrapped": self._ring.wrap(data_key)}

    def _unwrap(self, version: int, wrapped: bytes) -> bytes:
        if version not in self._ring.keys:  # rotated by another process since this one started
            self._ring = self._source.load()
        return self._ring.unwrap(version, wrapped)
