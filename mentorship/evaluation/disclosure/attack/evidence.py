"""What somebody holds: told cells, relations and statements, as rows of whole numbers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import chain
from math import ceil, floor, gcd, lcm

from mentorship.evaluation.disclosure.statements import (
    CellName,
    Combination,
    Interval,
    Known,
    Relation,
)


class Contradictory(Exception):
    """No table of whole numbers agrees with all that is told."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that one attacker holds; a cell that is not in `known` is hidden: zero or more."""

    known: Known = field(default_factory=dict)
    relations: tuple[Relation, ...] = ()
    combinations: tuple[Combination, ...] = ()

    def with_more(self, more: "Evidence") -> "Evidence":
        """Raises Contradictory when a cell is told as two things that cannot both be true."""
        return Evidence(
            both_known(self.known, more.known),
            tuple(dict.fromkeys(self.relations + more.relations)),
            tuple(dict.fromkeys(self.combinations + more.combinations)),
        )


def both_known(some: Known, others: Known) -> dict[CellName, Interval]:
    together = dict(some)
    for cell, interval in others.items():
        together[cell] = overlap(together[cell], interval) if cell in together else interval
    return together


def overlap(one: Interval, other: Interval) -> Interval:
    low = max(one.low, other.low)
    highs = [each.high for each in (one, other) if each.high is not None]
    high = min(highs, default=None)
    if high is not None and low > high:
        raise Contradictory
    return Interval(low, high)


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum of weight * cell <= high, in whole numbers; cells by their place in a list."""

    terms: tuple[tuple[int, int], ...]
    low: int | None
    high: int | None


def rows_of(evidence: Evidence, place: Mapping[CellName, int]) -> list[Row]:
    """Every relation and statement once; weights without a common divisor."""
    sums = (_row_of_sum(each, place) for each in evidence.relations)
    others = (_row(each, place) for each in evidence.combinations)
    return [row for row in dict.fromkeys(chain(sums, others)) if row.terms]


def cells_of(evidence: Evidence) -> list[CellName]:
    cells = dict.fromkeys(evidence.known)
    for relation in evidence.relations:
        cells.update(dict.fromkeys((relation.whole, *relation.parts)))
    for told in evidence.combinations:
        cells.update(dict.fromkeys(cell for cell, _ in told.weights))
    return list(cells)


def _row_of_sum(relation: Relation, place: Mapping[CellName, int]) -> Row:
    """The whole less its parts is nothing."""
    summed = {place[relation.whole]: 1}
    for part in relation.parts:
        summed[place[part]] = summed.get(place[part], 0) - 1
    scale = gcd(*summed.values()) or 1
    terms = tuple((cell, weight // scale) for cell, weight in summed.items() if weight)
    return Row(terms, 0, 0)


def _row(told: Combination, place: Mapping[CellName, int]) -> Row:
    """The sum of whole weights is whole: what lies between says no more than the next whole."""
    summed: dict[int, Fraction] = {}
    for cell, weight in told.weights:
        summed[place[cell]] = summed.get(place[cell], Fraction()) + weight
    summed = {cell: weight for cell, weight in summed.items() if weight}
    scale = Fraction(lcm(*(weight.denominator for weight in summed.values())))
    scale /= gcd(*(int(weight * scale) for weight in summed.values())) or 1
    low = None if told.low is None else ceil(told.low * scale)
    high = None if told.high is None else floor(told.high * scale)
    if low is not None and high is not None and low > high:
        raise Contradictory
    if not summed and ((low or 0) > 0 or (high or 0) < 0):
        raise Contradictory
    return Row(tuple((cell, int(weight * scale)) for cell, weight in summed.items()), low, high)
