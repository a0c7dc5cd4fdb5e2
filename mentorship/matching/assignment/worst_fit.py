"""Knows max-min prices: balanced ones at the highest floor that still matches as many.

With a choice, as few pairs as possible are lost first; then the worst fit is the highest floor at
which no more is lost than without any; and the points are the best there. A higher floor never
matches more, so that floor is found by halving, for many choices at each board that is solved.
"""

from __future__ import annotations

import numpy as np

from mentorship.matching.assignment.floors import worth_above
from mentorship.matching.assignment.levels import Board
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import NOBODY, Booleans, Integers
from mentorship.matching.assignment.prices import Priced, refusal_of
from mentorship.matching.assignment.residual import packing_of

# Of more it takes longer than ten seconds; 500 people have 4 000 to 10 000.
MOST_PAIRS = 40_000
# Of each mentee so many are told, and being left alone; of each mentor one.
TOLD_OF_A_MENTEE = 4
TOLD_OF_A_MENTOR = 1


def priced_by_worst_fit(
    board: Board, is_chosen: Booleans, worst_fit: int, *, every_pair: bool
) -> Priced:
    """`board` has the pairs under `worst_fit` too. Without `every_pair` only the cheapest pairs
    of everybody are priced: those that are told."""
    search = _Search(board, is_chosen, worst_fit)
    search.settle(every_pair=every_pair)
    return search.told()


class _Search:
    """Per choice the floors between which its worst fit lies; all are kept as numbers in a list.

    It holds at `low`, and doesn't at `high`; `points` are those at `low`.
    """

    def __init__(self, board: Board, is_chosen: Booleans, worst_fit: int) -> None:
        self._board, self._is_chosen = board, is_chosen
        self._packing = packing_of(board)
        self._floors, own = np.unique(board.pairs.fit, return_inverse=True)
        self._best = int(np.searchsorted(self._floors, worst_fit))
        alone = np.full(len(board.priority), len(self._floors) - 1)
        self._ceiling: Integers = np.concatenate((own.reshape(-1), alone))
        self._low = np.zeros(len(self._ceiling), dtype=np.int64)
        self._high = self._ceiling + 1
        whole = worth_above(board, int(self._floors[0]), self._packing)
        self._matched, self._points = whole.matched, whole.points
        pairs = board.pairs
        served = pairs.i[is_chosen]
        value = pairs.value()[is_chosen].astype(self._packing.number_type)
        self._most = np.array([(board.priority[served] == k).sum() for k in (1, 2, 3)])
        self._most_points = value.sum()
        self._lost: Integers = self._most[:, None] - self._matched
        is_other = np.ones(len(self._ceiling), dtype=np.bool_)
        is_other[: len(pairs)] = ~is_chosen
        is_other[len(pairs) :] = np.isin(np.arange(len(board.priority)), served)
        self._is_asked: Booleans = whole.is_possible & is_other
        keeps_all = ~self._lost.any(axis=0)
        self._high[keeps_all] = np.minimum(self._high[keeps_all], self._best + 1)
        self._mentee = np.concatenate((pairs.i, np.arange(len(board.priority))))
        self._mentor = np.concatenate((pairs.j, np.full(len(board.priority), NOBODY)))

    def settle(self, *, every_pair: bool) -> None:
        for floor in (self._best, self._best + 1):
            self._look_at(floor)
        while len(open_ones := self._open(every_pair=every_pair)):
            for floor in np.unique(self._next(open_ones)).tolist():
                self._look_at(floor)

    def _look_at(self, floor: int) -> None:
        between = (self._low < floor) & (floor < self._high) & self._is_asked
        if not between.any():
            return
        worth = worth_above(self._board, int(self._floors[floor]), self._packing)
        holds = worth.is_possible & (worth.matched == self._matched).all(axis=0)
        risen, fallen = between & holds, between & ~holds
        self._low[risen] = floor
        self._points[risen] = worth.points[risen]
        self._high[fallen] = floor

    def _next(self, choices: Integers) -> Integers:
        """Under the best worst fit a pair's own fit is most often the worst with it."""
        low, high, ceiling = self._low[choices], self._high[choices], self._ceiling[choices]
        is_untried = (high > ceiling) & (ceiling < self._best)
        return np.where(is_untried, ceiling, (low + high) // 2)

    def _open(self, *, every_pair: bool) -> Integers:
        is_open = self._is_asked & (self._high - self._low > 1)
        if not every_pair:
            is_open &= self._may_be_told(is_open)
        return np.flatnonzero(is_open)

    def _may_be_told(self, is_open: Booleans) -> Booleans:
        """Who may yet be among the cheapest of a person; first those of which less is known."""
        asked = np.flatnonzero(self._is_asked)
        levels = (~is_open, -self._high, *self._lost[::-1])
        may_be = np.zeros(len(is_open), dtype=np.bool_)
        for person, most in ((self._mentee, TOLD_OF_A_MENTEE), (self._mentor, TOLD_OF_A_MENTOR)):
            order = asked[np.lexsort([level[asked] for level in (*levels, person)])]
            start = np.searchsorted(person[order], person[order])
            is_near = np.arange(len(order)) - start < most
            may_be[order[is_near & (person[order] != NOBODY)]] = True
        return may_be

    def told(self) -> Priced:
        pairs = len(self._board.pairs)
        known = np.flatnonzero(self._is_asked & (self._high - self._low <= 1))
        packing, price = self._prices(known)
        others, alone = known[known < pairs], known[known >= pairs] - pairs
        price, letting_go = np.split(price, [len(others)])
        here, chosen = self._board.pairs.where(others), self._board.pairs.where(self._is_chosen)
        left = np.full(len(self._board.priority), packing.too_far, dtype=price.dtype)
        left[alone] = letting_go
        refusal = refusal_of(len(left), here.i, price, chosen.i, left[chosen.i])
        return Priced(here, price, chosen, refusal, packing)

    def _prices(self, known: Integers) -> tuple[Packing, Packed]:
        """Nobody's worst fit, and nobody's points, count as 0."""
        somebody = self._matched[:, known].any(axis=0)
        worst_fit = self._floors[self._best] - self._floors[self._low[known]] * somebody
        points = self._most_points - self._points[known] * somebody
        packing = Packing(
            most_served=self._packing.most_served,
            most_worst_fit=_most(worst_fit),
            most_points=_most(points),
        )
        return packing, packing.packed(self._lost[:, known], worst_fit, points)


def _most(numbers: Packed) -> int:
    return int(np.abs(numbers).max(initial=0))
