"""What the key store remembers of the last checkpoint, apart from the trail and the checkpoints."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from mentorship.foundation.keys.store import KeyStore
from mentorship.foundation.keys.tables import LAST_CHECKPOINT


@dataclass(frozen=True)
class Remembered:
    """Enough to tell whether the last checkpoint is still there."""

    number: int
    digest: str
    at: datetime


def recall(keys: KeyStore) -> Remembered | None:
    with keys.readers.connect() as connection:
        row = connection.execute(select(LAST_CHECKPOINT)).one_or_none()
    return None if row is None else Remembered(row.number, row.digest, row.at)


def remember(keys: KeyStore, last: Remembered) -> None:
    """Unless a later one is remembered already."""
    later = select(LAST_CHECKPOINT).where(LAST_CHECKPOINT.c.number >= last.number)
    with keys.engine.begin() as connection:
        if connection.dialect.name == "postgresql":  # a writer of SQLite is alone anyway
            connection.exec_driver_sql("LOCK TABLE last_checkpoint IN EXCLUSIVE MODE")
        if connection.execute(later).first() is None:
            connection.execute(delete(LAST_CHECKPOINT))
            connection.execute(insert(LAST_CHECKPOINT).values(**vars(last)))
