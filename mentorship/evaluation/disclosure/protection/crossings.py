"""Knows every cell of a crossing of dimensions, with its margins and what adds up to what."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TypeAlias

from mentorship.evaluation.disclosure.protection.figures import Figures
from mentorship.evaluation.disclosure.protection.hierarchies import Category, Classification
from mentorship.evaluation.disclosure.releases import atoms
from mentorship.evaluation.disclosure.statements import CellName, Relation

Inner: TypeAlias = tuple[str, ...]
Spot: TypeAlias = tuple[Category, ...]


@dataclass(frozen=True, order=True, slots=True)
class Count:
    """The name of a cell: two tables that count the same people in the same unit share it.

    `cohorts` and `of` (dimension, category) are sorted; everybody of a dimension isn't mentioned.
    """

    population: str
    cohorts: tuple[str, ...]
    of: tuple[tuple[str, str], ...] = ()
    unit: str = "people"


@dataclass(frozen=True, slots=True)
class Counted:
    """One closed cohort in the finest categories, one code per dimension of the crossing.

    `impossible` are structural zeros. `contributors` as in `tables.CohortCounts`: by "kind:key",
    where "kind:" alone is somebody unknown.
    """

    counts: Mapping[Inner, int]
    impossible: frozenset[Inner] = frozenset()
    contributors: Mapping[Inner, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A table of one, two or three dimensions about one population."""

    population: str
    dimensions: tuple[Classification, ...]
    unit: str = "people"

    def spots(self) -> Iterator[Spot]:
        return product(*(dimension.categories for dimension in self.dimensions))

    def name(self, spot: Spot, cohorts: Collection[str]) -> Count:
        of = sorted(
            (dimension.name, category.code)
            for dimension, category in zip(self.dimensions, spot, strict=True)
            if category != dimension.whole
        )
        return Count(self.population, tuple(sorted(cohorts)), tuple(of), self.unit)

    def coarser(self) -> Iterator["Crossing"]:
        """The same with one level less of one dimension, the last dimension first."""
        for place in reversed(range(len(self.dimensions))):
            if self.dimensions[place].depth:
                coarser = self.dimensions[place].coarser()
                before, after = self.dimensions[:place], self.dimensions[place + 1 :]
                yield Crossing(self.population, (*before, coarser, *after), self.unit)


def counted_in(crossing: Crossing, finer: Crossing, counted: Counted) -> Counted:
    """What was counted in `finer`, put together for a coarser crossing of the same dimensions."""
    above = [
        {leaf: top for top in coarse.whole.leaves for leaf in _under(fine, top)}
        for coarse, fine in zip(crossing.dimensions, finer.dimensions, strict=True)
    ]
    counts: dict[Inner, int] = {}
    contributors: dict[Inner, dict[str, int]] = {}
    possible: set[Inner] = set()
    for inner in product(*(dimension.whole.leaves for dimension in finer.dimensions)):
        coarse = tuple(up[code] for up, code in zip(above, inner, strict=True))
        counts[coarse] = counts.get(coarse, 0) + counted.counts.get(inner, 0)
        own = contributors.setdefault(coarse, {})
        for who, number in counted.contributors.get(inner, {}).items():
            own[who] = own.get(who, 0) + number
        if inner not in counted.impossible:
            possible.add(coarse)
    return Counted(counts, frozenset(counts.keys() - possible), contributors)


def _under(classification: Classification, code: str) -> frozenset[str]:
    return next(one.leaves for one in classification.categories if one.code == code)


def figures_of(
    crossing: Crossing,
    counted: Mapping[str, Counted],
    asked: Sequence[Collection[str]],
    earlier: Sequence[Collection[str]] = (),
) -> Figures:
    """Every cell over the sets of cohorts that are asked for.

    `earlier` are the sets of earlier releases. Whatever adding and taking away all these can
    isolate is there too, and each difference of two of them, so that it can be protected.
    """
    told = [frozenset(one) for one in asked]
    families = [*told, *(frozenset(one) for one in earlier)]
    smallest = atoms(families)
    between = {one - other for one in families for other in families if other < one}
    together = sorted({*families, *smallest, *between}, key=sorted)
    found = Figures()
    for cohorts in together:
        figures = _counted_over(crossing, [counted[one] for one in sorted(cohorts)], cohorts)
        found = found.with_all(figures if cohorts in told else figures.unasked())
    return found.with_all(Figures(unions=tuple(_unions(crossing, together, smallest, found))))


def _counted_over(
    crossing: Crossing, counted: Sequence[Counted], cohorts: frozenset[str]
) -> Figures:
    values: dict[CellName, int] = {}
    impossible: set[CellName] = set()
    contributors: dict[CellName, dict[str, int]] = {}
    for spot in crossing.spots():
        name = crossing.name(spot, cohorts)
        values[name], own, is_possible = 0, contributors.setdefault(name, {}), False
        for inner in product(*(sorted(category.leaves) for category in spot)):
            for one in counted:
                values[name] += one.counts.get(inner, 0)
                is_possible |= inner not in one.impossible
                for who, number in one.contributors.get(inner, {}).items():
                    own[who] = own.get(who, 0) + number
        if not is_possible:
            impossible.add(name)
    relations = tuple(_sums(crossing, cohorts, impossible))
    return Figures(values, relations, (), frozenset(impossible), frozenset(values), contributors)


def _sums(
    crossing: Crossing, cohorts: frozenset[str], impossible: Collection[CellName]
) -> Iterator[Relation]:
    """Along the tree of each dimension; what can't be there is left out of the sum."""
    for spot in crossing.spots():
        whole = crossing.name(spot, cohorts)
        for place, category in enumerate(spot):
            parts = [
                crossing.name((*spot[:place], part, *spot[place + 1 :]), cohorts)
                for part in category.parts
            ]
            if parts and whole not in impossible:
                yield Relation(whole, tuple(part for part in parts if part not in impossible))


def _unions(
    crossing: Crossing,
    together: Sequence[frozenset[str]],
    smallest: Sequence[frozenset[str]],
    figures: Figures,
) -> Iterator[Relation]:
    for cohorts in together:
        inside = [atom for atom in smallest if atom < cohorts]
        for spot in crossing.spots() if inside else ():
            whole = crossing.name(spot, cohorts)
            parts = [crossing.name(spot, atom) for atom in inside]
            if whole not in figures.impossible:
                yield Relation(
                    whole, tuple(part for part in parts if part not in figures.impossible)
                )
