"""The T-score of Goal Attainment Scaling.

Source: T. J. Kiresuk and R. E. Sherman, "Goal attainment scaling: a general method for evaluating
comprehensive community mental health programs", Community Mental Health Journal 4 (1968) 443–453.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

LOWEST, HIGHEST = -2, 2
# What goals of one person are assumed to have in common; the authors' own value.
CORRELATION = 0.3
EXPECTED = 50.0


@dataclass(frozen=True, slots=True)
class Goal:
    """How far one goal was reached: −2 much less than expected, 0 as expected, +2 much more.

    `attained` is None for a goal that was dropped on the way.
    """

    attained: int | None
    weight: float = 1.0

    def __post_init__(self) -> None:
        if self.attained is not None and not LOWEST <= self.attained <= HIGHEST:
            raise ValueError("a goal is scored from -2 to 2")
        if self.weight <= 0:
            raise ValueError("a goal weighs more than nothing")


@dataclass(frozen=True, slots=True)
class Attainment:
    """`t_score` is None when no goal was scored: no score is not a bad score."""

    t_score: float | None
    scored: int
    dropped: int


def attainment(goals: Iterable[Goal]) -> Attainment:
    """T = 50 + 10·Σwx / √((1−ρ)Σw² + ρ(Σw)²); a dropped goal is counted, never scored."""
    goals = list(goals)
    scored = [(goal.weight, goal.attained) for goal in goals if goal.attained is not None]
    dropped = len(goals) - len(scored)
    if not scored:
        return Attainment(None, 0, dropped)
    sum_of_weights = sum(weight for weight, _ in scored)
    sum_of_squares = sum(weight**2 for weight, _ in scored)
    spread = sqrt((1 - CORRELATION) * sum_of_squares + CORRELATION * sum_of_weights**2)
    reached = sum(weight * attained for weight, attained in scored)
    return Attainment(EXPECTED + 10 * reached / spread, len(scored), dropped)
