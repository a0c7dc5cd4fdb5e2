"""Finds how a trajectory ended, and what was talked about and agreed then."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlmodel import col, select

from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db
from mentorship.trajectories.closure.models import (
    AftercareCheck,
    Closure,
    ContactStatement,
    ExitTalk,
)
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


def _of(db: Db, kind: type[OneRow], trajectory: Trajectory) -> Sequence[OneRow]:
    table: Any = kind
    return db.exec(select(kind).where(col(table.trajectory_id) == trajectory.id)).all()
