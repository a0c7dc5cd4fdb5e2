"""The words of what a choice gives up, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What is given up on each level of the objective; the first that isn't zero is positive.

    `worst_fit` is a level of max-min only; of an answer that chooses nobody it counts as 0.
    """

    class_1: int
    class_2: int
    class_3: int
    worst_fit: int | None = None
    points: int

    @property
    def levels(self) -> tuple[int, ...]:
        """Highest first, as prices compare; a worst fit only where there is one."""
        worst = () if self.worst_fit is None else (self.worst_fit,)
        return (self.class_1, self.class_2, self.class_3, *worst, self.points)

    def __str__(self) -> str:
        classes, rest = self.levels[:3], self.levels[3:]
        return ";".join(("/".join(map(str, classes)), *map(str, rest)))


@dataclass(frozen=True, slots=True, kw_only=True)
class RunnerUp:
    """A pair that isn't proposed, and what proposing it gives up."""

    mentee: str
    mentor: str
    price: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Prices:
    """What every other choice gives up, exact but for the tie-break; all by mentee id.

    `refusal`: what is lost when a proposed pair may not be. `other_mentor` and `other_mentee`:
    the cheapest other pair of the proposal's mentee and of its mentor. `serve`: of who waits the
    cheapest pair. Cheapest is by price, then the higher fit, then the other person's id. Pins and
    pairs that can't be chosen have none.
    """

    refusal: Mapping[str, Price]
    other_mentor: Mapping[str, RunnerUp]
    other_mentee: Mapping[str, RunnerUp]
    serve: Mapping[str, RunnerUp]
