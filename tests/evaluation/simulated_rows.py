"""Bare rows that no service wrote, so that they hold what a year could bring and no verb would
allow for in a test. `Simulated.words` keeps what was sealed, by row and column."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from mentorship.foundation.db import Db
from mentorship.foundation.sealing import Place, Sealed, seal

TODAY = date(2026, 3, 2)
PERSON = UUID(int=1)  # all words are about one, so that one key opens them
NOBODY = Sealed(b"never opened")


@dataclass
class Simulated:
    """All rows that were made, by their table, before they are stored at once."""

    random: Random
    by: UUID
    key: bytes
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    words: dict[tuple[UUID, str], str] = field(default_factory=dict)
    own_keys: dict[UUID, bytes] = field(default_factory=dict)

    work: Random = field(default_factory=lambda: Random(60))

    def took(self, trajectory: UUID) -> int | None:
        """Minutes of a consultant: some note none or little, the others sometimes none."""
        if trajectory.int % 9 == 0 or self.work.random() < 0.15:
            return None
        if trajectory.int % 9 == 1:
            return 10
        return self.work.choice([15, 30, 45, 60, 90, 120, 240])

    def new_id(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def put(self, model: Any, sealed: dict[str, str] | None = None, **told: Any) -> UUID:
        """All columns of the row; what isn't told is nothing. Words are under one shared
        key, but for a person with an own one."""
        table: Table = model.__table__
        row_id: UUID = told.setdefault("id", self.new_id())
        person = told.setdefault("subject_id", PERSON)
        for name, words in (sealed or {}).items():
            place = Place(table.name, name, row_id, person)
            told[name] = seal(self.own_keys.get(person, self.key), place, words)
            self.words[row_id, name] = words
        names = {column.name for column in table.columns}
        self.rows[table].append(
            {name: told.get(name, 1 if name == "version" else None) for name in names}
        )
        return row_id

    def store(self, db: Db) -> None:
        for table, rows in self.rows.items():
            db.execute(insert(table), rows)


def at(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)
