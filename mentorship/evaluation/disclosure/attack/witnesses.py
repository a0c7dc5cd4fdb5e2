"""Tables that agree with all that is told: the proof that a value is possible.

A solver reckons with fractions and tolerances, so its word is never taken: each table it finds is
rounded to whole numbers and held against every row in whole numbers. Whatever is called possible
here, is. What the solver misses makes the attacker seem to know more, never less.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Row

if TYPE_CHECKING:
    from scipy.optimize import LinearConstraint

Table = tuple[int, ...]
Weights = Mapping[int, int]
# What a solver gives: numbers that ought to be whole, or nothing.
Found = np.ndarray | None

# How far from whole a solver's "whole" may be; the check in whole numbers comes after.
_NEARLY = 1e-6
# Branches, not seconds: the same input has to give the same verdict on a slower machine.
_MOST_BRANCHES = 2_000


class Component:
    """Hidden cells that hang together by rows, and the agreeing tables found for them so far.

    Cells are numbered from 0; a table is one number for each. `tables` are some that agree.
    Raises Contradictory when no agreeing table is found.
    """

    def __init__(
        self,
        lows: Sequence[int],
        highs: Sequence[int | None],
        rows: Sequence[Row],
        tables: Iterable[Table] = (),
    ) -> None:
        self._lows, self._highs, self.rows = lows, highs, rows
        self._steps: list[Table] = []
        self.tables: list[Table] = []
        self._least_seen: list[int] = []
        self._most_seen: list[int] = []
        for table in dict.fromkeys(tables):
            self._keep(table)
        if self.tables:
            return
        if not (self._take(self._model.best({}, whole=False)) or self._take(self._model.any({}))):
            raise Contradictory

    @cached_property
    def _model(self) -> "_Model":
        return _Model(self._lows, self._highs, self.rows)

    def within(self, lows: Sequence[int], highs: Sequence[int | None]) -> list[Table]:
        """Those of its tables that lie between these narrower ends: they agree with them too."""
        return [table for table in self.tables if all(map(_within, table, lows, highs))]

    def look_above(self, lows: Sequence[int]) -> bool:
        """For a table of at least these too, and keeps it: whether there is one."""
        if any(all(map(_within, table, lows, self._highs)) for table in self.tables):
            return True
        model = _Model(lows, self._highs, self.rows)
        return self._take(model.best({}, whole=False)) or self._take(model.any({}))

    def varies(self, cell: int) -> bool:
        """Whether it is not the same in all tables that were found so far."""
        return self._least_seen[cell] < self._most_seen[cell]

    def most_seen(self, weights: Weights) -> int:
        """The most that the sum of weight * cell is in a table found so far."""
        if len(weights) == 1:
            ((cell, weight),) = weights.items()
            ends = self._least_seen[cell], self._most_seen[cell]
            return max(weight * end for end in ends)
        return max(_sum(weights.items(), table) for table in self.tables)

    def most(self, weights: Weights) -> int | None:
        """The most that the sum of weight * cell can be; None when it has no limit."""
        if self._is_endless(weights):
            return None
        corner = self._model.best(weights, whole=False)
        # When the best corner is whole nothing beats it.
        if not (self._take(corner) and _is_whole(corner)):
            self._take(self._model.best(weights, whole=True))
        return self.most_seen(weights)

    def reaches(self, weights: Weights, least: int) -> bool:
        """Whether the sum of weight * cell can be `least` or more; quicker than its most."""
        if self.most_seen(weights) >= least or self._is_endless(weights):
            return True
        corner = self._model.best(weights, whole=False)
        if self._take(corner) and (self.most_seen(weights) >= least or _is_whole(corner)):
            return self.most_seen(weights) >= least
        if corner is None or _too_low(sum(w * corner[cell] for cell, w in weights.items()), least):
            return False
        return self._take(self._model.any(weights, least)) and self.most_seen(weights) >= least

    def _take(self, found: Found) -> bool:
        """Keeps what the solver found, once rounded, if it agrees."""
        if found is None:
            return False
        table = tuple(round(value) for value in found)
        if not self._agrees(table):
            return False
        self._keep(table)
        return True

    def _keep(self, table: Table) -> None:
        if not self.tables:
            self._least_seen, self._most_seen = list(table), list(table)
        self.tables.append(table)
        self._least_seen = list(map(min, self._least_seen, table))
        self._most_seen = list(map(max, self._most_seen, table))

    def _agrees(self, table: Table) -> bool:
        return all(map(_within, table, self._lows, self._highs)) and all(
            _within(_sum(row.terms, table), row.low, row.high) for row in self.rows
        )

    def _is_endless(self, weights: Weights) -> bool:
        if all(high is not None for high in self._highs):
            return False
        if any(_sum(weights.items(), step) > 0 for step in self._steps):
            return True
        step = _find_step(self._highs, self.rows, weights)
        if step is not None:
            self._steps.append(step)
        return step is not None


def _find_step(highs: Sequence[int | None], rows: Sequence[Row], weights: Weights) -> Table | None:
    """What can be added to any agreeing table for ever, and makes the sum grow each time."""
    lasting = [
        Row(row.terms, None if row.low is None else 0, None if row.high is None else 0)
        for row in rows
    ]
    growing = Row(tuple(weights.items()), 1, None)
    ends = [None if high is None else 0 for high in highs]
    try:
        return Component([0] * len(highs), ends, [*lasting, growing]).tables[0]
    except Contradictory:
        return None


class _Model:
    """The rows as the solver wants them."""

    def __init__(
        self, lows: Sequence[int], highs: Sequence[int | None], rows: Sequence[Row]
    ) -> None:
        self._size = len(lows)
        self._bounds = _optimizing().Bounds(np.array(lows, float), _numbers(highs, np.inf))
        self._rows = []
        if rows:
            starts = np.cumsum([0, *(len(row.terms) for row in rows)])
            cells = [cell for row in rows for cell, _ in row.terms]
            weights = [float(weight) for row in rows for _, weight in row.terms]
            matrix = _sparse().csr_array((weights, cells, starts), shape=(len(rows), self._size))
            self._rows = [
                _optimizing().LinearConstraint(
                    matrix,
                    _numbers([row.low for row in rows], -np.inf),
                    _numbers([row.high for row in rows], np.inf),
                )
            ]

    def best(self, weights: Weights, whole: bool) -> Found:
        """Where the sum is largest."""
        return self._solve(weights, whole, [])

    def any(self, weights: Weights, least: int = 0) -> Found:
        """Some table in whole numbers of which the sum is at least that."""
        return self._solve(
            {}, True, [_optimizing().LinearConstraint(self._costs(weights), least, np.inf)]
        )

    def _costs(self, weights: Weights) -> np.ndarray:
        costs = np.zeros(self._size)
        for cell, weight in weights.items():
            costs[cell] = weight
        return costs

    def _solve(self, weights: Weights, whole: bool, more: list["LinearConstraint"]) -> Found:
        answer = _optimizing().milp(
            -self._costs(weights),
            integrality=np.full(self._size, int(whole)),
            bounds=self._bounds,
            constraints=[*self._rows, *more],
            options={"node_limit": _MOST_BRANCHES, "mip_rel_gap": 0},
        )
        found: Found = answer.x
        return found


def _numbers(limits: Sequence[int | None], without: float) -> np.ndarray:
    return np.array([without if limit is None else limit for limit in limits], float)


def _too_low(most: float, least: int) -> bool:
    return most < least - _NEARLY * max(1, abs(least))


def _is_whole(found: Found) -> bool:
    return found is not None and bool(np.abs(found - np.rint(found)).max(initial=0) <= _NEARLY)


def _sum(terms: Iterable[tuple[int, int]], table: Table) -> int:
    return sum(weight * table[cell] for cell, weight in terms)


def _within(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def _optimizing() -> Any:
    """HiGHS inside SciPy, loaded when somebody attacks: a page that judges nothing needn't wait."""
    from scipy import optimize  # noqa: PLC0415

    return optimize


def _sparse() -> Any:
    from scipy import sparse  # noqa: PLC0415

    return sparse
