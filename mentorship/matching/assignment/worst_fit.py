"""Knows max-min prices: balanced ones at the highest floor that still matches as many.

With a choice, as few pairs as possible are lost first; then the worst fit is the highest floor at
which no more is lost than without any; and the points are the best there. A higher floor never
matches more, so that floor is found by halving, for many choices at each board that is solved.
"""

from __future__ import annotations

import numpy as np

from mentorship.matching.assignment.floors import Worth, worth_above
from mentorship.matching.assignment.levels import CLASSES, Board
from mentorship.matching.assignment.packing import Packed, Packing
from mentorship.matching.assignment.people import NOBODY, Booleans, Integers
from mentorship.matching.assignment.prices import Priced, refusal_of
from mentorship.matching.assignment.residual import packing_of

# Of more it takes longer than ten seconds; 500 people have 4 000 to 10 000.
MOST_PAIRS = 40_000
# Of each mentee three others are told, beside being left alone; of each mentor one.
TOLD_OF_A_MENTEE = 4
TOLD_OF_A_MENTOR = 1


def priced_by_worst_fit(
    board: Board, is_chosen: Booleans, worst_fit: int, *, every_pair: bool
) -> Priced:
    """`is_chosen` is a proven answer, by pair of a board that has the pairs under `worst_fit` too.

    Without `every_pair` only the cheapest pairs of everybody are priced: those that are told.
    """
    search = _Search(board, is_chosen, worst_fit)
    search.settle(every_pair=every_pair)
    return search.told()


class _Search:
    """Per choice the floors between which its worst fit lies, as places in a list of all fits.

    Choices are those of `Worth`. One holds at `low` (it loses no more there than without a floor)
    and doesn't at `high`; `points` are those at `low`.
    """

    def __init__(self, board: Board, is_chosen: Booleans, worst_fit: int) -> None:
        pairs, mentees = board.pairs, np.arange(len(board.priority))
        self._board, self._is_chosen, self._packing = board, is_chosen, packing_of(board)
        self._floors, own = np.unique(pairs.fit, return_inverse=True)
        self._best = int(np.searchsorted(self._floors, worst_fit))
        self._mentee = np.concatenate((pairs.i, mentees))
        self._mentor = np.concatenate((pairs.j, np.full(len(mentees), NOBODY)))
        whole = self._worth(0)
        self._matched, self._points = whole.matched, whole.points
        self._lost = _matched_in(board, is_chosen)[:, None] - whole.matched
        has_mentor = np.isin(mentees, pairs.i[is_chosen])
        self._is_asked = whole.is_possible & np.concatenate((~is_chosen, has_mentor))
        highest = np.full(len(mentees), len(self._floors) - 1)
        self._ceiling: Integers = np.concatenate((own.reshape(-1), highest))
        self._low = np.zeros(len(self._ceiling), dtype=np.int64)
        is_free = ~self._lost.any(axis=0)
        self._high: Integers = 1 + np.where(
            is_free, np.minimum(self._ceiling, self._best), self._ceiling
        )

    def settle(self, *, every_pair: bool) -> None:
        """Two floors settle most: that of the answer, and the next one."""
        for floor in (self._best, self._best + 1):
            self._look_at(floor)
        while len(unsettled := self._unsettled(every_pair=every_pair)):
            for floor in np.unique(self._next(unsettled)).tolist():
                self._look_at(floor)

    def told(self) -> Priced:
        pairs, mentees = len(self._board.pairs), len(self._board.priority)
        settled = np.flatnonzero(self._is_asked & (self._high - self._low == 1))
        others, alone = settled[settled < pairs], settled[settled >= pairs] - pairs
        packing, price = self._prices(settled)
        price, price_alone = np.split(price, [len(others)])
        letting_go = np.full(mentees, packing.too_far, dtype=price.dtype)
        letting_go[alone] = price_alone
        other, chosen = self._board.pairs.where(others), self._board.pairs.where(self._is_chosen)
        refusal = refusal_of(mentees, other.i, price, chosen.i, letting_go[chosen.i])
        return Priced(other, price, chosen, refusal, packing)

    def _worth(self, floor: int) -> Worth:
        return worth_above(self._board, int(self._floors[floor]), self._packing)

    def _look_at(self, floor: int) -> None:
        is_between = (self._low < floor) & (floor < self._high) & self._is_asked
        if not is_between.any():
            return
        worth = self._worth(floor)
        holds = worth.is_possible & (worth.matched == self._matched).all(axis=0)
        rises = is_between & holds
        self._low[rises] = floor
        self._points[rises] = worth.points[rises]
        self._high[is_between & ~holds] = floor

    def _next(self, choices: Integers) -> Integers:
        """Halfway; but of a pair under the worst fit its own fit is most often the worst then."""
        low, high, ceiling = self._low[choices], self._high[choices], self._ceiling[choices]
        is_untried = (high > ceiling) & (ceiling < self._best)
        return np.where(is_untried, ceiling, (low + high) // 2)

    def _unsettled(self, *, every_pair: bool) -> Integers:
        is_unsettled = self._is_asked & (self._high - self._low > 1)
        if not every_pair and is_unsettled.any():
            is_unsettled &= self._may_be_told()
        return np.flatnonzero(is_unsettled)

    def _may_be_told(self) -> Booleans:
        """Who may be among the cheapest of a person, each at the lowest price it may have yet.

        That is the price at the floor under `high`. Of those who are equal so far all or none are
        settled, as they are looked at together: so points needn't be compared here.
        """
        asked = np.flatnonzero(self._is_asked)
        dearest_last = (-self._high, *self._lost[::-1])
        may_be = np.zeros(len(self._is_asked), dtype=np.bool_)
        for person, most in ((self._mentee, TOLD_OF_A_MENTEE), (self._mentor, TOLD_OF_A_MENTOR)):
            order = asked[np.lexsort([column[asked] for column in (*dearest_last, person)])]
            first = np.searchsorted(person[order], person[order])
            is_near = np.arange(len(order)) - first < most
            may_be[order[is_near & (person[order] != NOBODY)]] = True
        return may_be

    def _prices(self, choices: Integers) -> tuple[Packing, Packed]:
        """Where nobody is chosen, the worst fit and the points count as 0."""
        somebody = self._matched[:, choices].any(axis=0)
        worst_fit = self._floors[self._best] - self._floors[self._low[choices]] * somebody
        best = self._board.pairs.value()[self._is_chosen].astype(self._packing.number_type).sum()
        points = best - self._points[choices] * somebody
        packing = Packing(
            most_served=self._packing.most_served,
            most_worst_fit=_most(worst_fit),
            most_points=_most(points),
        )
        return packing, packing.packed(self._lost[:, choices], worst_fit, points)


def _matched_in(board: Board, is_chosen: Booleans) -> Integers:
    served = board.priority[board.pairs.i[is_chosen]]
    return np.array([(served == k).sum() for k in CLASSES])


def _most(numbers: Packed) -> int:
    return int(np.abs(numbers).max(initial=0))
