"""Whether rows about single people may go to a named evaluator, and how coarse they have to be.

k: how many people look alike on what others may know of them (Samarati and Sweeney 1998).
l: how many values of a sensitive column each such class has (Machanavajjhala and others 2007,
distinct l-diversity). t: how far a class's values are from everybody's (Li, Li and
Venkatasubramanian 2007), as the earth mover's distance, from 0 to 1.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, product

Row = Mapping[str, Hashable]
Levels = tuple[int, ...]
# What else is asked of every class.
AlsoAsked = Callable[[Sequence[Row]], bool]


@dataclass(frozen=True)
class Hierarchy:
    """A column that others may know, and what each value becomes at each level.

    Level 0 is the value itself. All values have as many levels; what is one at a level is one at
    every next level. Raises ValueError otherwise.
    """

    column: str
    ways: Mapping[Hashable, tuple[Hashable, ...]]

    def __post_init__(self) -> None:
        if len({len(way) for way in self.ways.values()}) > 1:
            raise ValueError(f"{self.column}: values with more and fewer levels")
        for level in range(self.highest):
            nexts: dict[Hashable, Hashable] = {}
            for value, way in self.ways.items():
                here, there = (value, *way)[level : level + 2]
                if nexts.setdefault(here, there) != there:
                    raise ValueError(f"{self.column}: {here} becomes two things")

    @property
    def highest(self) -> int:
        return max((len(way) for way in self.ways.values()), default=0)

    def at(self, value: Hashable, level: int) -> Hashable:
        """Raises KeyError for a value that the hierarchy does not know."""
        return (value, *self.ways[value])[level]


@dataclass(frozen=True)
class Sensitive:
    """A column that nobody may learn of one person; `order` from low to high when it has one."""

    column: str
    order: tuple[Hashable, ...] | None = None


@dataclass(frozen=True)
class Asked:
    """At least k people a class, at least l values, at most t from everybody (1: anything)."""

    k: int
    l: int  # noqa: E741 (its name in the literature)
    t: Fraction = Fraction(1)


def classes(rows: Sequence[Row], columns: Collection[str]) -> list[list[Row]]:
    """People who look alike on these columns."""
    alike: dict[tuple[Hashable, ...], list[Row]] = {}
    for row in rows:
        alike.setdefault(tuple(row[column] for column in columns), []).append(row)
    return list(alike.values())


def anonymity(alike: Sequence[Sequence[Row]]) -> int:
    """k; 0 without any row."""
    return min(map(len, alike), default=0)


def diversity(alike: Sequence[Sequence[Row]], sensitive: str) -> int:
    """l; 0 without any row."""
    return min((len({row[sensitive] for row in rows}) for rows in alike), default=0)


def closeness(alike: Sequence[Sequence[Row]], sensitive: Sensitive) -> Fraction:
    """t: the distance of the class that is furthest from everybody; 0 without any row."""
    everybody = Counter(row[sensitive.column] for rows in alike for row in rows)
    return max(
        (
            distance(Counter(row[sensitive.column] for row in rows), everybody, sensitive.order)
            for rows in alike
        ),
        default=Fraction(),
    )


def distance(
    some: Mapping[Hashable, int],
    everybody: Mapping[Hashable, int],
    order: Sequence[Hashable] | None = None,
) -> Fraction:
    """Earth mover's, between the shares of two counts that both have somebody.

    Without an order every two values are 1 apart; with one, neighbours are 1 / (values - 1).
    Raises ValueError for a value that the order lacks or has twice.
    """
    values = order if order is not None else list(dict.fromkeys([*everybody, *some]))
    if len(set(values)) < len(values) or not set(some) | set(everybody) <= set(values):
        raise ValueError("a value that the order lacks or has twice")
    differences = [
        Fraction(some.get(value, 0), sum(some.values()))
        - Fraction(everybody.get(value, 0), sum(everybody.values()))
        for value in values
    ]
    if order is None:
        return sum(map(abs, differences), Fraction()) / 2
    return sum(map(abs, accumulate(differences)), Fraction()) / max(1, len(values) - 1)


def generalised(rows: Sequence[Row], hierarchies: Sequence[Hierarchy], levels: Levels) -> list[Row]:
    return [
        {
            **row,
            **{
                each.column: each.at(row[each.column], level)
                for each, level in zip(hierarchies, levels, strict=True)
            },
        }
        for row in rows
    ]


def holds(
    rows: Sequence[Row],
    columns: Collection[str],
    sensitive: Collection[Sensitive],
    asked: Asked,
    also: AlsoAsked | None = None,
) -> bool:
    """Whether the rows as they stand may go; without rows there is nobody to give away."""
    if not rows:
        return True
    alike = classes(rows, columns)
    return (
        anonymity(alike) >= asked.k
        and all(
            diversity(alike, each.column) >= asked.l and closeness(alike, each) <= asked.t
            for each in sensitive
        )
        and (also is None or all(map(also, alike)))
    )


def least_general(
    rows: Sequence[Row],
    hierarchies: Sequence[Hierarchy],
    sensitive: Collection[Sensitive],
    asked: Asked,
    also: AlsoAsked | None = None,
) -> Levels | None:
    """The levels that hold with the fewest steps up in all; None when not even the highest do.

    Of as many steps: the most classes, then the lowest levels in the order of the hierarchies.
    Does not depend on the order of the rows. Raises KeyError for an unknown value.
    """
    columns = [each.column for each in hierarchies]
    for candidates in _by_steps(hierarchies):
        holding = []
        for levels in candidates:
            coarser = generalised(rows, hierarchies, levels)
            if holds(coarser, columns, sensitive, asked, also):
                holding.append((-len(classes(coarser, columns)), levels))
        if holding:
            return min(holding)[1]
    return None


def _by_steps(hierarchies: Sequence[Hierarchy]) -> Iterator[list[Levels]]:
    """All levels together, those with the fewest steps first."""
    every = list(product(*(range(each.highest + 1) for each in hierarchies)))
    for steps in range(sum(each.highest for each in hierarchies) + 1):
        yield [levels for levels in every if sum(levels) == steps]
