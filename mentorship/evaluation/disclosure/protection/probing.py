"""Proposes alibis and cuts by linear programming; what is proposed is proven in whole numbers.

GLOP keeps its place between programs that differ in limits and goal only: 110 attacks on a table of
240 cells take 22 ms, with HiGHS inside SciPy 285 ms. Neither is believed as it is.
"""

from dataclasses import dataclass
from math import gcd

import numpy as np
from numpy.typing import NDArray

from mentorship.evaluation.disclosure.protection.alibis import is_alibi
from mentorship.evaluation.disclosure.protection.solvers import glop
from mentorship.evaluation.disclosure.protection.systems import (
    NO_LIMIT,
    Mask,
    System,
    Target,
    Whole,
)

Part = NDArray[np.float64]

# Denominators of the multipliers that are tried for a proof; 1 is enough for two dimensions.
_MULTIPLES = (1, 2, 12)
# How far told cells may move, in people, in the program that looks for a strong cut.
_LEEWAY = 1e-3


@dataclass(frozen=True, slots=True)
class Cut:
    """Every safe plan has sum(coefficient of its hidden columns) >= `at_least`."""

    coefficients: tuple[tuple[int, int], ...]
    at_least: int

    def lacks(self, chosen: Part) -> float:
        """How much is missing when these parts of columns are hidden."""
        return self.at_least - sum(weight * float(chosen[i]) for i, weight in self.coefficients)


class Prober:
    """How far a column can move while all sums stay right."""

    def __init__(self, system: System) -> None:
        self.system = system
        self._solver = glop().Solver.CreateSolver("GLOP")
        self._solver.SetSolverSpecificParametersAsString(
            "use_preprocessing:false use_dual_simplex:false"
        )
        self._moves = [self._solver.NumVar(0, 0, "") for _ in range(system.size)]
        self._low, self._high = np.zeros(system.size), np.zeros(system.size)
        self._sums = []
        for row in system.sums:
            one = self._solver.Constraint(0, 0)
            for i, weight in row:
                one.SetCoefficient(self._moves[i], weight)
            self._sums.append(one)

    def alibi_for(self, target: Target, hidden: Mask) -> Whole | None:
        """None when the best of linear programming doesn't add up in whole numbers."""
        if not self._move(target, hidden.astype(float), 0):
            return None
        moves = np.array([move.solution_value() for move in self._moves])
        alibi = np.rint(moves).astype(np.int64)
        return alibi if is_alibi(self.system, hidden, target, alibi) else None

    def cut_for(self, target: Target, chosen: Part) -> Cut | None:
        """A cut that these parts of columns lack; None when no proof of one was found."""
        for leeway in (_LEEWAY, 0.0):
            if self._move(target, chosen, leeway):
                found = np.array([one.dual_value() for one in self._sums])
                for multiple in _MULTIPLES:
                    cut = _proven(self.system, target, found, multiple)
                    if cut is not None and cut.lacks(chosen) > 1e-4:
                        return cut
        return None

    def reaches(self, target: Target, chosen: Part) -> Part | None:
        """The moves by which it goes far enough with parts of columns hidden, if it does."""
        if not self._move(target, chosen, 0):
            return None
        moves = np.array([move.solution_value() for move in self._moves])
        return moves if target.sign * moves[target.column] >= target.distance - 1e-6 else None

    def _move(self, target: Target, chosen: Part, leeway: float) -> bool:
        low, high = self._limits(target, chosen, leeway)
        for i in np.flatnonzero((low != self._low) | (high != self._high)):
            self._moves[i].SetBounds(float(low[i]), float(high[i]))
        self._low, self._high = low, high
        goal = self._solver.Objective()
        goal.Clear()
        goal.SetCoefficient(self._moves[target.column], target.sign)
        goal.SetMaximization()
        return bool(self._solver.Solve() == glop().Solver.OPTIMAL)

    def _limits(self, target: Target, chosen: Part, leeway: float) -> tuple[Part, Part]:
        """A part of a column moves that part of what would be enough for the target."""
        down, up = self.system.down[target.insider], self.system.up
        enough = target.distance
        low = -np.maximum(np.minimum(down, enough) * chosen, np.minimum(down, leeway))
        high = np.maximum(np.minimum(up, enough) * chosen, np.minimum(up, leeway))
        whole = chosen >= 1
        low[whole] = np.where(down >= NO_LIMIT, -np.inf, -down)[whole]
        high[whole] = np.where(up >= NO_LIMIT, np.inf, up)[whole]
        column = target.column
        if target.sign > 0:
            high[column] = min(high[column], enough)
        else:
            low[column] = max(low[column], -enough)
        return low, high


def _proven(system: System, target: Target, multipliers: Part, multiple: int) -> Cut | None:
    """For any multipliers u: target = target - u * rows, as every row is zero. So the target moves
    at most what its columns can add together, whichever u was proposed."""
    whole = np.rint(multipliers * multiple).astype(np.int64)
    left = -system.times_sums(whole)
    left[target.column] += multiple * target.sign
    most = multiple * target.distance
    # A column without a limit adds all that is needed; no product here comes near 2**63.
    size = np.minimum(np.abs(left), most)
    limit = np.minimum(np.where(left > 0, system.up, system.down[target.insider]), most)
    adds = np.minimum(size * limit, most)
    certain = system.certain
    lacking = most - int(adds[certain].sum())
    if lacking <= 0:
        return None
    chosen = {
        int(i): min(int(adds[i]), lacking)
        for i in np.flatnonzero(adds)
        if system.free[i] and not certain[i]
    }
    common = gcd(lacking, *chosen.values())
    return Cut(tuple((i, add // common) for i, add in chosen.items()), lacking // common)
