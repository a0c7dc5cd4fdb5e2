"""How far what is told pins down any count, or any sum and difference of counts.

An attacker who knows all rules, and reckons in whole numbers. An interval is never wider than the
true one: both ends are values of tables that were checked in whole numbers (`witnesses`), or
follow row by row (`propagation`). So "safe" is proven; "unsafe" rests on a solver's word.
"""

from collections.abc import Iterable, Mapping, Sequence
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
from mentorship.evaluation.disclosure.attack.witnesses import Component, Table
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
        propagate(self._rows, self._lows, self._highs)
        self._hanging: list[_Hanging] = []
        self._where: dict[int, tuple[Component, int]] = {}
        for members, own_rows in apart(self._rows, self._lows, self._highs):
            self._add(members, own_rows, ())

    def knowing(self, more: Known) -> "Attack":
        """Of somebody who knows this too; what nobody was told of says nothing about the rest.
        The sums aren't set up again. Raises Contradictory."""
        known = copy(self)
        known._learn(more)  # noqa: SLF001 — its own kind
        return known

    def _learn(self, more: Known) -> None:
        """What follows from it, and what hangs together then; the rest stays as it was."""
        lows, highs, hanging = self._lows, self._highs, self._hanging
        self._lows, self._highs, self._hanging, self._where = [*lows], [*highs], [], {}
        told: list[int] = []
        for cell, interval in more.items():
            place = self._place.get(cell)
            if place is None:
                continue
            both = overlap(Interval(lows[place], highs[place]), interval)
            self._lows[place], self._highs[place] = both.low, both.high
            told.append(place)
        propagate(self._rows, self._lows, self._highs, told)
        for one in hanging:
            if any(
                self._lows[cell] != lows[cell] or self._highs[cell] != highs[cell]
                for cell in one.members
            ):
                self._add_again(one)
            else:
                self._put(one)

    def _add_again(self, before: "_Hanging") -> None:
        """What is left of it with narrower ends, and which of its tables lie within these."""
        members, component = before.members, before.component
        lows, highs = self._ends(members)
        tables = component.within(lows, highs)
        for inside, rows in apart(component.rows, lows, highs):
            left = [tuple(table[number] for number in inside) for table in tables]
            self._add([members[number] for number in inside], rows, left)

    def _add(self, members: Sequence[int], rows: Sequence[Row], tables: Sequence[Table]) -> None:
        lows, highs = self._ends(members)
        self._put(_Hanging(Component(lows, highs, rows, tables), members))

    def _ends(self, cells: Sequence[int]) -> tuple[list[int], list[int | None]]:
        return [self._lows[cell] for cell in cells], [self._highs[cell] for cell in cells]

    def _put(self, one: "_Hanging") -> None:
        self._hanging.append(one)
        for number, cell in enumerate(one.members):
            self._where[cell] = one.component, number

    def look_above(self, least: Iterable[tuple[CellName, int]]) -> bool:
        """Whether there can be so many of each at once. The tables that show it are kept: they
        spare whoever knows of some of these a search of their own."""
        lows, is_within = [*self._lows], True
        for cell, number in least:
            place = self._place.get(cell)
            if place is None:
                continue
            lows[place] = max(lows[place], number)
            is_within &= _is_within(number, self._highs[place])
        found = [
            one.component.look_above([lows[cell] for cell in one.members]) for one in self._hanging
        ]
        return is_within and all(found)

    def has_heard_of(self, cell: CellName) -> bool:
        return cell in self._place

    def is_exact(self, cell: CellName) -> bool:
        """Whether it is one number; without a look for the ends where two are known already."""
        where = self._where.get(self._place.get(cell, -1))
        if where is not None and where[0].varies(where[1]):
            return False
        ends = self.interval(cell)
        return ends.low == ends.high

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
class _Hanging:
    """A component, and which cells its own are."""

    component: Component
    members: Sequence[int]


@dataclass(frozen=True, slots=True)
class _Part:
    component: Component
    weights: dict[int, int]


def _is_within(number: int, high: int | None) -> bool:
    return high is None or number <= high


def _turned(weights: Sum) -> Sum:
    return {cell: -weight for cell, weight in weights.items()}
