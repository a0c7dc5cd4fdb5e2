"""How far one person's goals are reached: the T-score, and how many goals were dropped.

The arithmetic is that of the reviews themselves (`trajectories.reviews.gas`), so that a bundle
tells what the consultant saw. Source: T. J. Kiresuk and R. E. Sherman, "Goal attainment scaling: a
general method for evaluating comprehensive community mental health programs", Community Mental
Health Journal 4 (1968) 443–453.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from mentorship.trajectories.reviews.gas import LEVELS, Attained, t_score


@dataclass(frozen=True, slots=True)
class Goal:
    """How far one goal was reached: −2 much less than expected, 0 as expected, +2 much more.

    `attained` is None for a goal that was dropped on the way.
    """

    attained: int | None
    weight: int = 1

    def __post_init__(self) -> None:
        if self.attained is not None and self.attained not in LEVELS:
            raise ValueError("a goal is scored from -2 to 2")
        if self.weight < 1:
            raise ValueError("a goal weighs at least 1")


@dataclass(frozen=True, slots=True)
class Attainment:
    """`t_score` is None when no goal was scored: no score is not a bad score."""

    t_score: float | None
    scored: int
    dropped: int


def attainment(goals: Iterable[Goal]) -> Attainment:
    """A dropped goal is counted, never scored."""
    goals = list(goals)
    scored = [Attained(goal.weight, goal.attained) for goal in goals if goal.attained is not None]
    return Attainment(t_score(scored), len(scored), len(goals) - len(scored))
