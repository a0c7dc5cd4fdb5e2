"""A year of figures for everybody, and what was added to it later on."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text

from mentorship.foundation import columns
from mentorship.foundation.db import Row
from mentorship.foundation.subjects import D, Retention

LONGEST_NOTE = 500
LONGEST_REASON = 300


class FiguresStatus(StrEnum):
    PROPOSED = "proposed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class OpenFigures(Row, table=True):
    """One calendar year over the whole region.

    `told` is what everybody reads, written once at the publication and never counted again; it goes
    when the figures are withdrawn. What was told stands in `ReleasedTable` for ever.
    """

    __retention__ = Retention.REFERENCE
    __table_args__ = (
        Index(
            "uq_open_figures_year",
            "year",
            unique=True,
            sqlite_where=text("status <> 'withdrawn'"),
            postgresql_where=text("status <> 'withdrawn'"),
        ),
        CheckConstraint(
            "published_by IS NULL OR published_by <> proposed_by",
            name="published_by_a_second_person",
        ),
        CheckConstraint(
            "(published_by IS NULL) = (published_at IS NULL)"
            " AND (published_by IS NULL) = (told_sha256 IS NULL)"
            " AND (status <> 'published' OR published_by IS NOT NULL)"
            " AND (status <> 'proposed' OR published_by IS NULL)",
            name="published_says_by_whom",
        ),
        CheckConstraint(
            "(status = 'withdrawn') = (withdrawn_at IS NOT NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL) = (because IS NULL)",
            name="withdrawn_says_why",
        ),
    )

    id: UUID = columns.key()
    year: int = columns.integer(D.OPERATION, at_least=1900, at_most=9999)
    status: FiguresStatus = columns.choice(
        FiguresStatus, D.OPERATION, default=FiguresStatus.PROPOSED
    )
    proposed_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    proposed_at: datetime = columns.utc(D.OPERATION)
    published_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    published_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    told: dict[str, Any] = columns.json(D.OPERATION, default_factory=dict)
    told_sha256: bytes | None = columns.digest(D.OPERATION, nullable=True)
    withdrawn_by: UUID | None = columns.ref("user_account.id", D.ACCOUNT, nullable=True)
    withdrawn_at: datetime | None = columns.utc(D.OPERATION, nullable=True)
    because: str | None = columns.text(D.OPERATION, max_length=LONGEST_REASON, nullable=True)
    version: int = columns.version()


class OpenFiguresNote(Row, table=True):
    """A correction in words, beside figures that stay as they were; everybody reads it."""

    __retention__ = Retention.REFERENCE

    id: UUID = columns.key()
    figures_id: UUID = columns.ref("open_figures.id", D.OPERATION)
    note: str = columns.text(D.OPERATION, max_length=LONGEST_NOTE)
    noted_by: UUID = columns.ref("user_account.id", D.ACCOUNT)
    noted_at: datetime = columns.utc(D.OPERATION)
