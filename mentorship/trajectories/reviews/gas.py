"""Goal Attainment Scaling: one figure for how far somebody's own goals are reached; pure."""

from collections.abc import Iterable
from math import sqrt
from typing import NamedTuple

LEVELS = (-2, -1, 0, 1, 2)
# The correlation between goals that Kiresuk & Sherman (1968) take for granted.
RHO = 0.3


class Attained(NamedTuple):
    """One goal: how much it weighs (1 or more) and the level, -2 to +2; 0 is as expected."""

    weight: int
    level: int


def t_score(goals: Iterable[Attained], rho: float = RHO) -> float | None:
    """T = 50 + 10·Σwx / √((1−ρ)Σw² + ρ(Σw)²) (Kiresuk & Sherman 1968); None without goals.

    Goals that were dropped are left out by who calls: they are counted, never scored.
    """
    scored = list(goals)
    if not scored:
        return None
    if any(goal.weight < 1 or goal.level not in LEVELS for goal in scored):
        raise ValueError("a weight is 1 or more and a level -2 to +2")
    reached = sum(goal.weight * goal.level for goal in scored)
    squares = sum(goal.weight**2 for goal in scored)
    total = sum(goal.weight for goal in scored)
    return 50 + 10 * reached / sqrt((1 - rho) * squares + rho * total**2)
