"""How far what is told pins down any count, or any sum and difference of counts.

An attacker who knows all rules, and reckons in whole numbers. An interval is never wider than the
true one: both ends are values of tables that were checked in whole numbers (`witnesses`), or
follow row by row (`propagation`). So "safe" is proven; "unsafe" rests on a solver's word.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from mentorship.evaluation.disclosure.attack.components import apart
from mentorship.evaluation.disclosure.attack.evidence import (
    Contradictory,
    Evidence,
    Row,
    cells_of,
    overlap,
    rows_of,
)
from mentorship.evaluation.disclosure.attack.propagation import propagate
from mentorship.evaluation.disclosure.attack.witnesses import Component
from mentorship.evaluation.disclosure.statements import CellName, Interval, Known


@dataclass(frozen=True, slots=True)
class Reach:
    """From `low` up to and including `high`; None = no limit on that side."""

    low: int | None
    high: int | None


Sum = Mapping[CellName, int]


class Attack:
    """Raises Contradictory when what is told cannot all be true, or no table is found for it."""

    def __init__(self, evidence: Evidence) -> None:
        cells = cells_of(evidence)
        self._place = {cell: number for number, cell in enumerate(cells)}
        told = [evidence.known.get(cell, Interval(0, None)) for cell in cells]
        self._lows = [max(0, interval.low) for interval in told]
        self._highs = [interval.high for interval in told]
        if any(high is not None and high < 0 for high in self._highs):
            raise Contradictory
        self._rows = rows_of(evidence, self._place)
        self._follow()

    def knowing(self, more: Known) -> "Attack":
        """Of somebody who knows this too; what nobody was told of says nothing about the rest.
        The sums aren't set up again. Raises Contradictory."""
        known = copy(self)
        known._lows, known._highs = [*self._lows], [*self._highs]  # noqa: SLF001 — its own kind
        for cell, interval in more.items():
            place = self._place.get(cell)
            if place is None:
                continue
            both = overlap(Interval(self._lows[place], self._highs[place]), interval)
            known._lows[place], known._highs[place] = both.low, both.high  # noqa: SLF001
        known._follow()  # noqa: SLF001
        return known

    def _follow(self) -> None:
        """What follows row by row, and what hangs together then."""
        propagate(self._rows, self._lows, self._highs)
        self._where: dict[int, tuple[Component, int]] = {}
        for members, own_rows in apart(self._rows, self._lows, self._highs):
            self._add(members, own_rows)

    def _add(self, members: Sequence[int], rows: Sequence[Row]) -> None:
        component = Component(
            [self._lows[cell] for cell in members], [self._highs[cell] for cell in members], rows
        )
        for number, cell in enumerate(members):
            self._where[cell] = component, number

    def has_heard_of(self, cell: CellName) -> bool:
        return cell in self._place

    def interval(self, cell: CellName) -> Interval:
        """Of one cell; of a cell that nobody was told about: zero or more."""
        reach = self.reach({cell: 1})
        return Interval(reach.low or 0, reach.high)

    def reach(self, weights: Sum) -> Reach:
        """Of the sum of weight * cell, such as the difference between two populations."""
        lowest = self._most(_turned(weights))
        return Reach(None if lowest is None else -lowest, self._most(weights))

    def can_fall_to(self, weights: Sum, most: int) -> bool:
        """Whether the sum of weight * cell can be `most` or less."""
        return self.can_reach(_turned(weights), -most)

    def can_reach(self, weights: Sum, least: int) -> bool:
        """Whether the sum of weight * cell can be `least` or more; stops at the first proof."""
        outer = self._rowwise(weights)
        if outer is not None and outer < least:
            return False
        single, hanging = self._split(weights)
        if single is None:
            return True
        if len(hanging) == 1:
            return hanging[0].component.reaches(hanging[0].weights, least - single)
        most = self._most(weights)
        return most is None or most >= least

    def _most(self, weights: Sum) -> int | None:
        single, hanging = self._split(weights)
        if single is None:
            return None
        total = single
        for part in hanging:
            most = part.component.most(part.weights)
            if most is None:
                return None
            total += most
        return total

    def _rowwise(self, weights: Sum) -> int | None:
        """No more than this, by what follows row by row; None: no limit known."""
        total = 0
        for cell, weight in weights.items():
            most = self._most_alone(cell, weight)
            if most is None:
                return None
            total += most
        return total

    def _most_alone(self, cell: CellName, weight: int) -> int | None:
        place = self._place.get(cell)
        low = 0 if place is None else self._lows[place]
        high = None if place is None else self._highs[place]
        if weight <= 0:
            return weight * low
        return None if high is None else weight * high

    def _split(self, weights: Sum) -> tuple[int | None, list["_Part"]]:
        """The most of what hangs on nothing, and what is left for each component."""
        single: int | None = 0
        parts: dict[int, _Part] = {}
        for cell, weight in weights.items():
            where = self._where.get(self._place.get(cell, -1))
            if where is None:
                alone = self._most_alone(cell, weight)
                single = None if single is None or alone is None else single + alone
            elif weight:
                component, number = where
                part = parts.setdefault(id(component), _Part(component, {}))
                part.weights[number] = weight
        return single, list(parts.values())


@dataclass(frozen=True, slots=True)
class _Part:
    component: Component
    weights: dict[int, int]


def _turned(weights: Sum) -> Sum:
    return {cell: -weight for cell, weight in weights.items()}
