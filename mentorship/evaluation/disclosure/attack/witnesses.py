"""Tables that agree with all that is told: the proof that a value is possible.

A solver reckons with fractions and tolerances, so its word is never taken: each table it finds is
rounded to whole numbers and held against every row in whole numbers. Whatever is called possible
here, is. What the solver misses makes the attacker seem to know more, never less.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from mentorship.evaluation.disclosure.attack.evidence import Contradictory, Row

Table = tuple[int, ...]
Weights = Mapping[int, int]

# How far from whole a solver's "whole" may be; the check in whole numbers comes after.
_NEARLY = 1e-6
# Branches, not seconds: the same input has to give the same verdict on a slower machine.
_MOST_BRANCHES = 20_000


class Component:
    """Hidden cells that hang together by rows, and the agreeing tables found for them so far.

    Cells are numbered from 0; a table is one number for each.
    Raises Contradictory when no agreeing table is found.
    """

    def __init__(
        self, lows: Sequence[int], highs: Sequence[int | None], rows: Sequence[Row]
    ) -> None:
        self._lows, self._highs, self._rows = lows, highs, rows
        self._model = _Model(lows, highs, rows)
        self._steps: list[Table] = []
        self.tables: list[Table] = []
        self._least_seen: list[int] = []
        self._most_seen: list[int] = []
        self._search({})
        if not self.tables:
            raise Contradictory

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
        self._search(weights)
        return self.most_seen(weights)

    def _search(self, weights: Weights) -> None:
        """Looks with fractions first: when the best corner is whole, nothing beats it."""
        for whole in (False, True):
            found = self._model.best(weights, whole)
            if found is None:
                continue
            table = tuple(round(value) for value in found)
            if self._agrees(table):
                self._keep(table)
                if whole or np.abs(found - np.rint(found)).max(initial=0) <= _NEARLY:
                    return

    def _keep(self, table: Table) -> None:
        if not self.tables:
            self._least_seen, self._most_seen = list(table), list(table)
        self.tables.append(table)
        self._least_seen = list(map(min, self._least_seen, table))
        self._most_seen = list(map(max, self._most_seen, table))

    def _agrees(self, table: Table) -> bool:
        return all(map(_within, table, self._lows, self._highs)) and all(
            _within(_sum(row.terms, table), row.low, row.high) for row in self._rows
        )

    def _is_endless(self, weights: Weights) -> bool:
        if all(high is not None for high in self._highs):
            return False
        if any(_sum(weights.items(), step) > 0 for step in self._steps):
            return True
        step = _find_step(self._highs, self._rows, weights)
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
        self._bounds = Bounds(np.array(lows, float), _numbers(highs, np.inf))
        self._rows = []
        if rows:
            starts = np.cumsum([0, *(len(row.terms) for row in rows)])
            cells = [cell for row in rows for cell, _ in row.terms]
            weights = [float(weight) for row in rows for _, weight in row.terms]
            matrix = csr_array((weights, cells, starts), shape=(len(rows), self._size))
            self._rows = [
                LinearConstraint(
                    matrix,
                    _numbers([row.low for row in rows], -np.inf),
                    _numbers([row.high for row in rows], np.inf),
                )
            ]

    def best(self, weights: Weights, whole: bool) -> np.ndarray | None:
        """Where the sum is largest; without weights the smallest table. None: nothing found."""
        costs = np.zeros(self._size) if weights else np.ones(self._size)
        for cell, weight in weights.items():
            costs[cell] = -weight
        answer = milp(
            costs,
            integrality=np.full(self._size, int(whole)),
            bounds=self._bounds,
            constraints=self._rows,
            options={"node_limit": _MOST_BRANCHES, "mip_rel_gap": 0},
        )
        found: np.ndarray | None = answer.x
        return found


def _numbers(limits: Sequence[int | None], without: float) -> np.ndarray:
    return np.array([without if limit is None else limit for limit in limits], float)


def _sum(terms: Iterable[tuple[int, int]], table: Table) -> int:
    return sum(weight * table[cell] for cell, weight in terms)


def _within(value: int, low: int | None, high: int | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)
