"""The attacker's reckoning: which numbers agree with all that is told.

First fractions; a bound in fractions is never narrower than one in whole numbers. Where the numbers
found are whole they are a proof, kept for other questions; else whole numbers are asked for.

Fractions are GLOP's, which keeps its place between questions: only goal and a few limits differ.
Whole numbers are those of HiGHS through SciPy. Neither is believed where it says "can be".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from ortools.linear_solver import pywraplp
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

# A number of people in one of the smallest sets of half-years that releases can tell apart.
Atom: TypeAlias = tuple[int, frozenset[tuple[str, str]]]
Weights: TypeAlias = Mapping[Atom, float]

# More people than this are in no region, and everybody knows that.
MOST = 100_000
_NEARLY = 1e-6
_BRANCHES = 5_000


class _Fractions:
    """One program for all questions to a puzzle."""

    def __init__(self, matrix: csr_array, lows: np.ndarray, highs: np.ndarray) -> None:
        self._solver = pywraplp.Solver.CreateSolver("GLOP")
        self._columns = [self._solver.NumVar(0, MOST, "") for _ in range(matrix.shape[1])]
        for number, (low, high) in enumerate(zip(lows, highs, strict=True)):
            row = self._solver.Constraint(float(low), float(high))
            for place in range(matrix.indptr[number], matrix.indptr[number + 1]):
                column = self._columns[matrix.indices[place]]
                row.SetCoefficient(column, float(matrix.data[place]))
        self._raised: dict[int, int] = {}

    def most(self, goal: Mapping[int, float], lows: Mapping[int, int]) -> np.ndarray | None:
        for place in self._raised.keys() | lows.keys():
            if self._raised.get(place, 0) != lows.get(place, 0):
                self._columns[place].SetLb(lows.get(place, 0))
        self._raised = dict(lows)
        objective = self._solver.Objective()
        objective.Clear()
        for place, weight in goal.items():
            objective.SetCoefficient(self._columns[place], weight)
        objective.SetMaximization()
        if self._solver.Solve() != pywraplp.Solver.OPTIMAL:
            return None
        return np.array([column.solution_value() for column in self._columns])


@dataclass(frozen=True)
class _Believed:
    """Of the first `looked_at` numbers found, those that somebody with these `lows` can't deny."""

    lows: Mapping[Atom, int]
    least: dict[int, int]
    found: np.ndarray
    looked_at: int


@dataclass
class Puzzle:
    """low <= sum of weight * atom <= high for every row; atoms are whole numbers from zero up."""

    atoms: list[Atom]
    place: dict[Atom, int] = field(init=False)
    rows: list[tuple[Weights, float, float]] = field(default_factory=list)
    undecided: int = 0

    def __post_init__(self) -> None:
        self.place = {atom: number for number, atom in enumerate(self.atoms)}
        self._found = np.zeros((0, len(self.atoms)))
        self._frozen: tuple[csr_array, np.ndarray, np.ndarray] | None = None
        self._fractions: _Fractions | None = None
        self._believed = _Believed({}, {}, self._found, 0)

    def state(self, weights: Weights, low: float, high: float) -> None:
        self.rows.append((weights, low, high))
        self._frozen, self._fractions, self._found = None, None, self._found[:0]
        self._believed = _Believed({}, {}, self._found, 0)

    def can_be(
        self, weights: Weights, at_least: float, lows: Mapping[Atom, int] | None = None
    ) -> bool:
        """Whether whole numbers from `lows` up agree with every row and reach this sum."""
        goal = {self.place[atom]: float(weight) for atom, weight in weights.items()}
        believed = self._believed_by(lows or {})
        if (believed.found[:, list(goal)] @ np.array(list(goal.values())) >= at_least).any():
            return True
        least = believed.least
        if self._fractions is None:
            self._fractions = _Fractions(*self._matrix())
        answer = self._fractions.most(goal, least)
        if answer is None:
            # GLOP may stop without an answer: whole numbers decide whether there is none.
            return self._in_whole_numbers(goal, at_least, least)
        if _reached(goal, answer) < at_least - _NEARLY:
            return False
        if self._keep(answer) and _reached(goal, np.round(answer)) >= at_least:
            return True
        return self._in_whole_numbers(goal, at_least, least)

    def _believed_by(self, lows: Mapping[Atom, int]) -> _Believed:
        """Who asks, asks of many sums one after the other: what they believe is kept."""
        last = self._believed
        if last.lows is not lows:
            least = {self.place[atom]: low for atom, low in lows.items() if low}
            last = _Believed(lows, least, self._found[:0], 0)
        if last.looked_at != len(self._found):
            new = self._found[last.looked_at :]
            fits = (new[:, list(last.least)] >= np.array(list(last.least.values()))).all(axis=1)
            found = np.vstack([last.found, new[fits]])
            last = _Believed(lows, last.least, found, len(self._found))
        self._believed = last
        return last

    def _matrix(self) -> tuple[csr_array, np.ndarray, np.ndarray]:
        if self._frozen is None:
            shape = len(self.rows), len(self.atoms)
            matrix = np.zeros(shape)
            for number, (weights, _, _) in enumerate(self.rows):
                for atom, weight in weights.items():
                    matrix[number, self.place[atom]] += weight
            lows = np.array([low for _, low, _ in self.rows], float)
            highs = np.array([high for _, _, high in self.rows], float)
            self._frozen = csr_array(matrix), lows, highs
        return self._frozen

    def _in_whole_numbers(
        self, goal: Mapping[int, float], at_least: float, least: Mapping[int, int]
    ) -> bool:
        matrix, lows, highs = self._matrix()
        lowest, row = np.zeros(len(self.atoms)), np.zeros(len(self.atoms))
        lowest[list(least)] = list(least.values())
        row[list(goal)] = list(goal.values())
        found = milp(
            np.zeros(len(row)),
            integrality=np.ones(len(row)),
            bounds=Bounds(lowest, np.full(len(row), MOST)),
            constraints=[
                LinearConstraint(matrix, lows, highs),
                LinearConstraint(row[None, :], at_least, np.inf),
            ],
            options={"node_limit": _BRANCHES},
        )
        if found.status == 1:
            self.undecided += 1
        return found.x is not None and self._keep(found.x)

    def _keep(self, answer: np.ndarray) -> bool:
        """As a proof, when whole and checked against every row."""
        whole = np.round(answer)
        matrix, lows, highs = self._matrix()
        sums = matrix @ whole
        fits = (sums >= lows - 1e-9).all() and (sums <= highs + 1e-9).all()
        if not fits or (whole < 0).any() or np.abs(answer - whole).max() > 1e-4:
            return False
        self._found = np.vstack([self._found, whole[None, :]])
        return True


def _reached(goal: Mapping[int, float], numbers: Sequence[float] | np.ndarray) -> float:
    return sum(weight * float(numbers[place]) for place, weight in goal.items())


def added(parts: Iterable[Atom]) -> dict[Atom, float]:
    return dict.fromkeys(parts, 1.0)
