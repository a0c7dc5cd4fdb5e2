"""Finds how a trajectory ended, and what was talked about and agreed then: the rows that count."""

from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    Closure,
    ContactStatement,
    ExitTalk,
)
from mentorship.trajectories.corrections import counts
from mentorship.trajectories.models import Trajectory

OneRow = TypeVar("OneRow", bound=Row)


def closure_of(db: Db, trajectory: Trajectory) -> Closure | None:
    return next(iter(_of(db, Closure, trajectory)), None)


def talks_of(db: Db, trajectory: Trajectory) -> Sequence[ExitTalk]:
    return sorted(_of(db, ExitTalk, trajectory), key=lambda talk: talk.talked_on)


def statement_of(db: Db, trajectory: Trajectory) -> ContactStatement | None:
    return next(iter(_of(db, ContactStatement, trajectory)), None)


def checks_of(db: Db, trajectory: Trajectory) -> Sequence[AftercareCheck]:
    return sorted(_of(db, AftercareCheck, trajectory), key=lambda check: check.months)


def find(db: Db, kind: type[OneRow], trajectory: Trajectory, row_id: UUID) -> OneRow | None:
    """Also one that was corrected."""
    row = db.get(kind, row_id)
    return row if row is not None and _trajectory_id(row) == trajectory.id else None


def all_of(db: Db, kind: type[OneRow], trajectory: Trajectory) -> Sequence[OneRow]:
    """With those that were corrected, in the order in which they were noted."""
    table: Any = kind
    found = select(kind).where(col(table.trajectory_id) == trajectory.id)
    return db.exec(found.order_by(col(table.noted_at), col(table.id))).all()


def _of(db: Db, kind: type[OneRow], trajectory: Trajectory) -> Sequence[OneRow]:
    table: Any = kind
    found = select(kind).where(col(table.trajectory_id) == trajectory.id, counts(kind))
    return db.exec(found).all()


def _trajectory_id(row: Any) -> Any:
    return row.trajectory_id
