"""Rows to be stored at once: whole columns, real seals, and a key for each person."""

import os
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, insert

from mentorship.foundation.db import Database
from mentorship.foundation.keys.tables import SUBJECT_KEY
from mentorship.foundation.sealing import Place, seal

_AT_ONCE = 5_000


def at(day: date, hour: int = 10) -> datetime:
    return datetime.combine(day, time(hour), UTC)


class Rows:
    """Collects rows by table; nothing is written before `store`, which can be called again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._keys: dict[UUID, bytes] = {}
        self._rows: dict[Table, list[dict[str, Any]]] = defaultdict(list)
        self.stored = 0

    def person(self) -> UUID:
        subject_id = uuid4()
        self._keys[subject_id] = os.urandom(32)
        return subject_id

    def put(
        self, model: Any, person: UUID, words: dict[str, str] | None = None, **told: Any
    ) -> UUID:
        """What isn't told is nothing, but for what the table can't leave out of a seal."""
        table: Table = model.__table__
        row_id: UUID = told.setdefault("id", uuid4())
        if "subject_id" in table.c:
            told["subject_id"] = person
        for name, text in (words or {}).items():
            place = Place(table.name, name, row_id, person)
            told[name] = seal(self._keys[person], place, text)
        names = (column.name for column in table.columns)
        row = {name: told.get(name, 1 if name == "version" else None) for name in names}
        self._rows[table].append(row)
        return row_id

    def store(self) -> None:
        """The keys first, as always; each store in one transaction."""
        if not self._rows:
            return
        keys, long_ago = self._database.keys, self._database.clock() - timedelta(days=30)
        ring = keys._ring  # noqa: SLF001 — one transaction for all instead of one for each
        with keys.engine.begin() as connection:
            wrapped = [
                {"subject_id": who, "ensured_at": long_ago, "key_version": ring.current,
                 "wrapped": ring.wrap(key)}
                for who, key in self._keys.items()
            ]  # fmt: skip
            connection.execute(insert(SUBJECT_KEY), wrapped)
        with self._database.engine.begin() as connection:
            for table, rows in self._rows.items():
                for first in range(0, len(rows), _AT_ONCE):
                    connection.execute(insert(table), rows[first : first + _AT_ONCE])
                self.stored += len(rows)
        self._rows.clear()
        self._keys.clear()
