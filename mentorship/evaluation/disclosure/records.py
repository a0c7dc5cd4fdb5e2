"""Whether rows about single people may go to a named evaluator, and how coarse they have to be.

k: how many people look alike on what others may know of them (Samarati and Sweeney 1998).
l: how many values of a sensitive column each such class has (Machanavajjhala and others 2007,
distinct l-diversity). t: how far a class's values are from everybody's (Li, Li and
Venkatasubramanian 2007), as the earth mover's distance, from 0 to 1. Share: how large a part of a
class may have one value (alpha of Wong, Li, Fu and Wang 2006). Whoever knows some of the rows
takes these away first and looks at the others (the corrupted rows of Tao, Xiao, Li and Zhang
2008).
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, product
from typing import cast

Row = Mapping[str, Hashable]
Levels = tuple[int, ...]
# Whether something that is no property of a class allows these levels.
Allowed = Callable[[Levels], bool]
_UNNAMED = ""


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
    """At least k people a class, at least l values, at most t from everybody (1: anything), and no
    value that more than `share` of a class have (1: anything)."""

    k: int
    l: int  # noqa: E741 (its name in the literature)
    t: Fraction = Fraction(1)
    share: Fraction = Fraction(1)


@dataclass(frozen=True)
class Insiders:
    """Which columns of a row say who knows it; none of them is told.

    `person` is whose it is; one may have several rows, and knows them. `through` is a set of
    `kind:who` of all others who know it, with `kind:` for one whom nobody can name: that may be any
    of the kind. Whoever holds an `office` knows all rows with its value in that column, unless the
    column is told as it is: then they know everybody in their classes, which nothing can prevent.
    """

    person: str
    through: str
    office: str | None = None


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
    ways = [
        (each.column, {value: each.at(value, level) for value in each.ways})
        for each, level in zip(hierarchies, levels, strict=True)
    ]
    return [{**row, **{column: way[row[column]] for column, way in ways}} for row in rows]


def with_offices(
    rows: Sequence[Row], coarser: Sequence[Row], insiders: Insiders | None
) -> Sequence[Row]:
    """Where an office isn't told any more, it is one of those who know the row."""
    if insiders is None or insiders.office is None:
        return coarser
    office, through = insiders.office, insiders.through
    return [
        told
        if told[office] == row[office]
        else {**told, through: frozenset({*_through(row, through), f"{office}:{row[office]}"})}
        for row, told in zip(rows, coarser, strict=True)
    ]


def holds(
    rows: Sequence[Row],
    columns: Collection[str],
    sensitive: Collection[Sensitive],
    asked: Asked,
    insiders: Insiders | None = None,
) -> bool:
    """Whether the rows as they stand may go; without rows there is nobody to give away."""
    if not rows:
        return True
    alike = classes(rows, columns)
    return (
        anonymity(alike) >= asked.k
        and all(
            diversity(alike, each.column) >= asked.l
            and (asked.t >= 1 or closeness(alike, each) <= asked.t)
            for each in sensitive
        )
        and all(withstands(one, sensitive, asked, insiders) for one in alike)
    )


@dataclass(frozen=True)
class _Knows:
    """Somebody with rows of a class that are theirs, and others that may be."""

    own: Sequence[Row] = ()
    perhaps: Sequence[Row] = ()


def withstands(
    alike: Sequence[Row],
    sensitive: Collection[Sensitive],
    asked: Asked,
    insiders: Insiders | None = None,
) -> bool:
    """Whether everybody who takes away the rows they know is left with many people of one class,
    of whom no value has more than the share; somebody with a row themselves with the share only.
    """
    persons, others = _who_know(alike, insiders)
    if insiders is not None:
        whose = insiders.person
        known = (len({row[whose] for row in [*one.own, *one.perhaps]}) for one in others)
        if len({row[whose] for row in alike}) - max(known, default=0) < asked.k:
            return False
    return all(
        _leaves_doubt(alike, each.column, [_Knows(), *persons, *others], asked.share)
        for each in sensitive
    )


def _who_know(alike: Sequence[Row], insiders: Insiders | None) -> tuple[list[_Knows], list[_Knows]]:
    """Those whose rows these are, and all others who know any."""
    if insiders is None:
        return [], []
    persons: dict[Hashable, list[Row]] = {}
    kinds: dict[str, dict[str, list[Row]]] = {}
    for row in alike:
        persons.setdefault(row[insiders.person], []).append(row)
        for key in _through(row, insiders.through):
            kind, _, who = key.partition(":")
            kinds.setdefault(kind, {}).setdefault(who, []).append(row)
    others = []
    for through in kinds.values():
        unnamed = through.pop(_UNNAMED, [])
        others.append(_Knows((), unnamed))
        for own in through.values():
            mine = {id(row) for row in own}
            others.append(_Knows(own, [row for row in unnamed if id(row) not in mine]))
    return [_Knows(own) for own in persons.values()], others


def _through(row: Row, column: str) -> Collection[str]:
    return cast(Collection[str], row[column])


def _leaves_doubt(
    alike: Sequence[Row], column: str, who: Sequence[_Knows], share: Fraction
) -> bool:
    """In whole numbers. For each value, of the rows that may be theirs too the others are."""
    whole = _numbers(alike, column)
    for one in who:
        own, perhaps = _numbers(one.own, column), _numbers(one.perhaps, column)
        surely_left = len(alike) - len(one.own) - len(one.perhaps)
        for value, number in whole.items():
            left = surely_left + perhaps.get(value, 0)
            if share.denominator * (number - own.get(value, 0)) > share.numerator * left:
                return False
    return True


def _numbers(rows: Sequence[Row], column: str) -> Mapping[Hashable, int]:
    """As a Counter, which takes longer to begin than these few rows to count."""
    found: dict[Hashable, int] = {}
    for row in rows:
        found[row[column]] = found.get(row[column], 0) + 1
    return found


def least_general(
    rows: Sequence[Row],
    hierarchies: Sequence[Hierarchy],
    sensitive: Collection[Sensitive],
    asked: Asked,
    insiders: Insiders | None = None,
    allowed: Allowed | None = None,
) -> Levels | None:
    """The levels that hold with the fewest steps up in all; None when not even the highest do.

    Of as many steps: the most classes, then the lowest levels in the order of the hierarchies.
    Does not depend on the order of the rows. Raises KeyError for an unknown value.
    """
    columns = [each.column for each in hierarchies]
    for candidates in _by_steps(hierarchies):
        holding = []
        for levels in candidates:
            if allowed is not None and not allowed(levels):
                continue
            coarser = generalised(rows, hierarchies, levels)
            known = with_offices(rows, coarser, insiders)
            if holds(known, columns, sensitive, asked, insiders):
                holding.append((-len(classes(coarser, columns)), levels))
        if holding:
            return min(holding)[1]
    return None


def _by_steps(hierarchies: Sequence[Hierarchy]) -> Iterator[list[Levels]]:
    """All levels together, those with the fewest steps first."""
    every = list(product(*(range(each.highest + 1) for each in hierarchies)))
    for steps in range(sum(each.highest for each in hierarchies) + 1):
        yield [levels for levels in every if sum(levels) == steps]
