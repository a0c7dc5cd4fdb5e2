"""The verbs of reviews: give a goal its scale, note a review with the levels, correct it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from mentorship.foundation import vault
from mentorship.foundation.calendar import today
from mentorship.foundation.db import ChangedMeanwhile, Db, expect_version, now
from mentorship.referrals.mentees.models import Goal
from mentorship.trajectories.corrections import Note, check_counts
from mentorship.trajectories.course import done_before, free_key, record
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import queries, rules
from mentorship.trajectories.reviews.gas import LEVELS
from mentorship.trajectories.reviews.models import (
    LEVEL_COLUMNS,
    GoalLevel,
    GoalScale,
    Review,
    ReviewDecision,
    Wave,
)
from mentorship.trajectories.rules import NotRunning, check_day


@dataclass(frozen=True)
class NewScale:
    """What each of the five levels means, how much the goal weighs, where it stands now."""

    descriptions: Mapping[int, str]
    weight: int
    baseline: int


@dataclass(frozen=True)
class NewReview:
    """A review as the form tells it; a goal without a level isn't in `levels`."""

    held_on: date
    took_part: tuple[str, ...]
    decision: ReviewDecision
    summary: str
    next_steps: str
    levels: Mapping[UUID, int]
    minutes: int | None = None


def set_scale(
    db: Db, trajectory: Trajectory, goal: Goal, told: NewScale, *, version: int, by: UUID
) -> GoalScale:
    """`version` is that of the scale on the page, 0 for none. The trajectory is locked.

    Raises GoalPutAside, ScaleFixed, ChangedMeanwhile.
    """
    if not goal.is_active:
        raise rules.GoalPutAside
    scale = queries.scale_of(db, trajectory, goal)
    if scale is None:
        if version:
            raise ChangedMeanwhile
        scale = GoalScale(
            id=uuid4(), subject_id=trajectory.subject_id, trajectory_id=trajectory.id,
            goal_id=goal.id, weight=told.weight, set_at=now(db), set_by=by,
        )  # fmt: skip
    elif queries.is_fixed(db, scale):
        raise rules.ScaleFixed
    else:
        expect_version(scale, version)
    scale.weight, scale.set_at, scale.set_by = told.weight, now(db), by
    words = {name: told.descriptions[level] for level, name in LEVEL_COLUMNS.items()}
    vault.write(db, scale, baseline=str(told.baseline), **words)
    db.add(scale)
    db.flush()
    record(db, "goal.scale_set", trajectory)
    return scale


def note_review(
    db: Db,
    trajectory: Trajectory,
    wave: Wave,
    told: NewReview,
    *,
    by: UUID,
    key: UUID | None = None,
) -> Review:
    """The trajectory is locked. Raises ReviewedBefore, NotRunning, DayImpossible."""
    key = key or uuid4()
    if (before := done_before(db, Review, key, trajectory)) is not None:
        return before
    if trajectory.started_on is None or not wave.has_review:
        raise NotRunning
    check_day(told.held_on, after=trajectory.started_on, today=today(db))
    if queries.review_of(db, trajectory, wave) is not None:
        raise rules.ReviewedBefore
    scaled = [goal.goal for goal in queries.goals_of(db, trajectory) if goal.scale is not None]
    # What was put aside is counted as such, from the scale that it once got.
    levels = {goal.id: None for goal in scaled if not goal.is_active} | _of_active(scaled, told)
    review = _add(db, trajectory, wave, told, levels, Note(by, key))
    record(db, "review.noted", trajectory, wave=wave)
    return review


def correct_review(
    db: Db,
    trajectory: Trajectory,
    before: Review,
    told: NewReview,
    *,
    why: str,
    by: UUID,
    key: UUID,
) -> Review:
    """Day, decision, words and levels of the same wave. What was put aside since keeps the level
    that it got. The trajectory is locked. Raises CorrectedBefore, DayImpossible."""
    if (known := done_before(db, Review, key, trajectory)) is not None:
        return known
    check_counts(db, before)
    check_day(told.held_on, after=trajectory.started_on, today=today(db))
    scaled = [goal.goal for goal in queries.goals_of(db, trajectory) if goal.scale is not None]
    aside = {goal.id for goal in scaled if not goal.is_active}
    first = queries.levels_at(db, [before])[before.id]
    levels = {goal_id: level for goal_id, level in first.items() if goal_id in aside}
    note = Note(by, key, before.id, why)
    review = _add(db, trajectory, before.wave, told, levels | _of_active(scaled, told), note)
    record(db, "review.corrected", trajectory, wave=before.wave)
    return review


def _of_active(goals: Iterable[Goal], told: NewReview) -> dict[UUID, int | None]:
    return {
        goal.id: told.levels[goal.id] for goal in goals if goal.is_active and goal.id in told.levels
    }


def _add(
    db: Db,
    trajectory: Trajectory,
    wave: Wave,
    told: NewReview,
    levels: Mapping[UUID, int | None],
    note: Note,
) -> Review:
    """With the level of each goal; None for one that was put aside."""
    if not set(levels.values()) <= {None, *LEVELS}:
        raise ValueError("a level is -2 to +2")
    review = Review(
        id=free_key(db, Review, note.key), subject_id=trajectory.subject_id,
        trajectory_id=trajectory.id, wave=wave, held_on=told.held_on,
        took_part=list(told.took_part), decision=told.decision, minutes=told.minutes,
        corrects_id=note.corrects, noted_at=now(db), noted_by=note.by,
    )  # fmt: skip
    vault.write(
        db, review, summary=told.summary or None, next_steps=told.next_steps or None,
        correction_reason=note.why,
    )  # fmt: skip
    db.add(review)
    db.flush()
    for goal_id, level in levels.items():
        row = GoalLevel(
            id=uuid4(), subject_id=review.subject_id, review_id=review.id, goal_id=goal_id,
            is_dropped=level is None,
        )  # fmt: skip
        vault.write(db, row, level=None if level is None else str(level))
        db.add(row)
    db.flush()
    return review
