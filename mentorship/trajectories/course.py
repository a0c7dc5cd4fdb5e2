"""What every verb of a trajectory ends with, and the one way in which a phase changes."""

from datetime import date
from typing import TypeVar
from uuid import UUID, uuid4

from mentorship.foundation import audit
from mentorship.foundation.audit import Detail
from mentorship.foundation.columns import Row
from mentorship.foundation.db import Db, now
from mentorship.foundation.settings import Settings
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.models import Mentee
from mentorship.trajectories import queries, rules
from mentorship.trajectories.models import Phase, PhaseChange, Trajectory

OneRow = TypeVar("OneRow", bound=Row)


def record(db: Db, action: str, trajectory: Trajectory, **details: Detail) -> None:
    mentee = db.get_one(Mentee, trajectory.mentee_id)
    audit.record(
        db, action, subject_id=trajectory.subject_id, object_id=trajectory.id,
        purpose=Purpose.GUIDANCE, house=mentee.house_code, **details,
    )  # fmt: skip


def step(db: Db, trajectory: Trajectory, to: Phase, day: date, by: UUID) -> PhaseChange:
    """The next step from where it stands; the trajectory is locked. Raises StepUnknown."""
    last = queries.standing_of(db, trajectory).last
    rules.check_step(trajectory.process_number, last.to_phase, to)
    return _add(db, trajectory, last.to_phase, to, day, by, last.position)


def first_step(db: Db, trajectory: Trajectory, day: date, by: UUID) -> PhaseChange:
    return _add(db, trajectory, Phase.NEW, Phase.PLANNED, day, by, None)


def _add(
    db: Db, trajectory: Trajectory, start: Phase, to: Phase, day: date, by: UUID, before: int | None
) -> PhaseChange:
    change = PhaseChange(
        subject_id=trajectory.subject_id, trajectory_id=trajectory.id,
        process_number=trajectory.process_number, position=(before or 0) + 1,
        position_before=before, from_phase=start, to_phase=to, entered_on=day,
        noted_at=now(db), noted_by=by,
    )  # fmt: skip
    db.add(change)
    db.flush()
    record(db, "trajectory.stepped", trajectory, to=to)
    return change


def done_before(db: Db, kind: type[OneRow], key: UUID, trajectory: Trajectory) -> OneRow | None:
    """What the same sending of the same page made already; the trajectory is locked."""
    row = db.get(kind, key)
    return row if row is not None and getattr(row, "trajectory_id", None) == trajectory.id else None


def free_key(db: Db, kind: type[Row], key: UUID) -> UUID:
    """The key of the sending, unless somebody took it for another trajectory."""
    return key if db.get(kind, key) is None else uuid4()


def settings_of(db: Db) -> Settings:
    settings: Settings = db.info["database"].settings
    return settings
