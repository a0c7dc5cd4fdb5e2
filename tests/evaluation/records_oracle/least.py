"""Which ways of making the five columns coarser would do, the fewest steps first; by trying all."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product

from tests.evaluation.records_oracle.classes import ALL_RULES, Reading, Rule, faults
from tests.evaluation.records_oracle.people import (
    LOOKS,
    Ladders,
    Levels,
    Person,
)

# Whether rows with the half-years so many steps up give nothing away beside all that was told.
Beside = Callable[[Levels], bool]


def every_way(ladders: Ladders) -> list[Levels]:
    ways = product(*(range(len(ladders[column])) for column in LOOKS))
    return sorted(ways, key=lambda levels: (sum(levels), levels))


def passing(
    people: Sequence[Person],
    ladders: Ladders,
    threshold: int,
    reading: Reading,
    beside: Beside,
    rules: frozenset[Rule] = ALL_RULES,
    ways: Sequence[Levels] | None = None,
) -> Iterator[Levels]:
    for levels in every_way(ladders) if ways is None else ways:
        wrong = next(faults(people, ladders, levels, threshold, reading, rules), None)
        if wrong is None and beside(levels):
            yield levels
