"""The verbs between start and end: the next phase, a pause, another planned end."""

from datetime import date
from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import Db, now
from mentorship.matching.models import MatchStatus
from mentorship.mentors.holding import open_hold
from mentorship.trajectories import queries, rules
from mentorship.trajectories.course import done_before, free_key, record, settings_of, step
from mentorship.trajectories.models import (
    Extension,
    PauseReason,
    Phase,
    PhaseChange,
    Trajectory,
    TrajectoryPause,
)


def _check_together(db: Db, trajectory: Trajectory, phase: Phase) -> None:
    """Whose match has ended only waits to be closed; raises NotRunning or MatchNotRunning."""
    rules.check_running(phase)
    if queries.match_of(db, trajectory).status is not MatchStatus.ACTIVE:
        raise rules.MatchNotRunning


def go_on(db: Db, trajectory: Trajectory, to: Phase, on: date, *, by: UUID) -> PhaseChange:
    """To another phase of the time together; the same step sent twice is one. The trajectory is
    locked. Raises NotRunning, PausedNow, StepUnknown, DayImpossible."""
    standing = queries.standing_of(db, trajectory)
    if standing.phase is to:
        return standing.last
    _check_together(db, trajectory, standing.phase)
    if standing.is_paused:
        raise rules.PausedNow
    if not to.is_running:
        raise rules.StepUnknown
    rules.check_day(on, after=standing.last.entered_on, today=today(db))
    return step(db, trajectory, to, on, by)


def pause(
    db: Db,
    trajectory: Trajectory,
    from_on: date,
    reason: PauseReason,
    *,
    expected_on: date | None = None,
    by: UUID,
    key: UUID | None = None,
) -> TrajectoryPause:
    """They don't meet from this day on; raises NotRunning, PausedNow, DayImpossible."""
    key = key or uuid4()
    if (before := done_before(db, TrajectoryPause, key, trajectory)) is not None:
        return before
    standing = queries.standing_of(db, trajectory)
    _check_together(db, trajectory, standing.phase)
    if standing.is_paused:
        raise rules.PausedNow
    rules.check_day(from_on, after=_free_from(db, trajectory), today=today(db))
    if expected_on is not None and expected_on <= from_on:
        raise rules.DayImpossible
    row = TrajectoryPause(
        id=free_key(db, TrajectoryPause, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, from_on=from_on, expected_on=expected_on, reason=reason,
        noted_at=now(db), noted_by=by,
    )  # fmt: skip
    db.add(row)
    db.flush()
    record(db, "trajectory.paused", trajectory)
    return row


def resume(db: Db, trajectory: Trajectory, on: date) -> None:
    """They meet again from this day on; raises NotPaused, MentorHeld or DayImpossible."""
    open_pause = queries.open_pause(db, trajectory)
    if open_pause is None:
        raise rules.NotPaused
    if open_hold(db, trajectory.mentor_id) is not None:
        raise rules.MentorHeld
    rules.check_day(on, after=open_pause.from_on, today=today(db))
    open_pause.resumed_on = on
    db.flush()
    record(db, "trajectory.resumed", trajectory)


def extend(
    db: Db, trajectory: Trajectory, new_end: date, reason: str, *, by: UUID, key: UUID | None = None
) -> Extension:
    """Another planned end, later or sooner; raises NotRunning or EndImpossible."""
    key = key or uuid4()
    if (before := done_before(db, Extension, key, trajectory)) is not None:
        return before
    _check_together(db, trajectory, queries.standing_of(db, trajectory).phase)
    start, end = trajectory.started_on, trajectory.planned_end
    assert start is not None  # noqa: S101 — it runs
    assert end is not None  # noqa: S101
    rules.check_new_end(start, end, new_end, today(db), rules.Terms.of(settings_of(db)))
    row = Extension(
        id=free_key(db, Extension, key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, from_end=end, to_end=new_end, noted_at=now(db), noted_by=by,
    )  # fmt: skip
    vault.write(db, row, reason=reason)
    db.add(row)
    trajectory.planned_end = new_end
    db.flush()
    record(db, "trajectory.extended", trajectory)
    return row


def _free_from(db: Db, trajectory: Trajectory) -> date | None:
    """After the start, and after the pause before."""
    ends = [span.until for span in queries.pauses_of(db, [trajectory.id])[trajectory.id]]
    return max((day for day in (trajectory.started_on, *ends) if day is not None), default=None)
