"""Finds reviews, goals with their scales and levels, and the figure that follows from them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlmodel import col, select

from mentorship.foundation import vault
from mentorship.foundation.db import Db
from mentorship.foundation.subjects import Purpose
from mentorship.referrals.mentees.models import Goal
from mentorship.trajectories import queries as of_trajectories
from mentorship.trajectories.contacts.queries import courses_of
from mentorship.trajectories.corrections import WHY, Noted, counts, with_history
from mentorship.trajectories.course import settings_of
from mentorship.trajectories.models import Trajectory
from mentorship.trajectories.reviews import rules
from mentorship.trajectories.reviews.gas import Attained, t_score
from mentorship.trajectories.reviews.models import (
    LEVEL_COLUMNS,
    GoalLevel,
    GoalScale,
    Review,
    Wave,
)


@dataclass(frozen=True)
class GoalTold:
    """A goal in somebody's own words, with its scale; `levels` are by wave, START the baseline."""

    goal: Goal
    text: str
    scale: GoalScale | None
    descriptions: dict[int, str]
    levels: dict[Wave, int]

    @property
    def is_scored(self) -> bool:
        """Whether reviews ask how far it is."""
        return self.goal.is_active and self.scale is not None


@dataclass(frozen=True)
class Scored:
    """The figure of one wave; goals that were put aside are counted, not scored."""

    t: float | None
    goals: int
    dropped: int


def lead_of(db: Db) -> timedelta:
    return timedelta(days=settings_of(db).review_lead_days)


def reviews_of(db: Db, trajectory_ids: Collection[UUID]) -> list[Review]:
    """Those that count, in the order in which they were held; without their words."""
    found = select(Review).where(col(Review.trajectory_id).in_(trajectory_ids), counts(Review))
    return list(db.exec(found.order_by(col(Review.held_on), col(Review.noted_at))))


def review_of(db: Db, trajectory: Trajectory, wave: Wave) -> Review | None:
    found = select(Review).where(
        col(Review.trajectory_id) == trajectory.id, col(Review.wave) == wave, counts(Review)
    )
    return db.exec(found).one_or_none()


def find(db: Db, trajectory: Trajectory, review_id: UUID) -> Review | None:
    """Also one that was corrected."""
    found = select(Review).where(
        col(Review.id) == review_id, col(Review.trajectory_id) == trajectory.id
    )
    return db.exec(found).one_or_none()


def levels_at(db: Db, reviews: Collection[Review]) -> dict[UUID, dict[UUID, int | None]]:
    """By review what each goal got there; None for one that had been put aside."""
    ids = [review.id for review in reviews]
    rows = list(db.exec(select(GoalLevel).where(col(GoalLevel.review_id).in_(ids))))
    read = vault.scan(db, rows, "level", purpose=Purpose.GUIDANCE)
    levels: dict[UUID, dict[UUID, int | None]] = {key: {} for key in ids}
    for row in rows:
        if row.is_dropped or row.id in read:
            levels[row.review_id][row.goal_id] = int(read[row.id]) if row.id in read else None
    return levels


def history_of(db: Db, trajectory: Trajectory) -> dict[Wave, Noted[Review]]:
    """By wave the review that counts with its words, and what stood there before."""
    found = select(Review).where(col(Review.trajectory_id) == trajectory.id)
    rows = db.exec(found.order_by(col(Review.noted_at), col(Review.id))).all()
    names = ("summary", "next_steps", WHY)
    read = vault.scan_fields(db, rows, names, purpose=Purpose.GUIDANCE)
    return {noted.row.wave: noted for noted in with_history(rows, read)}


def words_of(db: Db, reviews: Sequence[Review]) -> dict[UUID, dict[str, str]]:
    """Summary and next steps by review."""
    return vault.scan_fields(db, reviews, ("summary", "next_steps"), purpose=Purpose.GUIDANCE)


def find_goal(db: Db, trajectory: Trajectory, goal_id: UUID) -> Goal | None:
    found = select(Goal).where(col(Goal.id) == goal_id, col(Goal.mentee_id) == trajectory.mentee_id)
    return db.exec(found).one_or_none()


def scale_of(db: Db, trajectory: Trajectory, goal: Goal) -> GoalScale | None:
    found = select(GoalScale).where(
        col(GoalScale.trajectory_id) == trajectory.id, col(GoalScale.goal_id) == goal.id
    )
    return db.exec(found.execution_options(populate_existing=True)).one_or_none()


def is_fixed(db: Db, scale: GoalScale) -> bool:
    """Whether a review of this trajectory gave the goal a level."""
    found = (
        select(GoalLevel.id)
        .join(Review, col(Review.id) == col(GoalLevel.review_id))
        .where(
            col(Review.trajectory_id) == scale.trajectory_id,
            col(GoalLevel.goal_id) == scale.goal_id,
        )
    )
    return db.exec(found).first() is not None


def scales_of(db: Db, trajectory_ids: Collection[UUID]) -> list[GoalScale]:
    found = select(GoalScale).where(col(GoalScale.trajectory_id).in_(trajectory_ids))
    return list(db.exec(found.order_by(col(GoalScale.set_at), col(GoalScale.id))))


def goals_of(db: Db, trajectory: Trajectory) -> list[GoalTold]:
    """Those that count now and those that got a scale in this trajectory, in their own order."""
    scales = {scale.goal_id: scale for scale in scales_of(db, [trajectory.id])}
    found = select(Goal).where(
        col(Goal.mentee_id) == trajectory.mentee_id,
        col(Goal.is_active) | col(Goal.id).in_(list(scales)),
    )
    goals = list(db.exec(found.order_by(col(Goal.position))))
    texts = vault.scan(db, goals, "text", purpose=Purpose.GUIDANCE)
    names = (*LEVEL_COLUMNS.values(), "baseline")
    told = vault.scan_fields(db, list(scales.values()), names, purpose=Purpose.GUIDANCE)
    levels = _levels(db, [trajectory.id])
    return [
        _goal_told(goal, texts.get(goal.id, ""), scales.get(goal.id), told, levels)
        for goal in goals
    ]


def _goal_told(
    goal: Goal,
    text: str,
    scale: GoalScale | None,
    told: dict[UUID, dict[str, str]],
    levels: list["_Level"],
) -> GoalTold:
    words = told.get(scale.id, {}) if scale else {}
    descriptions = {at: words[name] for at, name in LEVEL_COLUMNS.items() if name in words}
    start = {Wave.START: int(words["baseline"])} if "baseline" in words else {}
    later = {
        one.wave: one.level for one in levels if one.goal_id == goal.id and one.level is not None
    }
    return GoalTold(goal, text, scale, descriptions, {**start, **later})


@dataclass(frozen=True)
class _Level:
    trajectory_id: UUID
    wave: Wave
    goal_id: UUID
    level: int | None


def _levels(db: Db, trajectory_ids: Collection[UUID]) -> list[_Level]:
    """What reviews said; None for a goal that had been put aside."""
    found = (
        select(GoalLevel, Review)
        .join(Review, col(Review.id) == col(GoalLevel.review_id))
        .where(col(Review.trajectory_id).in_(trajectory_ids), counts(Review))
    )
    rows = db.exec(found).all()
    read = vault.scan(db, [row for row, _ in rows], "level", purpose=Purpose.GUIDANCE)
    return [
        _Level(
            review.trajectory_id, review.wave, row.goal_id,
            int(read[row.id]) if row.id in read else None,
        )
        for row, review in rows
        if row.is_dropped or row.id in read
    ]  # fmt: skip


def scores_of(db: Db, trajectory_ids: Collection[UUID]) -> dict[tuple[UUID, Wave], Scored]:
    """GAS by trajectory and wave, the start from the stored baselines; three statements."""
    scales = scales_of(db, trajectory_ids)
    weights = {(scale.trajectory_id, scale.goal_id): scale.weight for scale in scales}
    baselines = vault.scan(db, scales, "baseline", purpose=Purpose.GUIDANCE)
    told = [
        _Level(scale.trajectory_id, Wave.START, scale.goal_id, int(baselines[scale.id]))
        for scale in scales
        if scale.id in baselines
    ]
    found: dict[tuple[UUID, Wave], list[_Level]] = {}
    for one in [*told, *_levels(db, trajectory_ids)]:
        found.setdefault((one.trajectory_id, one.wave), []).append(one)
    return {key: _scored(levels, weights) for key, levels in found.items()}


def _scored(levels: Sequence[_Level], weights: dict[tuple[UUID, UUID], int]) -> Scored:
    attained = [
        Attained(weights[one.trajectory_id, one.goal_id], one.level)
        for one in levels
        if one.level is not None
    ]
    return Scored(t_score(attained), len(attained), len(levels) - len(attained))


def due_of_many(
    db: Db, trajectories: Sequence[Trajectory], today: date
) -> dict[UUID, rules.ReviewDue]:
    """Of which a review is open that nobody noted; three statements for one as for a thousand."""
    asked = of_trajectories.not_waiting_to_be_closed(db, trajectories)
    courses, lead = courses_of(db, asked), lead_of(db)
    done: dict[UUID, set[Wave]] = {}
    for review in reviews_of(db, list(courses)):
        done.setdefault(review.trajectory_id, set()).add(review.wave)
    found = {
        key: rules.review_due(course, done.get(key, set()), today, lead)
        for key, course in courses.items()
    }
    return {key: due for key, due in found.items() if due is not None}
