"""What a printed share, mean, bar or total gives away of the counts behind it.

Limits are those of the rounding, to the last digit and its ties. A standard deviation has no
statement here: who prints one has told the sum of squares (`told_sum`), which is more than is so.
"""

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from math import lcm

from mentorship.evaluation.disclosure.statements import CellName, Combination

Weights = Mapping[CellName, Fraction | int]


class Ties(StrEnum):
    """Where a half goes; an attacker knows it."""

    UP = "up"
    EVEN = "even"


def share(
    printed: str, part: CellName, whole: CellName, *, percent: bool = True, ties: Ties = Ties.UP
) -> tuple[Combination, ...]:
    """Of "33.3" or "33": part / whole; the whole is at least one, or nothing would be printed.

    Raises ValueError when it is no number.
    """
    per = Fraction(1, 100) if percent else Fraction(1)
    return (
        *ratio(printed, {part: 1}, {whole: 1}, per=per, ties=ties),
        _at_least({whole: 1}, 1),
        _at_least({whole: 1, part: -1}, 0),
    )


def mean(
    printed: str,
    total: CellName,
    number: CellName,
    scale: tuple[int, int] | None = None,
    *,
    ties: Ties = Ties.UP,
) -> tuple[Combination, ...]:
    """Of total / number; `scale` is the lowest and the highest that one answer can be."""
    told = (*ratio(printed, {total: 1}, {number: 1}, ties=ties), _at_least({number: 1}, 1))
    if scale is None:
        return told
    lowest, highest = scale
    return (
        *told,
        _at_least({total: 1, number: -lowest}, 0),
        _at_least({total: -1, number: highest}, 0),
    )


def mean_of_counts(
    printed: str, counted: Mapping[CellName, int], *, ties: Ties = Ties.UP
) -> tuple[Combination, ...]:
    """Of the answers of a scale: each cell is how many gave the answer with that value."""
    number = dict.fromkeys(counted, 1)
    return (*ratio(printed, counted, number, ties=ties), _at_least(number, 1))


def ratio(
    printed: str,
    above: Weights,
    below: Weights,
    *,
    per: Fraction = Fraction(1),
    ties: Ties = Ties.UP,
) -> tuple[Combination, Combination]:
    """From (printed - half) * below <= above <= (printed + half) * below, `below` above zero."""
    written = printed.replace(",", ".")
    value, last = Fraction(written), Fraction(1, 10 ** len(written.partition(".")[2]))
    is_even = int(value / last) % 2 == 0
    low_counts = ties is Ties.UP or is_even
    high_counts = ties is Ties.EVEN and is_even
    least = _difference(above, below, (value - last / 2) * per)
    most = _difference(above, below, (value + last / 2) * per)
    return _more_than(least, or_equal=low_counts), _more_than(_turned(most), or_equal=high_counts)


def bar(cell: CellName, length: Fraction, unit: Fraction, seen: Fraction) -> Combination:
    """A bar of `length` where one person is `unit` long, seen to within `seen` on both sides."""
    return Combination(((cell, unit),), length - seen, length + seen)


def bars_compared(
    one: CellName, other: CellName, lengths: tuple[Fraction, Fraction], seen: Fraction
) -> tuple[Combination, Combination]:
    """Two bars on one axis without numbers: only how long one is against the other."""
    first, second = lengths
    return (
        _at_least({one: second + seen, other: -max(first - seen, Fraction())}, 0),
        _at_least({one: -max(second - seen, Fraction()), other: first + seen}, 0),
    )


def told_sum(weights: Weights, total: Fraction | int) -> Combination:
    """Exactly this: a sum of hours or squares that somebody can work out from what is printed."""
    return Combination(_terms(weights), Fraction(total), Fraction(total))


def _more_than(weights: dict[CellName, Fraction], *, or_equal: bool) -> Combination:
    """The sum is above zero; in whole numbers that is one or more."""
    scale = lcm(*(weight.denominator for weight in weights.values()))
    return _at_least(
        {cell: weight * scale for cell, weight in weights.items()}, 0 if or_equal else 1
    )


def _at_least(weights: Weights, least: int) -> Combination:
    return Combination(_terms(weights), Fraction(least), None)


def _terms(weights: Weights) -> tuple[tuple[CellName, Fraction], ...]:
    return tuple((cell, Fraction(weight)) for cell, weight in weights.items())


def _difference(above: Weights, below: Weights, times: Fraction) -> dict[CellName, Fraction]:
    less = {cell: Fraction(weight) for cell, weight in above.items()}
    for cell, weight in below.items():
        less[cell] = less.get(cell, Fraction()) - weight * times
    return less


def _turned(weights: Weights) -> dict[CellName, Fraction]:
    return {cell: -Fraction(weight) for cell, weight in weights.items()}
