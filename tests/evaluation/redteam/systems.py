"""The attacker's reckoning: which numbers agree with all that is told (SciPy's HiGHS).

First fractions; a bound in fractions is never narrower than one in whole numbers. Where the numbers
found are whole they are a proof, kept for other questions; else whole numbers are asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

# A number of people in one of the smallest sets of half-years that releases can tell apart.
Atom: TypeAlias = tuple[int, frozenset[tuple[str, str]]]
Weights: TypeAlias = Mapping[Atom, float]

_LARGE = 100_000
_NEARLY = 1e-6
_BRANCHES = 5_000


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

    def state(self, weights: Weights, low: float, high: float) -> None:
        self.rows.append((weights, low, high))
        self._frozen, self._found = None, self._found[:0]

    def can_be(
        self, weights: Weights, at_least: float, lows: Mapping[Atom, int] | None = None
    ) -> bool:
        """Whether whole numbers from `lows` up agree with every row and reach this sum."""
        row, least = self._dense(weights), self._dense(lows or {})
        if len(self._found):
            enough = (self._found >= least).all(axis=1) & (self._found @ row >= at_least)
            if enough.any():
                return True
        answer = self._in_fractions(row, least)
        if answer is None or answer @ row < at_least - _NEARLY:
            return False
        if self._keep(answer) and np.round(answer) @ row >= at_least:
            return True
        return self._in_whole_numbers(row, at_least, least)

    def _dense(self, weights: Mapping[Atom, float]) -> np.ndarray:
        dense = np.zeros(len(self.atoms))
        for atom, weight in weights.items():
            dense[self.place[atom]] += weight
        return dense

    def _matrix(self) -> tuple[csr_array, np.ndarray, np.ndarray]:
        if self._frozen is None:
            matrix = np.array([self._dense(weights) for weights, _, _ in self.rows])
            lows = np.array([low for _, low, _ in self.rows], float)
            highs = np.array([high for _, _, high in self.rows], float)
            self._frozen = csr_array(matrix), lows, highs
        return self._frozen

    def _in_fractions(self, row: np.ndarray, least: np.ndarray) -> np.ndarray | None:
        matrix, lows, highs = self._matrix()
        same = lows == highs
        loose = ~same
        up, down = loose & np.isfinite(highs), loose & np.isfinite(lows)
        above = vstack([matrix[up], -matrix[down]]) if loose.any() else None
        limits = np.concatenate([highs[up], -lows[down]]) if loose.any() else None
        found = linprog(
            -row,
            A_ub=above,
            b_ub=limits,
            A_eq=matrix[same],
            b_eq=highs[same],
            bounds=np.column_stack([least, np.full(len(row), _LARGE)]),
            method="highs",
        )
        return found.x if found.status == 0 else None

    def _in_whole_numbers(self, row: np.ndarray, at_least: float, least: np.ndarray) -> bool:
        matrix, lows, highs = self._matrix()
        found = milp(
            np.zeros(len(row)),
            integrality=np.ones(len(row)),
            bounds=Bounds(least, np.full(len(row), _LARGE)),
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


def added(parts: Iterable[Atom]) -> dict[Atom, float]:
    return dict.fromkeys(parts, 1.0)
