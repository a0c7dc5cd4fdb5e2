"""A correction is a new row that takes the place of the one that it names; the last one counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ColumnElement, Index, text
from sqlalchemy.orm import aliased
from sqlalchemy.schema import SchemaItem
from sqlmodel import col, select

from mentorship.foundation import columns
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import D
from mentorship.trajectories.models import LONGEST_TEXT
from mentorship.trajectories.rules import TrajectoryRefused

OneRow = TypeVar("OneRow", bound=Row)
WHY = "correction_reason"


class CorrectedBefore(TrajectoryRefused):
    """Another row took its place already; only the one that counts is corrected."""


@dataclass(frozen=True)
class Note:
    """Who notes something now, with the key of the page; of a correction also of what, and why."""

    by: UUID
    key: UUID
    corrects: UUID | None = None
    why: str | None = None


@dataclass(frozen=True)
class Noted(Generic[OneRow]):
    """The row that counts with its opened words by column, and those before it, the newest
    first."""

    row: OneRow
    words: dict[str, str]
    earlier: "tuple[Noted[OneRow], ...]" = ()


def corrects(table: str) -> Any:
    """The column that names the row whose place this one takes."""
    return columns.ref(
        f"{table}.id", D.CASE_PROCESS, nullable=True, unique=True, index=False, ondelete="CASCADE"
    )


def reason() -> Any:
    """The column of why; sealed, as people write about people in it."""
    return columns.sealed(D.CASE_NOTE, nullable=True, max_length=LONGEST_TEXT)


def one_of_each(table: str, *of: str) -> tuple[SchemaItem, ...]:
    """What the database holds: one first row for each, and a correction names another and says
    why."""
    is_first = text("corrects_id IS NULL")
    return (
        CheckConstraint("corrects_id IS NULL OR corrects_id <> id", name="corrects_another"),
        CheckConstraint(
            "(corrects_id IS NULL) = (correction_reason IS NULL)", name="correction_says_why"
        ),
        Index(
            f"uq_{table}_first", *of, unique=True, sqlite_where=is_first, postgresql_where=is_first
        ),
    )


@cache
def counts(kind: type[Row]) -> ColumnElement[bool]:
    """The condition on a row of this kind that no correction took its place."""
    table: Any = kind
    later: Any = aliased(table)
    found = select(later.id).where(col(later.corrects_id) == col(table.id))
    return ~found.correlate(table).exists()


def check_counts(db: Db, row: Row) -> None:
    """Raises CorrectedBefore. Whatever it belongs to is locked."""
    table: Any = type(row)
    later = select(table.id).where(col(table.corrects_id) == row.id)  # type: ignore[attr-defined]
    if db.exec(later).first() is not None:
        raise CorrectedBefore


def with_history(rows: Iterable[OneRow], words: dict[UUID, dict[str, str]]) -> list[Noted[OneRow]]:
    """Those that count, in the order of `rows`, each with what it was before."""
    by_id: dict[UUID, Any] = {row.id: row for row in rows}  # type: ignore[attr-defined]
    corrected = {row.corrects_id for row in by_id.values()}

    def noted(row: Any, earlier: Sequence[Noted[OneRow]] = ()) -> Noted[OneRow]:
        return Noted(row, words.get(row.id, {}), tuple(earlier))

    def before(row: Any) -> list[Noted[OneRow]]:
        older = by_id.get(row.corrects_id)
        return [noted(older), *before(older)] if older is not None else []

    return [noted(row, before(row)) for row in by_id.values() if row.id not in corrected]
