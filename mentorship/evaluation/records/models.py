"""What is kept of rows that went out."""

from datetime import datetime
from uuid import UUID

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention


class ReleasedRecords(Row, table=True):
    """That rows about single trajectories went out, and how coarse they were; no row is kept.

    `levels` of each column that is told, `measures` with their editions of those that answer.
    """

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    bundle_id: UUID = columns.ref("evaluation_bundle.id", D.OPERATION, unique=True)
    cohorts: list[str] = columns.json(D.OPERATION)
    levels: dict[str, int] = columns.json(D.OPERATION)
    measures: dict[str, int] = columns.json(D.OPERATION)
    k: int = columns.integer(D.OPERATION, at_least=1)
    number: int = columns.integer(D.OPERATION, at_least=1)
    released_at: datetime = columns.utc(D.OPERATION)
