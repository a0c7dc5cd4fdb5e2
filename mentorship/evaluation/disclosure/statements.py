"""The words that protection and attack share: what is told, and what has to stay unknown.

A cell is a number of people (or of whole hours, or euros): zero or more. It is named by anything
that can be a key; a cell that two tables share has one name.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

CellName: TypeAlias = Hashable


@dataclass(frozen=True, slots=True)
class Relation:
    """The whole is the sum of its parts: a margin and its row, two years and their half-years."""

    whole: CellName
    parts: tuple[CellName, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """What somebody knows of a value: from `low` up to and including `high`; None = no limit."""

    low: int
    high: int | None

    @classmethod
    def exactly(cls, value: int) -> "Interval":
        return cls(value, value)


@dataclass(frozen=True, slots=True)
class Combination:
    """A statement about several cells: low <= sum of weight * cell <= high.

    A share of 34 percent of 50, a mean of 3.2 and a chart that ends at 20 are such statements,
    with the rounding of what was printed as their room.
    """

    weights: tuple[tuple[CellName, Fraction], ...]
    low: Fraction | None
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Need:
    """Safe when the attacker's lower bound is at most `low` and the upper at least `high`."""

    low: int
    high: int


def need_of(value: int, threshold: int, own: int = 0) -> Need | None:
    """What has to stay possible for this value; None when it may be known.

    `own` is what the largest single contributor knows of it (a referrer, House or mentor): for
    them only the rest is news. Source: the definition of a safe value, "L at most half of v
    rounded up (v = 0: L = 0) and U at least t".
    """
    rest = value - own
    if rest >= threshold:
        return None
    return Need(own + (rest + 1) // 2, own + threshold)


Known: TypeAlias = Mapping[CellName, Interval]
Needs: TypeAlias = Mapping[CellName, Need]
