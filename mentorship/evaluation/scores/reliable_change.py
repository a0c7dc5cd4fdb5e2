"""Whether somebody's score changed by more than the instrument's own noise.

Source: N. S. Jacobson and P. Truax, "Clinical significance: a statistical approach to defining
meaningful change in psychotherapy research", Journal of Consulting and Clinical Psychology 59
(1991) 12–19.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

# Beyond this a change is noise in one of twenty people at most.
RELIABLE = 1.96


class Change(StrEnum):
    HIGHER = "higher"
    NOT_RELIABLE = "not_reliable"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Norm:
    """What was published about an instrument; without it no change is called reliable.

    Goal Attainment Scaling and the Cantril ladder have none.
    """

    standard_deviation: float
    reliability: float

    def __post_init__(self) -> None:
        if self.standard_deviation <= 0:
            raise ValueError("a standard deviation is above nothing")
        if not 0 <= self.reliability < 1:
            raise ValueError("a reliability is from 0 up to, not including, 1")


def reliable_change_index(before: float, after: float, norm: Norm) -> float:
    """(x₂−x₁) / (SD·√(2(1−r)))."""
    noise = norm.standard_deviation * sqrt(2 * (1 - norm.reliability))
    return (after - before) / noise


def change_of(before: float, after: float, norm: Norm) -> Change:
    index = reliable_change_index(before, after, norm)
    if abs(index) < RELIABLE:
        return Change.NOT_RELIABLE
    return Change.HIGHER if index > 0 else Change.LOWER
