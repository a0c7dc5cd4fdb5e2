"""Finds the few groups that have to be one row together, where no level of a table passes.

With its total told, hiding groups of a table of one dimension tells how many are in all hidden
ones together. So that is said outright, and the rules for whole tables hold for it as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from mentorship.evaluation.tables import CohortCounts, Specification
from mentorship.evaluation.tabulating import Cell, cells_of

# Pools that are tried at one level, the one with the fewest people first.
_TRIES = 300
Passes = Callable[[int, frozenset[str]], bool]
Breaks = Callable[[Cell], bool]


def best_pool(
    specification: Specification,
    counted: Sequence[CohortCounts],
    breaks: Breaks,
    passes: Passes,
) -> tuple[int, frozenset[str]] | None:
    """The finest level with a pool that passes, and the one of these with the fewest people.

    `breaks` says of a cell that it can't stand alone. Half-years have years to be put together,
    and of a pair of tables both are told in the same groups: these have no pools.
    """
    if specification.is_over_time or specification.pair:
        return None
    for level in range(len(specification.dimension.levels)):
        cells = cells_of(specification, specification.groups(level), counted)
        possible = [cell for cell in cells if cell.is_possible]
        alone = frozenset(cell.group.code for cell in possible if breaks(cell))
        for tried, pool in enumerate(_pools(possible, alone)):
            if tried == _TRIES:
                break
            if passes(level, pool):
                return level, pool
    return None


def _pools(cells: Sequence[Cell], alone: frozenset[str]) -> Iterator[frozenset[str]]:
    """Two groups at least, and one at least that stands by itself."""
    counts = {cell.group.code: cell.count for cell in cells}
    others = sorted(counts.keys() - alone)
    found = [
        alone | frozenset(more)
        for size in range(len(others))
        for more in combinations(others, size)
        if len(alone) + size > 1
    ]
    yield from sorted(found, key=lambda pool: (sum(map(counts.__getitem__, pool)), sorted(pool)))
