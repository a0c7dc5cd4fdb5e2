"""Puts figures and what is demanded of them into rows and columns; every number is whole."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from mentorship.evaluation.disclosure.protection.demands import Demands, Doubt
from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.primary import known_to_insiders
from mentorship.evaluation.disclosure.statements import CellName, Interval, Known

Whole = NDArray[np.int64]
Mask = NDArray[np.bool_]

# Stands for "no limit"; no number of people comes near it.
NO_LIMIT = 1 << 40


@dataclass(frozen=True, slots=True)
class Target:
    """A doubt about one column: it has to be possible to be `distance` off in this direction."""

    column: int
    sign: int
    distance: int
    insider: int


@dataclass(frozen=True)
class System:
    """`sums` of (column, weight) are all zero; columns after `cells` are sums of doubts.

    Of every column is known that it is at most `down` below and `up` above its value; `down` has
    a row per insider, the first of which is everybody. `free` columns may be told or hidden,
    `unknown` ones are hidden whatever happens, all others are known. `loss` is of hiding a column.
    """

    cells: tuple[CellName, ...]
    values: Whole
    sums: tuple[tuple[tuple[int, int], ...], ...]
    down: Whole
    up: Whole
    free: Mask
    unknown: Mask
    loss: Whole
    targets: tuple[Target, ...]

    @property
    def size(self) -> int:
        return len(self.values)

    @cached_property
    def aims(self) -> Whole:
        """The targets as rows of columns, signs, distances and insiders."""
        found = [(one.column, one.sign, one.distance, one.insider) for one in self.targets]
        return np.array(found, dtype=np.int64).reshape(-1, 4).T.copy()

    @cached_property
    def needed(self) -> Mask:
        """Free columns that are never safe when told."""
        found = np.zeros(self.size, dtype=bool)
        found[self.aims[0]] = True
        return found & self.free

    @cached_property
    def certain(self) -> Mask:
        """Columns that are hidden in every safe plan."""
        return self.unknown | self.needed

    @cached_property
    def _entries(self) -> Whole:
        """Sum, column and weight of everything that is added."""
        found = [(row, i, weight) for row, sum_ in enumerate(self.sums) for i, weight in sum_]
        return np.array(found, dtype=np.int64).reshape(-1, 3)

    def adds_up(self, moves: Whole) -> bool:
        """Whether all sums are still right when the columns move by this."""
        row, column, weight = self._entries.T
        off = np.zeros(len(self.sums), dtype=np.int64)
        np.add.at(off, row, weight * moves[column])
        return not off.any()

    def times_sums(self, multipliers: Whole) -> Whole:
        """Per column: its weights in the sums, times these multipliers of the sums."""
        row, column, weight = self._entries.T
        found = np.zeros(self.size, dtype=np.int64)
        np.add.at(found, column, weight * multipliers[row])
        return found


def system_of(
    figures: Figures, demands: Demands, known: Known, loss: Mapping[CellName, int]
) -> System:
    """The columns are in the order of what the names of their cells look like in print."""
    if not known.keys() <= figures.values.keys():
        raise ValueError("something is known of a cell that isn't here: add its table, unasked")
    cells = tuple(sorted(figures.values, key=repr))
    place = {cell: number for number, cell in enumerate(cells)}
    doubts = sorted(demands.all_doubts, key=repr)
    sums = list(dict.fromkeys(doubt.weights for doubt in doubts if _is_a_sum(doubt)))
    width = len(cells) + len(sums)
    values = np.zeros(width, dtype=np.int64)
    values[: len(cells)] = [figures.values[cell] for cell in cells]
    for number, weights in enumerate(sums, len(cells)):
        values[number] = sum(weight * figures.values[cell] for cell, weight in weights)
    insiders = sorted({doubt.insider for doubt in doubts if doubt.insider is not None})
    down, up = _limits(figures, cells, width, known, insiders)
    is_fixed = (down[0] == 0) & (up == 0)
    asked = np.array([cell in figures.asked for cell in cells] + [False] * len(sums), dtype=bool)
    return System(
        cells,
        values,
        tuple(_sums(figures, place, sums)),
        down,
        up,
        asked & ~is_fixed,
        ~asked & ~is_fixed,
        np.where(asked, [loss.get(cell, 0) for cell in cells] + [0] * len(sums), 0),
        _targets(doubts, place, sums, values, insiders),
    )


def _is_a_sum(doubt: Doubt) -> bool:
    return len(doubt.weights) > 1 or abs(doubt.weights[0][1]) != 1


def _limits(
    figures: Figures, cells: Sequence[CellName], width: int, known: Known, insiders: Sequence[str]
) -> tuple[Whole, Whole]:
    """What everybody knows is that a number is not below nothing, and what was told before."""
    down = np.full((1 + len(insiders), width), NO_LIMIT, dtype=np.int64)
    up = np.full(width, NO_LIMIT, dtype=np.int64)
    for column, cell in enumerate(cells):
        value = figures.values[cell]
        before = known.get(cell, Interval(0, None))
        if cell in figures.impossible:
            before = Interval.exactly(0)
        if value < before.low or (before.high is not None and value > before.high):
            raise ValueError("what is known already isn't true")
        down[:, column] = value - max(before.low, 0)
        up[column] = NO_LIMIT if before.high is None else before.high - value
        own = known_to_insiders(figures.contributors.get(cell, {}))
        for number, insider in enumerate(insiders, 1):
            known_number = own.get(insider, 0)
            down[number, column] = min(down[number, column], value - known_number)
    return down, up


def _sums(
    figures: Figures,
    place: Mapping[CellName, int],
    sums: Sequence[tuple[tuple[CellName, int], ...]],
) -> Iterator[tuple[tuple[int, int], ...]]:
    """One per whole and its parts, one per sum that a doubt is about."""
    for relation in sorted(figures.sums, key=repr):
        yield (place[relation.whole], -1), *((place[part], 1) for part in relation.parts)
    for column, weights in enumerate(sums, len(place)):
        yield (column, -1), *((place[cell], weight) for cell, weight in weights)


def _targets(
    doubts: Sequence[Doubt],
    place: Mapping[CellName, int],
    sums: Sequence[tuple[tuple[CellName, int], ...]],
    values: Whole,
    insiders: Sequence[str],
) -> tuple[Target, ...]:
    """Doubts that hold as it is are left out: what is true can't be ruled out."""
    found: list[Target] = []
    column_of = {weights: number for number, weights in enumerate(sums, len(place))}
    row_of = {insider: number for number, insider in enumerate(insiders, 1)}
    for doubt in doubts:
        cell, weight = doubt.weights[0]
        is_sum = _is_a_sum(doubt)
        column = column_of[doubt.weights] if is_sum else place[cell]
        sign = 1 if is_sum else weight
        distance = doubt.at_least - sign * int(values[column])
        insider = 0 if doubt.insider is None else row_of[doubt.insider]
        if distance > 0:
            found.append(Target(column, sign, distance, insider))
    return tuple(dict.fromkeys(found))
